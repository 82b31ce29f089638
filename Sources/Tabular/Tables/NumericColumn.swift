/// A column of numbers, one a row.
public struct NumericColumn: Hashable, Sendable {
    public var name: String
    public var values: [Double]

    public init(name: String, values: [Double]) {
        self.name = name
        self.values = values
    }
}
