/// A cell's value as Snowflake holds it.
public enum SnowValue: Hashable, Sendable {
    /// SQL NULL. A JSON null inside a variant is `variant("null")` instead.
    case null
    /// A NUMBER of scale 0 that fits 64 bits.
    case integer(Int64)
    /// Any other NUMBER as text in plain digits, with exactly the digits of its column's scale.
    case decimal(String)
    /// A FLOAT.
    case real(Double)
    /// A VARCHAR.
    case text(String)
    /// A BOOLEAN.
    case boolean(Bool)
    /// A DATE, in days since 1970-01-01.
    case date(days: Int)
    /// A TIME, in nanoseconds since midnight.
    case time(nanoseconds: Int64)
    /// A wall-clock time without a zone, in nanoseconds since 1970-01-01 00:00 (years 1678 to 2262).
    case timestampNTZ(nanoseconds: Int64)
    /// An instant shown in the session's zone, in nanoseconds since 1970-01-01 00:00 UTC.
    case timestampLTZ(nanoseconds: Int64)
    /// An instant in nanoseconds since 1970-01-01 00:00 UTC, with its offset from UTC in minutes.
    case timestampTZ(nanoseconds: Int64, offsetMinutes: Int)
    /// A VARIANT as JSON text, indented by two spaces in results.
    case variant(String)
    /// An OBJECT as JSON text, indented by two spaces in results.
    case object(String)
    /// An ARRAY as JSON text, indented by two spaces in results.
    case array(String)
    /// A BINARY.
    case binary([UInt8])
}
