/// An attribute of rows: its levels in their order, and one byte a row.
public struct CategoricalColumn: Hashable, Sendable {
    /// The most levels that a column has; the last byte value stays free.
    public static let maximumLevels = 255

    public var name: String
    /// The names of the levels, in the order of ``LevelOrder`` or of the bands.
    public var levels: [String]
    /// The position in `levels` of each row's value.
    public var codes: [UInt8]

    /// - Precondition: every code is a position in `levels`, of which there are at most 255.
    public init(name: String, levels: [String], codes: [UInt8]) {
        precondition(levels.count <= CategoricalColumn.maximumLevels, "a byte holds the code of a level")
        precondition(codes.allSatisfy { Int($0) < levels.count }, "a code is the position of a level")
        self.name = name
        self.levels = levels
        self.codes = codes
    }

    /// The name of one row's level.
    public func level(of row: Int) -> String { levels[Int(codes[row])] }
}
