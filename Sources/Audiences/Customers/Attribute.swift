/// One categorical property of a customer and the values that it takes.
public struct Attribute: Hashable, Sendable {
    public var name: String
    /// The values in their natural order; a customer's byte is an index into them. At most 256.
    public var levels: [String]

    public init(name: String, levels: [String]) {
        self.name = name
        self.levels = levels
    }
}
