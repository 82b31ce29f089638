import Encodings
import MockWire
import Quantities
import ServiceModels
import SnowflakeSQL

/// Statements through a connector.
extension SnowflakeWire {
    func query(_ call: WireCall, _ body: JSONValue, _ session: SnowflakeAccount.Session) -> WireAnswer {
        let request = call.request.parameter("requestId")
        if let request, let known = session.answered.first(where: { $0.id == request }) {
            return known.answer
        }
        let fault = account.fault("query")
        if let refusal = SnowflakeWire.refusal(fault) {
            account.current.time = .milliseconds(20)
            return refusal
        }
        guard let text = body["sqlText"]?.string else {
            return ConnectorAnswer.failure("000605", "42601", "The request has no sqlText.")
        }
        let id = account.current.queryID
        let answer: WireAnswer
        if body["describeOnly"] == .bool(true) {
            answer = described(text, body, session, id)
        } else {
            let count = RequestParameters(body["parameters"]).statementCount
            answer =
                count == 1
                ? single(text, body, session, id, call)
                : several(text, count: count, body, session, call)
        }
        account.current.time = account.current.time.slowed(by: fault)
        account.remember(request, answer, in: session)
        return answer
    }

    private func described(
        _ text: String, _ body: JSONValue, _ session: SnowflakeAccount.Session, _ id: String
    ) -> WireAnswer {
        account.current.time = .milliseconds(50)
        do {
            let result = try session.sql.describe(text, bindings: Rowset.bindings(body["bindings"]))
            return ConnectorAnswer.success(
                Rowset.data(result, id: id, session.sql, bindings: Rowset.bindings(body["bindings"]).count))
        } catch {
            return ConnectorAnswer.failure(error, queryID: id)
        }
    }

    private func single(
        _ text: String, _ body: JSONValue, _ session: SnowflakeAccount.Session, _ id: String, _ call: WireCall
    ) -> WireAnswer {
        do throws(SnowError) {
            let statements = try session.sql.statements(in: text)
            guard statements.count <= 1 else { throw SnowflakeWire.miscounted(statements.count, 1) }
        } catch { return ConnectorAnswer.failure(error, queryID: id) }
        let bindings = Rowset.bindings(body["bindings"])
        let settings = RequestParameters(body["parameters"]).ofStatement(in: session.sql)
        let outcome = account.run(text, bindings, session.sql, id: id, settings: settings)
        if body["asyncExec"] == .bool(true) {
            return ConnectorAnswer.success(
                .members([
                    "queryId": .string(id), "getResultUrl": .string("/queries/\(id)/result"),
                    "queryAbortsAfterSecs": 300, "progressDesc": .null,
                ]), code: "333334",
                message: "Query execution in progress. Call the server to get the query result.")
        }
        return answer(outcome, id: id, session.sql, bindings: bindings.count, call)
    }

    private static func miscounted(_ actual: Int, _ wanted: Int) -> SnowError {
        SnowError(
            code: "000008", sqlState: "0A000",
            message: "Actual statement count \(actual) did not match the desired statement count \(wanted).")
    }

    /// Several statements in one text; each has a result of its own, which the client fetches by id.
    private func several(
        _ text: String, count: Int, _ body: JSONValue, _ session: SnowflakeAccount.Session, _ call: WireCall
    ) -> WireAnswer {
        let id = account.current.queryID
        var ids: [String] = []
        var types: [String] = []
        let settings = RequestParameters(body["parameters"]).ofStatement(in: session.sql)
        do throws(SnowError) {
            let statements = try session.sql.statements(in: text)
            guard count == 0 || statements.count == count else {
                throw SnowflakeWire.miscounted(statements.count, count)
            }
            for (index, statement) in statements.enumerated() {
                let own = call.uuid(UInt64(index) + 1)
                let result = try account.run(statement, [], session.sql, id: own, settings: settings).get()
                ids.append(own)
                types.append(String(result.statementTypeID))
            }
        } catch { return ConnectorAnswer.failure(error, queryID: id) }
        var result = SnowResult(
            columns: [SnowColumn(name: "multiple statement execution", type: .text, length: 16_777_216)],
            rows: [[.text("Multiple statements executed successfully.")]], kind: .other)
        result.queryID = id
        account.keep(id, .success(result))
        var data = Rowset.data(result, id: id, session.sql, bindings: 0)
        data.set("statementTypeId", 40_960)
        data.set("resultIds", .string(ids.joined(separator: ",")))
        data.set("resultTypes", .string(types.joined(separator: ",")))
        return ConnectorAnswer.success(data)
    }

    private func answer(
        _ outcome: SnowflakeAccount.Outcome, id: String, _ session: SnowflakeSession, bindings: Int,
        _ call: WireCall
    ) -> WireAnswer {
        switch outcome {
        case .success(let result):
            ConnectorAnswer.success(
                Rowset.data(result, id: id, session, bindings: bindings, chunksAt: call.baseURL))
        case .failure(let error): ConnectorAnswer.failure(error, queryID: id)
        }
    }

    // MARK: Later

    func result(_ call: WireCall) -> WireAnswer {
        let id = call.parameters["id"] ?? ""
        account.current.time = .milliseconds(20)
        guard let outcome = account.outcome(id), let session = session(of: call) else {
            return ConnectorAnswer.failure("000709", "02000", "Statement \(id) not found")
        }
        return answer(outcome, id: id, session.sql, bindings: 0, call)
    }

    func status(_ call: WireCall) -> WireAnswer {
        let id = call.parameters["id"] ?? ""
        account.current.time = .milliseconds(20)
        var queries: [JSONValue] = []
        switch account.outcome(id) {
        case .success?: queries = [.members(["id": .string(id), "status": "SUCCESS", "state": "SUCCEEDED"])]
        case .failure(let error)?:
            queries = [
                .members([
                    "id": .string(id), "status": "FAILED_WITH_ERROR", "state": "FILE_SET_INITIALIZATION",
                    "errorCode": .string(error.code), "errorMessage": .string(error.message),
                ])
            ]
        case nil: break
        }
        return ConnectorAnswer.success(.members(["queries": .array(queries)]))
    }

    /// A later part of a long result: rows without the brackets around them.
    func chunk(_ call: WireCall) -> WireAnswer {
        account.current.time = .milliseconds(20)
        guard case .success(let result)? = account.outcome(call.parameters["id"] ?? ""),
            let number = call.parameters["number"].flatMap(Int.init),
            let text = Rowset.chunk(number, of: result)
        else { return WireAnswer(status: 404, json: .members(["message": "there is no such chunk"])) }
        return WireAnswer(
            headers: [
                WireHeader("Content-Type", "application/json"), WireHeader("Content-Encoding", "gzip"),
            ],
            body: .bytes(Inflation.deflated(Array(text.utf8))))
    }
}
