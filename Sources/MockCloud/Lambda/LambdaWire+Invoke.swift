import Quantities
import RandomStreams

extension LambdaWire {
    /// What one request to invoke asks for.
    struct Invocation {
        var function: String
        var kind: String
        var wantsLog: Bool
        var clientContext: String?
    }

    mutating func invoke(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let asked = try invocation(call)
        if let end = call.waited { return try resume(call, asked, end) }
        switch asked.kind {
        case "DryRun": return LambdaWire.started(call, status: 204)
        case "Event": return acceptEvent(call, asked)
        default:
            guard let outcome = try start(call, asked) else {
                var answer = WireAnswer(body: .wait(wait(call, asked.function)))
                answer.wakes = [LambdaWire.workKey(asked.function)]
                return answer
            }
            return LambdaWire.answer(outcome, call, asked)
        }
    }

    /// Takes the request apart and refuses what the service would refuse before anything runs.
    private func invocation(_ call: WireCall) throws(ServiceError) -> Invocation {
        let name = try LambdaWire.name(call)
        if let fault = LambdaWire.fault(name) { throw fault }
        guard name == CannedHandler.failing || settings.contains(where: { $0.name == name }) else {
            throw LambdaWire.missing(name)
        }
        let headers = call.request.headers
        let kind = headers["X-Amz-Invocation-Type"] ?? "RequestResponse"
        guard ["RequestResponse", "Event", "DryRun"].contains(kind) else {
            throw LambdaWire.invalid("Unsupported invocation type: \(kind)")
        }
        let log = headers["X-Amz-Log-Type"] ?? "None"
        guard ["None", "Tail"].contains(log) else { throw LambdaWire.invalid("Unsupported log type: \(log)") }
        for name in ["X-Amz-Tenant-Id", "X-Amz-Durable-Execution-Name"] where headers[name] != nil {
            throw LambdaWire.invalid("Unsupported header: \(name)")
        }
        for pair in call.request.query where pair.name != "Qualifier" {
            throw LambdaWire.invalid("Unsupported parameter: \(pair.name)")
        }
        try check(call, kind)
        let context = try LambdaWire.clientContext(headers["X-Amz-Client-Context"])
        return Invocation(function: name, kind: kind, wantsLog: log == "Tail", clientContext: context)
    }

    /// The payload is JSON within the limit of its kind, or nothing.
    private func check(_ call: WireCall, _ kind: String) throws(ServiceError) {
        let limit = kind == "Event" ? lambda.limits.eventPayloadBytes : lambda.limits.payloadBytes
        guard call.body.count <= limit else {
            throw LambdaWire.refused(
                "RequestTooLargeException", 413,
                "\(call.body.count) byte payload is too large for the \(kind) invocation type (limit \(limit) bytes)")
        }
        do { _ = try call.json() } catch {
            throw LambdaWire.content(
                "Could not parse request body into json: Could not parse payload into json: \(error.message) at byte "
                    + "\(error.offset)")
        }
    }

    /// The JSON in the header, in plain.
    private static func clientContext(_ header: String?) throws(ServiceError) -> String? {
        guard let header else { return nil }
        guard header.utf8.count <= 3_583 else {
            throw content("Client context must be no more than 3583 bytes when base64-encoded.")
        }
        guard let bytes = Base64.decoded(header), case .object? = try? JSONParser.parse(bytes) else {
            throw content("Client context must be a valid Base64-encoded JSON object.")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Begins an invocation.
    /// - Returns: how it ended, or nil when a program outside has to run it first.
    mutating func start(
        _ call: WireCall, _ asked: Invocation, id: String? = nil, attempt: Int = 0
    ) throws(ServiceError) -> HandlerOutcome? {
        let id = id ?? call.uuid()
        var stream = call.stream
        let handled = lambda.invoke(
            asked.function, payloadBytes: call.body.count, at: call.now, using: &stream)
        let invocation = try handled.result.get()
        if desks[asked.function]?.isAttached ?? false {
            let timeout = settings.first { $0.name == asked.function }?.timeout ?? 60
            desks[asked.function]?.add(
                HandlerWork(
                    id: id, payload: call.body.isEmpty ? Array("{}".utf8) : call.body,
                    clientContext: asked.clientContext, trace: LambdaWire.trace(call), invocation: invocation,
                    deadline: LambdaWire.deadline(call.now + .seconds(timeout)), attempt: attempt))
            return nil
        }
        let duration = LambdaWire.cannedLatency.sample(using: &stream)
        let outcome =
            failedStarts[asked.function] ?? CannedHandler.answer(asked.function, event: call.body, id: id)
        return ended(invocation, outcome, at: invocation.started + duration, now: call.now)
    }

    /// Bills a run that ends at an instant now or ahead.
    mutating func ended(
        _ invocation: Lambda.Invocation, _ outcome: HandlerOutcome, at end: SimulatedInstant, now: SimulatedInstant
    ) -> HandlerOutcome {
        var outcome = outcome
        if outcome.body.count > lambda.limits.responseBytes {
            outcome = .tooLarge(outcome.body.count, limit: lambda.limits.responseBytes)
        }
        if let billed = lambda.finish(invocation, later: end) {
            outcome.usage = billed.usage
            outcome.billed = billed.response ?? outcome.billed
        }
        outcome.initTime = invocation.started - invocation.accepted
        outcome.duration = end - invocation.started
        outcome.ahead = end - now
        return outcome
    }

    /// A client that waited for a program's answer asks again.
    private mutating func resume(
        _ call: WireCall, _ asked: Invocation, _ end: WireWait.End
    ) throws(ServiceError) -> WireAnswer {
        let id = call.uuid()
        if let outcome = outcomes.removeValue(forKey: id) { return LambdaWire.answer(outcome, call, asked) }
        let wait = wait(call, asked.function)
        if end == .woken { return WireAnswer(body: .wait(wait)) }
        guard let work = desks[asked.function]?.withdraw(id) else { throw Lambda.Errors.server }
        let seconds = wait.milliseconds / 1_000
        let initTime = work.invocation.started - work.invocation.accepted
        let outcome = ended(
            work.invocation, .timedOut(seconds, id: id),
            at: work.invocation.accepted + initTime + .seconds(seconds), now: call.now)
        return LambdaWire.answer(outcome, call, asked)
    }

    private func wait(_ call: WireCall, _ function: String) -> WireWait {
        let timeout = settings.first { $0.name == function }?.timeout ?? 60
        return WireWait(key: LambdaWire.answerKey(call.uuid()), milliseconds: timeout * 1_000)
    }

    private static func answer(_ outcome: HandlerOutcome, _ call: WireCall, _ asked: Invocation) -> WireAnswer {
        var answer =
            call.operation == "Invoke"
            ? whole(outcome, call, asked) : streamed(outcome, call, asked)
        answer.usage = outcome.usage
        answer.serviceTime = max(.zero, outcome.ahead)
        return answer
    }

    private static func whole(_ outcome: HandlerOutcome, _ call: WireCall, _ asked: Invocation) -> WireAnswer {
        var answer = started(call, status: 200)
        answer.body = .bytes(outcome.body)
        answer.headers += [
            WireHeader("Content-Type", outcome.contentType), WireHeader("X-Amz-Executed-Version", "$LATEST"),
        ]
        if outcome.isError { answer.headers.append(WireHeader("X-Amz-Function-Error", "Unhandled")) }
        if asked.wantsLog {
            let log = Base64.encoded(Array(outcome.log(id: call.uuid()).utf8.suffix(4_096)))
            answer.headers.append(WireHeader("X-Amz-Log-Result", log))
        }
        return answer
    }

    /// The answer as events: a chunk with all of it, and the end.
    private static func streamed(_ outcome: HandlerOutcome, _ call: WireCall, _ asked: Invocation) -> WireAnswer {
        var answer = started(call, status: 200)
        answer.headers += [
            WireHeader("Content-Type", EventStream.contentType), WireHeader("X-Amz-Executed-Version", "$LATEST"),
        ]
        var end: [JSONValue.Member] = []
        if outcome.isError {
            let error = try? JSONParser.parse(outcome.body)
            end.append(.init("ErrorCode", "Unhandled"))
            end.append(.init("ErrorDetails", .string(error?["errorMessage"]?.string ?? "")))
        }
        if asked.wantsLog {
            end.append(.init("LogResult", .string(Base64.encoded(Array(outcome.log(id: call.uuid()).utf8)))))
        }
        let chunk = EventStream.message(
            [
                (":event-type", "PayloadChunk"), (":content-type", "application/octet-stream"),
                (":message-type", "event"),
            ], payload: outcome.body)
        let due = max(.zero, outcome.ahead)
        answer.body = .frames(
            [WireFrame(chunk, due: due), EventStream.event("InvokeComplete", .object(end), due: due)], isCut: false)
        return answer
    }

    /// An answer with the headers of every invocation.
    static func started(_ call: WireCall, status: Int) -> WireAnswer {
        WireAnswer(
            status: status,
            headers: [AWSAnswer.requestID(call.uuid()), WireHeader("X-Amzn-Trace-Id", trace(call))],
            serviceTime: .milliseconds(20))
    }

    /// An X-Ray header from the call's key.
    static func trace(_ call: WireCall) -> String {
        let digits = call.uuid(1).filter { $0 != "-" }
        let seconds = String(CivilTime(call.now).epochSeconds, radix: 16)
        return "Root=1-\(seconds)-\(digits.prefix(24));Parent=\(call.uuid(2).filter { $0 != "-" }.prefix(16));Sampled=0"
    }

    /// The deadline that a program outside is told.
    ///
    /// Such a program compares it with its own clock, of which virtual time knows nothing: it is counted from the year
    /// 2100 instead of from 2026, so that a handler always finds time left.
    static func deadline(_ instant: SimulatedInstant) -> Int {
        CivilTime(instant).epochMilliseconds - CivilTime(.start).epochMilliseconds + 4_102_444_800_000
    }

    static func answerKey(_ id: String) -> String { "lambda.answer." + id }

    static func workKey(_ function: String) -> String { "lambda.work." + function }
}
