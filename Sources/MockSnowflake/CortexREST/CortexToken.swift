import MockWire

/// The token that a request to Cortex shows: `Bearer` of a stated type, or a session's.
enum CortexToken {
    private static let types = ["KEYPAIR_JWT", "OAUTH", "PROGRAMMATIC_ACCESS_TOKEN"]

    static func check(_ request: WireRequest) throws(CortexRefusal) {
        if let type = request.headers["X-Snowflake-Authorization-Token-Type"], !types.contains(type) {
            throw CortexRefusal(
                400,
                "X-Snowflake-Authorization-Token-Type is '\(type)'; it must be one of "
                    + types.joined(separator: ", ") + ".")
        }
        if let header = request.headers["Authorization"], header.hasPrefix("Snowflake Token=") {
            let token = header.dropFirst("Snowflake Token=".count).filter { $0 != "\"" }
            if token.isEmpty || token == "None" { throw .noToken }
            if token == "bad" { throw .wrongToken }
            return
        }
        switch ChatCredential.authorization(request) {
        case .key: return
        case .missing: throw .noToken
        case .wrong: throw .wrongToken
        }
    }
}
