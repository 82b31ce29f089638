/// The outcome of a statement: rows, and what it changed.
public struct SnowResult: Hashable, Sendable {
    public var columns: [SnowColumn]
    public var rows: [[SnowValue]]
    public var kind: SnowStatementKind
    /// Rows that the statement inserted, updated and deleted; zero for queries.
    public var rowsInserted = 0
    public var rowsUpdated = 0
    public var rowsDeleted = 0
    /// The identifier that the caller gave the statement.
    public var queryID = ""
    /// The session's state after the statement; nil where nothing is chosen.
    public var finalDatabase: String?
    public var finalSchema: String?
    public var finalWarehouse: String?
    public var finalRole: String?

    public init(columns: [SnowColumn], rows: [[SnowValue]], kind: SnowStatementKind) {
        self.columns = columns
        self.rows = rows
        self.kind = kind
    }

    /// Snowflake's number for the kind of statement.
    public var statementTypeID: Int { kind.statementTypeID }
}
