/// What a statement did.
public enum SnowStatementKind: String, Hashable, Sendable {
    case select, insert, update, delete, merge, copy, ddl, show, describe, use, set, transaction, other

    /// Snowflake's number for the kind of statement, as its clients test it.
    public var statementTypeID: Int {
        switch self {
        case .select: 4096
        case .insert: 12544
        case .update: 12800
        case .delete: 13056
        case .merge: 13312
        default: 24576
        }
    }

    /// Whether the statement changes rows, so that clients report a row count.
    public var isDML: Bool {
        switch self {
        case .insert, .update, .delete, .merge: true
        default: false
        }
    }
}
