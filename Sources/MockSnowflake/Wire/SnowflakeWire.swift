import Encodings
public import MockWire
public import Quantities
public import ServiceModels
import SnowflakeSQL

/// Snowflake over the wire: the connectors' protocol and the SQL API v2, over one account.
public struct SnowflakeWire: WireService {
    let account: SnowflakeAccount

    package init(_ account: SnowflakeAccount) { self.account = account }

    public var service: Meter.Service { .snowflake }

    public let routes = [
        WireRoute("login", "POST", "/session/v1/login-request"),
        WireRoute("renew", "POST", "/session/token-request"),
        WireRoute("heartbeat", "POST", "/session/heartbeat"),
        WireRoute("session", "POST", "/session"),
        WireRoute("query", "POST", "/queries/v1/query-request"),
        WireRoute("abort", "POST", "/queries/v1/abort-request"),
        WireRoute("abortQuery", "POST", "/queries/{id}/abort-request"),
        WireRoute("result", "GET", "/queries/{id}/result"),
        WireRoute("status", "GET", "/monitoring/queries/{id}"),
        WireRoute("chunk", "GET", "/finegrain-chunks/{id}/{number}"),
        WireRoute("telemetry", "POST", "/telemetry/send"),
        WireRoute("statement", "POST", "/api/v2/statements"),
        WireRoute("statementResult", "GET", "/api/v2/statements/{id}"),
        WireRoute("cancelStatement", "POST", "/api/v2/statements/{id}/cancel"),
    ]

    /// Ids and times that connectors draw anew.
    public let volatileNames: Set<String> = [
        "requestId", "request_guid", "request_id", "clientStartTime", "retryCount", "retryReason",
        "querySubmissionTime", "sequenceId", "queryContextDTO", "oldSessionToken",
    ]

    /// A login is the same whatever client it comes from.
    public func canonical(_ operation: String, _ request: WireRequest, body: [UInt8]) -> UInt64? {
        guard operation == "login" else { return nil }
        var hash = Fingerprint()
        hash.combine("login")
        hash.combine((try? JSONParser.parse(body))?["data"]?["LOGIN_NAME"]?.string ?? "")
        return hash.value
    }

    public func unknown(_ request: WireRequest, key: UInt64) -> WireAnswer? {
        let own = ["session", "queries", "monitoring", "telemetry"]
        if let first = request.path.first, own.contains(first) {
            return ConnectorAnswer.failure(
                "390404", nil,
                "\(request.method) \(request.target.prefix(200)) is no request of a connector.",
                status: 404)
        }
        guard request.path.starts(with: ["api", "v2", "statements"]) else { return nil }
        return SQLAPIAnswer.failure("390404", nil, "Not found or method not allowed.", status: 405)
    }

    public func refused(_ code: String, status: Int, _ message: String, id: String) -> WireAnswer {
        ConnectorAnswer.failure("000605", nil, message, status: status)
    }

    public mutating func reset(faults: FaultPlan) { account.reset(faults: faults) }

    public mutating func inject(_ faults: FaultPlan) { account.inject(faults) }

    public mutating func answer(_ call: WireCall) -> WireAnswer {
        let isAPI = call.operation.lowercased().contains("statement")
        let body: JSONValue
        do { body = try call.json() } catch {
            let message = "The request is not JSON: \(error.message) at byte \(error.offset)."
            return isAPI
                ? SQLAPIAnswer.failure("390142", nil, message, status: 400)
                : ConnectorAnswer.failure("390142", nil, message, status: 400)
        }
        account.begin(call)
        var answer = isAPI ? sqlAPI(call, body) : connector(call, body)
        answer.usage.add(account.current.usage)
        answer.serviceTime = account.current.time
        return answer
    }

    private func connector(_ call: WireCall, _ body: JSONValue) -> WireAnswer {
        if call.operation == "login" { return login(call, body) }
        if call.operation == "telemetry" { return ConnectorAnswer.success(.null) }
        if call.operation == "chunk" { return chunk(call) }
        guard let session = session(of: call) else {
            return ConnectorAnswer.failure(
                "390104", "08001", "Session no longer exists.  New login required to access the service.")
        }
        switch call.operation {
        case "renew": return renew(call, session)
        case "session":
            if call.request.parameter("delete") == "true" { account.end(session) }
            return ConnectorAnswer.success(.null)
        case "query": return query(call, body, session)
        case "result": return result(call)
        case "status": return status(call)
        default: return ConnectorAnswer.success(.null)
        }
    }
}

/// Answers of the connectors' protocol: HTTP 200 with a code of their own.
enum ConnectorAnswer {
    static func success(_ data: JSONValue, code: JSONValue = .null, message: JSONValue = .null) -> WireAnswer
    {
        WireAnswer(json: .members(["data": data, "code": code, "message": message, "success": true]))
    }

    static func failure(
        _ code: String, _ sqlState: String?, _ message: String, data: [JSONValue.Member] = [],
        status: Int = 200
    ) -> WireAnswer {
        let members =
            [
                JSONValue.Member("errorCode", .string(code)),
                .init("sqlState", sqlState.map { .string($0) } ?? .null),
            ] + data
        return WireAnswer(
            status: status,
            json: .members([
                "data": .object(members), "code": .string(code), "message": .string(message),
                "success": false,
            ]))
    }

    static func failure(_ error: SnowError, queryID: String) -> WireAnswer {
        failure(
            error.code, error.sqlState, error.message,
            data: [
                .init("queryId", .string(queryID)), .init("line", .integer(error.line ?? -1)),
                .init("pos", .integer(error.position ?? -1)), .init("internalError", false),
                .init("type", error.code.hasPrefix("1") ? "EXECUTION" : "COMPILATION"),
            ])
    }
}

extension SnowflakeWire {
    /// `complete` is a call of a model by SQL, which is the service cortex.
    public var faultOperations: [String] { ["login", "query"] }
}
