/// Session parameters that ALTER SESSION sets.
struct SessionParameters {
    /// Accepted names with their defaults, sorted.
    static let defaults: [(name: String, value: String)] = [
        ("ABORT_DETACHED_QUERY", "false"), ("AUTOCOMMIT", "true"),
        ("BINARY_INPUT_FORMAT", "HEX"), ("BINARY_OUTPUT_FORMAT", "HEX"),
        ("CLIENT_METADATA_REQUEST_USE_CONNECTION_CTX", "false"), ("CLIENT_PREFETCH_THREADS", "4"),
        ("CLIENT_RESULT_CHUNK_SIZE", "160"), ("CLIENT_SESSION_KEEP_ALIVE", "false"),
        ("CLIENT_TIMESTAMP_TYPE_MAPPING", "TIMESTAMP_LTZ"), ("DATE_INPUT_FORMAT", "AUTO"),
        ("DATE_OUTPUT_FORMAT", "YYYY-MM-DD"), ("DEFAULT_DDL_COLLATION", ""),
        ("ERROR_ON_NONDETERMINISTIC_MERGE", "true"), ("ERROR_ON_NONDETERMINISTIC_UPDATE", "false"),
        ("GEOGRAPHY_OUTPUT_FORMAT", "GeoJSON"), ("JSON_INDENT", "2"), ("LOCK_TIMEOUT", "43200"),
        ("MULTI_STATEMENT_COUNT", "1"), ("PYTHON_CONNECTOR_QUERY_RESULT_FORMAT", "JSON"),
        ("QUERY_TAG", ""), ("QUOTED_IDENTIFIERS_IGNORE_CASE", "false"), ("ROWS_PER_RESULTSET", "0"),
        ("STATEMENT_QUEUED_TIMEOUT_IN_SECONDS", "0"),
        ("STATEMENT_TIMEOUT_IN_SECONDS", "172800"), ("STRICT_JSON_OUTPUT", "false"),
        ("TIMESTAMP_INPUT_FORMAT", "AUTO"), ("TIMESTAMP_LTZ_OUTPUT_FORMAT", ""),
        ("TIMESTAMP_NTZ_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF3"),
        ("TIMESTAMP_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM"),
        ("TIMESTAMP_TYPE_MAPPING", "TIMESTAMP_NTZ"), ("TIMESTAMP_TZ_OUTPUT_FORMAT", ""),
        ("TIMEZONE", "UTC"), ("TRANSACTION_ABORT_ON_ERROR", "false"),
        ("USE_CACHED_RESULT", "true"), ("WEEK_OF_YEAR_POLICY", "0"), ("WEEK_START", "0"),
    ]

    /// Those that change what statements mean; only their defaults are accepted.
    private static let fixed: Set<String> = [
        "BINARY_INPUT_FORMAT", "BINARY_OUTPUT_FORMAT", "DATE_INPUT_FORMAT", "DATE_OUTPUT_FORMAT",
        "DEFAULT_DDL_COLLATION", "ERROR_ON_NONDETERMINISTIC_MERGE", "ERROR_ON_NONDETERMINISTIC_UPDATE",
        "STRICT_JSON_OUTPUT", "TIMESTAMP_INPUT_FORMAT", "TIMESTAMP_LTZ_OUTPUT_FORMAT",
        "TIMESTAMP_NTZ_OUTPUT_FORMAT", "TIMESTAMP_TZ_OUTPUT_FORMAT", "JSON_INDENT",
        "QUOTED_IDENTIFIERS_IGNORE_CASE",
        "TIMESTAMP_OUTPUT_FORMAT", "TIMESTAMP_TYPE_MAPPING", "WEEK_OF_YEAR_POLICY", "WEEK_START",
        "ROWS_PER_RESULTSET", "TRANSACTION_ABORT_ON_ERROR",
    ]

    private var values: [String: String] = [:]

    subscript(name: String) -> String? {
        values[name] ?? SessionParameters.defaults.first { $0.name == name }?.value
    }

    var isAutocommit: Bool { self["AUTOCOMMIT"]?.lowercased() != "false" }

    mutating func set(_ name: String, _ value: String?) throws {
        guard let known = SessionParameters.defaults.first(where: { $0.name == name }) else {
            throw SnowError.compilation("invalid parameter '\(name)'", code: "001006", sqlState: "42601")
        }
        if let value, SessionParameters.fixed.contains(name), value.uppercased() != known.value.uppercased() {
            throw SnowError.unsupported("\(name) = \(value)")
        }
        if name == "TIMEZONE", let value, !TimeZones.isKnown(value) {
            throw SnowError.runtime("100046", "22023", "Unknown timezone: '\(value)'")
        }
        values[name] = value
    }
}
