/// The wanted columns of a file with one row a unit.
public struct ColumnFrame: Sendable {
    public let rowCount: Int
    /// Missing numbers are NaN.
    public let numbers: [NumericColumn]
    public let categories: [LevelColumn]
    /// Hashes of the fields of the columns of keys, by name in the order requested.
    public let keyColumns: [KeyColumn]
    /// A hash of each row's whole content and of its occurrence among equal rows, so that the set of them does not
    /// depend on the order of rows; empty when not asked for.
    public let rowKeys: [UInt64]
    /// Columns whose numbers have decimal commas or thousands marks.
    public let numberFormats: [FileFormat.Column]

    public struct KeyColumn: Hashable, Sendable {
        public var name: String
        public var values: [UInt64]
    }

    /// The numbers of a column.
    /// - Precondition: it was read as numbers.
    public func number(_ name: String) -> [Double] { numbers.first { $0.name == name }!.values }

    /// The levels of a column.
    /// - Precondition: it was read as levels.
    public func category(_ name: String) -> LevelColumn { categories.first { $0.name == name }! }

    /// The hashes of a column of keys.
    /// - Precondition: it was read as keys.
    public func keys(_ name: String) -> [UInt64] { keyColumns.first { $0.name == name }!.values }
}
