/// The types of Snowflake, spelled as the connector protocol spells them.
public enum SnowType: String, Hashable, Sendable, Codable {
    case fixed, real, text, boolean, date, time
    case timestampNTZ = "timestamp_ntz"
    case timestampLTZ = "timestamp_ltz"
    case timestampTZ = "timestamp_tz"
    case variant, object, array, binary

    /// The name of the type in SQL, such as `NUMBER` or `TIMESTAMP_NTZ`.
    public var sqlName: String {
        switch self {
        case .fixed: "NUMBER"
        case .real: "FLOAT"
        case .text: "VARCHAR"
        default: rawValue.uppercased()
        }
    }
}
