/// A value of a cell or of a bound parameter.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case number(Double)
    case text(String)

    public var integer: Int? {
        if case .integer(let value) = self { Int(value) } else { nil }
    }

    public var text: String? {
        if case .text(let value) = self { value } else { nil }
    }

    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}

/// The rows of a query, in the order that the query gives.
public struct SQLRows: Hashable, Codable, Sendable {
    public var columns: [String]
    public var rows: [[SQLValue]]

    public init(columns: [String], rows: [[SQLValue]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The place of a column; nil if there is none of that name.
    public func index(of column: String) -> Int? { columns.firstIndex(of: column) }
}
