/// A value bound to a placeholder, as the connector sends it.
public struct SnowBinding: Hashable, Sendable {
    /// One value, or one a row for a statement that runs once a row (executemany).
    public enum Payload: Hashable, Sendable {
        case one(String?)
        case many([String?])
    }

    /// "1", "2"... for `?` and `:1`, or the name of a `:name` placeholder without its colon.
    public var name: String
    /// FIXED, REAL, TEXT, BOOLEAN, ANY, DATE, TIME, TIMESTAMP_NTZ, TIMESTAMP_LTZ, TIMESTAMP_TZ or BINARY.
    public var type: String
    public var payload: Payload

    public init(name: String, type: String, value: String?) {
        self.name = name
        self.type = type
        self.payload = .one(value)
    }

    public init(name: String, type: String, values: [String?]) {
        self.name = name
        self.type = type
        self.payload = .many(values)
    }
}
