/// Customers as columns: one byte a categorical attribute, and optional numbers.
public struct CategoricalTable: Hashable, Sendable {
    public var columns: [CategoricalColumn]
    public var numbers: [NumericColumn]
    /// 64-bit hashes of the customers' identifiers, when a column of them was named.
    public var identifiers: [UInt64]?
    public let rowCount: Int

    /// - Precondition: every column has `rowCount` entries.
    public init(
        columns: [CategoricalColumn], numbers: [NumericColumn] = [], identifiers: [UInt64]? = nil,
        rowCount: Int
    ) {
        let lengths =
            columns.map(\.codes.count) + numbers.map(\.values.count) + [identifiers?.count ?? rowCount]
        precondition(lengths.allSatisfy { $0 == rowCount }, "every column has one entry a row")
        self.columns = columns
        self.numbers = numbers
        self.identifiers = identifiers
        self.rowCount = rowCount
    }

    public func column(_ name: String) -> CategoricalColumn? { columns.first { $0.name == name } }
}
