/// A statement's failure in Snowflake's words.
public struct SnowError: Error, Hashable, Sendable {
    /// Six digits, such as "002003".
    public var code: String
    /// Five characters, such as "42S02".
    public var sqlState: String
    public var message: String
    /// Line of the statement, from 1; nil where the failure has no place.
    public var line: Int?
    /// Character of the line, from 0; nil where the failure has no place.
    public var position: Int?

    public init(
        code: String, sqlState: String, message: String, line: Int? = nil, position: Int? = nil
    ) {
        self.code = code
        self.sqlState = sqlState
        self.message = message
        self.line = line
        self.position = position
    }
}
