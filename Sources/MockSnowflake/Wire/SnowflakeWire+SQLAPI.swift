import Encodings
import MockWire
import Quantities
import ServiceModels
import SnowflakeSQL

/// Answers of the SQL API v2.
enum SQLAPIAnswer {
    static func failure(
        _ code: String, _ sqlState: String?, _ message: String, status: Int, id: String? = nil
    ) -> WireAnswer {
        var members: [JSONValue.Member] = [.init("code", .string(code)), .init("message", .string(message))]
        if let sqlState { members.append(.init("sqlState", .string(sqlState))) }
        if let id { members.append(.init("statementHandle", .string(id))) }
        return WireAnswer(status: status, json: .object(members))
    }

    /// A statement that failed: 408 where it ran out of time, 422 for all else.
    static func failure(_ error: SnowError, id: String) -> WireAnswer {
        failure(
            error.code, error.sqlState, error.message, status: error.code == "000630" ? 408 : 422, id: id)
    }
}

/// Statements through the SQL API v2.
extension SnowflakeWire {
    private static let members: [String] = [
        "statement", "timeout", "database", "schema", "warehouse", "role", "bindings", "parameters",
        "resultSetMetaData",
    ]

    private static let tokenTypes = [
        "KEYPAIR_JWT", "OAUTH", "PROGRAMMATIC_ACCESS_TOKEN", "WORKLOAD_IDENTITY",
    ]

    func sqlAPI(_ call: WireCall, _ body: JSONValue) -> WireAnswer {
        account.current.time = .milliseconds(20)
        guard let token = call.request.headers["Authorization"], token.hasPrefix("Bearer "), token.count > 7,
            token != "Bearer " + SnowflakeWire.badPassword
        else { return SQLAPIAnswer.failure("390303", nil, "Invalid OAuth access token.", status: 401) }
        if let kind = call.request.headers["X-Snowflake-Authorization-Token-Type"],
            !SnowflakeWire.tokenTypes.contains(kind.uppercased())
        {
            return SQLAPIAnswer.failure(
                "390144", nil, "X-Snowflake-Authorization-Token-Type \(kind) is unknown.", status: 400)
        }
        switch call.operation {
        case "statement": return statement(call, body)
        case "statementResult":
            let id = call.parameters["id"] ?? ""
            guard let outcome = account.outcome(id) else {
                return SQLAPIAnswer.failure("391404", nil, "Statement \(id) not found.", status: 404, id: id)
            }
            guard let partition = Int(call.request.parameter("partition") ?? "0") else {
                return SQLAPIAnswer.failure(
                    "391903", nil, "The parameter partition must be a number.", status: 400, id: id)
            }
            return answer(outcome, id: id, call, partition: partition)
        default:
            let id = call.parameters["id"] ?? ""
            guard account.outcome(id) != nil else {
                return SQLAPIAnswer.failure("391404", nil, "Statement \(id) not found.", status: 404, id: id)
            }
            return WireAnswer(
                json: .members([
                    "code": "000604", "sqlState": "57014", "message": "SQL execution canceled",
                    "statementHandle": .string(id),
                ]))
        }
    }

    private func statement(_ call: WireCall, _ body: JSONValue) -> WireAnswer {
        let request = call.request.parameter("requestId")
        if call.request.parameter("retry")?.lowercased() == "true", let known = account.apiAnswer(request) {
            return known
        }
        let fault = account.fault("query")
        if SnowflakeWire.refusal(fault) != nil {
            let isThrottle = fault == .throttle
            return SQLAPIAnswer.failure(
                isThrottle ? "390146" : "000603", nil, isThrottle ? "Too many requests." : "Internal error.",
                status: isThrottle ? 429 : 503)
        }
        if let refusal = malformed(call, body) { return refusal }
        let session = account.engine.session(
            database: body["database"]?.string ?? "FINEGRAIN", schema: body["schema"]?.string ?? "PUBLIC",
            warehouse: body["warehouse"]?.string ?? "FINEGRAIN_WH", role: body["role"]?.string ?? "PUBLIC",
            user: "FINEGRAIN")
        defer { session.close() }
        let answer = run(body["statement"]?.string ?? "", body, session, call)
        account.rememberAPI(request, answer)
        return answer
    }

    /// The refusal of a request that is none, before anything runs.
    private func malformed(_ call: WireCall, _ body: JSONValue) -> WireAnswer? {
        func refused(_ code: String, _ message: String, status: Int = 400) -> WireAnswer {
            SQLAPIAnswer.failure(code, nil, message, status: status)
        }
        guard call.request.headers["Content-Type"]?.lowercased().hasPrefix("application/json") ?? false else {
            return refused("391415", "The Content-Type must be application/json.", status: 415)
        }
        if case .object(let given) = body,
            let extra = given.first(where: { !SnowflakeWire.members.contains($0.key) })
        {
            return refused("391400", "Unknown field \(extra.key).")
        }
        guard body["statement"]?.string != nil else {
            return refused("391401", "The field statement is missing.")
        }
        if let timeout = body["timeout"], timeout != .null, (timeout.integer ?? -1) < 0 {
            return refused("391400", "The field timeout must be a number of seconds.")
        }
        for binding in Rowset.bindings(body["bindings"])
        where !SnowflakeWire.bindingTypes.contains(binding.type.uppercased()) {
            return refused("391400", "The type \(binding.type) of binding \(binding.name) is unknown.")
        }
        return nil
    }

    private static let bindingTypes = [
        "FIXED", "REAL", "TEXT", "BOOLEAN", "ANY", "DATE", "TIME", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ",
        "TIMESTAMP_TZ", "BINARY",
    ]

    private func run(
        _ text: String, _ body: JSONValue, _ session: SnowflakeSession, _ call: WireCall
    ) -> WireAnswer {
        let id = account.current.queryID
        let parameters = RequestParameters(body["parameters"])
        do throws(SnowError) {
            try session.apply(parameters)
            if let timeout = body["timeout"]?.integer {
                try session.setParameter("STATEMENT_TIMEOUT_IN_SECONDS", to: String(timeout))
            }
        } catch {
            return SQLAPIAnswer.failure(error.code, error.sqlState, error.message, status: 400, id: id)
        }
        let count = parameters.statementCount
        do throws(SnowError) {
            let statements = try session.statements(in: text)
            guard count == 0 || statements.count == count else {
                throw SnowError(
                    code: "000008", sqlState: "0A000",
                    message:
                        "Actual statement count \(statements.count) did not match the desired statement count \(count)."
                )
            }
            for statement in statements {
                try SnowflakeWire.checkAllowed(statement, alone: statements.count == 1)
            }
            if statements.count > 1 { return try several(statements, session, call) }
        } catch { return SQLAPIAnswer.failure(error, id: id) }
        let outcome = account.run(text, Rowset.bindings(body["bindings"]), session, id: id)
        if call.request.parameter("async") == "true" {
            return WireAnswer(
                status: 202,
                json: .members([
                    "code": "333334",
                    "message":
                        "Asynchronous execution in progress. Use provided query id to perform query monitoring and management.",
                    "statementHandle": .string(id), "statementStatusUrl": .string("/api/v2/statements/" + id),
                ]))
        }
        return answer(outcome, id: id, call, partition: 0)
    }

    /// What needs a session that outlives the statement runs only beside other statements; files never move.
    private static func checkAllowed(_ statement: String, alone: Bool) throws(SnowError) {
        let words = statement.split { !$0.isLetter }.prefix(3).map { $0.uppercased() }
        let first = words.first ?? ""
        var isRefused = ["PUT", "GET"].contains(first)
        if alone {
            let lasting = ["USE", "BEGIN", "START", "COMMIT", "ROLLBACK", "SET", "UNSET"]
            isRefused =
                isRefused || lasting.contains(first) || words.starts(with: ["ALTER", "SESSION"])
                || first == "CREATE" && words.contains { $0 == "TEMP" || $0 == "TEMPORARY" }
        }
        guard isRefused else { return }
        throw SnowError(
            code: "391911", sqlState: "0A000",
            message: "Unsupported statement type '\(first)' for the SQL API.")
    }

    private func several(
        _ statements: [String], _ session: SnowflakeSession, _ call: WireCall
    ) throws(SnowError) -> WireAnswer {
        let id = account.current.queryID
        var handles: [JSONValue] = []
        for (index, statement) in statements.enumerated() {
            let own = call.uuid(UInt64(index) + 1)
            _ = try account.run(statement, [], session, id: own).get()
            handles.append(.string(own))
        }
        let column = SnowColumn(name: "multiple statement execution", type: .text)
        var result = SnowResult(
            columns: [column], rows: [[.text("Multiple statements executed successfully.")]], kind: .other)
        result.queryID = id
        account.keep(id, .success(result))
        return WireAnswer(
            json: .members([
                "resultSetMetaData": .members([
                    "numRows": 1, "format": "jsonv2",
                    "partitionInfo": [.members(["rowCount": 1, "uncompressedSize": 44])],
                    "rowType": .array([Rowset.column(column)]),
                ]), "data": [["Multiple statements executed successfully."]], "code": "090001",
                "statementHandles": .array(handles),
                "statementStatusUrl": .string("/api/v2/statements/" + id),
                "sqlState": "00000", "message": "Statement executed successfully.",
                "statementHandle": .string(id),
            ]))
    }

    private func answer(
        _ outcome: SnowflakeAccount.Outcome, id: String, _ call: WireCall, partition: Int
    ) -> WireAnswer {
        let result: SnowResult
        switch outcome {
        case .success(let done): result = done
        case .failure(let error): return SQLAPIAnswer.failure(error, id: id)
        }
        let size = Rowset.inlineRows
        let count = max(1, (result.rows.count + size - 1) / size)
        guard (0..<count).contains(partition) else {
            return SQLAPIAnswer.failure(
                "391903", nil, "There is no partition \(partition).", status: 400, id: id)
        }
        let hidesNull = call.request.parameter("nullable") == "false"
        let rows = result.rows.dropFirst(partition * size).prefix(size).map { row in
            JSONValue.array(row.map { $0 == .null && hidesNull ? "null" : Rowset.encoded($0).sqlAPI($0) })
        }
        if partition > 0 { return WireAnswer(json: .members(["data": .array(Array(rows))])) }
        let path = "/api/v2/statements/" + id
        let metadata = JSONValue.members([
            "numRows": .integer(result.rows.count), "format": "jsonv2",
            "partitionInfo": .array(
                (0..<count).map {
                    .members([
                        "rowCount": .integer(min(size, result.rows.count - $0 * size)), "uncompressedSize": 0,
                    ])
                }), "rowType": .array(result.columns.map(Rowset.column)),
        ])
        var members: [JSONValue.Member] = [
            .init("resultSetMetaData", metadata), .init("data", .array(Array(rows))), .init("code", "090001"),
            .init("statementStatusUrl", .string(path)),
            .init("requestId", .optional(call.request.parameter("requestId"))),
            .init("sqlState", "00000"), .init("statementHandle", .string(id)),
            .init("message", "Statement executed successfully."),
            .init("createdOn", .integer(CivilTime(call.now).epochMilliseconds)),
        ]
        if result.kind.isDML {
            members.append(
                .init(
                    "stats",
                    .members([
                        "numRowsInserted": .integer(result.rowsInserted),
                        "numRowsUpdated": .integer(result.rowsUpdated),
                        "numRowsDeleted": .integer(result.rowsDeleted), "numDuplicateRowsUpdated": 0,
                    ])))
        }
        let last = "\(path)?partition=\(count - 1)"
        return WireAnswer(
            json: .object(members),
            headers: [
                WireHeader("Link", "<\(path)?partition=0>;rel=\"first\",<\(last)>;rel=\"last\"")
            ])
    }
}

extension JSONValue {
    /// Booleans have their names in the SQL API; all else is as for connectors.
    fileprivate func sqlAPI(_ value: SnowValue) -> JSONValue {
        if case .boolean(let flag) = value { .string(flag ? "true" : "false") } else { self }
    }
}
