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

    /// Parameters that only concern clients themselves: taken, and without effect here. Connectors send
    /// others of their own with every new version, all of which start with CLIENT_.
    private static let ofClients: Set<String> = [
        "ENABLE_STAGE_S3_PRIVATELINK_FOR_US_EAST_1", "QUERY_CONTEXT_CACHE_SIZE", "SERVICE_NAME",
    ]

    private var values: [String: String] = [:]

    subscript(name: String) -> String? {
        values[name] ?? SessionParameters.defaults.first { $0.name == name }?.value
    }

    var isAutocommit: Bool { self["AUTOCOMMIT"]?.lowercased() != "false" }

    /// The value that was set; nil where the default holds.
    func given(_ name: String) -> String? { values[name] }

    /// Puts back what `given` gave.
    mutating func restore(_ name: String, _ value: String?) { values[name] = value }

    /// Sets a parameter; nil goes back to its default.
    /// - Throws: for a name that is none, and for a value that the parameter cannot have.
    mutating func set(_ name: String, _ value: String?) throws {
        guard let known = SessionParameters.defaults.first(where: { $0.name == name }) else {
            if name.hasPrefix("CLIENT_") || SessionParameters.ofClients.contains(name) { return }
            throw SnowError.compilation("invalid parameter '\(name)'", code: "001006", sqlState: "42601")
        }
        if let value { try SessionParameters.check(value, name, known.value) }
        values[name] = value
    }

    private static func check(_ value: String, _ name: String, _ standard: String) throws {
        if fixed.contains(name), value.uppercased() != standard.uppercased() {
            throw SnowError.unsupported("\(name) = \(value)")
        }
        if name == "TIMEZONE", !TimeZones.isKnown(value) {
            throw SnowError.runtime("100046", "22023", "Unknown timezone: '\(value)'")
        }
        let isFlag = ["true", "false"].contains(standard)
        let isCount = Int(standard) != nil
        if isFlag && !["true", "false"].contains(value.lowercased())
            || isCount && (Int(value).map { $0 < 0 } ?? true)
        {
            throw SnowError.compilation(
                "invalid value [\(value)] for parameter '\(name)'", code: "001008", sqlState: "22023")
        }
    }
}
