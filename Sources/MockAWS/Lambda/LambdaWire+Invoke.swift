import Encodings
import MockWire
import Quantities
import RandomStreams
import ServiceModels

extension LambdaWire {
    /// What one request to invoke asks for.
    struct Invocation {
        var function: String
        var kind: String
        var wantsLog: Bool
        var clientContext: String?
    }

    mutating func invoke(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        if call.isOld { return LambdaWire.forgotten(call) }
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
                "\(call.body.count) byte payload is too large for the \(kind) invocation type (limit \(limit) bytes)"
            )
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
        let desk = desks[asked.function]
        if desk?.isAttached ?? false {
            let timeout = timeout(of: asked.function)
            desks[asked.function]?.add(
                HandlerWork(
                    id: id, payload: call.body.isEmpty ? Array("{}".utf8) : call.body,
                    clientContext: asked.clientContext, trace: TraceHeader.value(call),
                    invocation: invocation,
                    timeout: timeout, deadline: LambdaWire.deadline(call.now + .seconds(timeout)),
                    attempt: attempt))
            return nil
        }
        if isUnattended(asked.function) {
            return ended(
                invocation, .unattended(asked.function, id: id), at: invocation.started, now: call.now)
        }
        let duration = LambdaWire.cannedLatency.sample(using: &stream)
        let outcome =
            failedStarts[asked.function] ?? CannedHandler.answer(asked.function, event: call.body, id: id)
        return ended(invocation, outcome, at: invocation.started + duration, now: call.now)
    }

    /// Bills a run that ends at an instant now or ahead.
    mutating func ended(
        _ invocation: Lambda.Invocation, _ outcome: HandlerOutcome, at end: SimulatedInstant,
        now: SimulatedInstant
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
        let desk = desks[asked.function]
        let isTaken = desk?.isTaken(id) ?? false
        guard isTaken || desk?.isQueued(id) ?? false else { throw Lambda.Errors.server }
        if end == .hungUp {
            // The run goes on; nobody hears what comes of it.
            desks[asked.function]?.abandon(id)
            throw Lambda.Errors.server
        }
        if end == .woken {
            // The watch over the program ends the run; this wait is for doors that have none.
            return WireAnswer(body: .wait(wait(call, asked.function, isTaken ? 5 : 0)))
        }
        guard let work = desks[asked.function]?.withdraw(id) else { throw Lambda.Errors.server }
        var answer = LambdaWire.answer(
            ended(
                work.invocation, .timedOut(work.timeout, id: id), at: work.latestEnd, now: call.now),
            call, asked)
        answer.wakes.append(LambdaWire.runKey(id))
        depart(asked.function, &answer, call)
        return answer
    }

    /// The refusal of an invocation that a reset has ended.
    private static func forgotten(_ call: WireCall) -> WireAnswer {
        var answer = LambdaWire.answer(Lambda.Errors.server, id: call.uuid())
        answer.isForgotten = true
        return answer
    }

    /// Waits for a handler as long as it may take.
    private func wait(_ call: WireCall, _ function: String, _ extraSeconds: Int = 0) -> WireWait {
        WireWait(
            key: LambdaWire.answerKey(call.uuid()),
            milliseconds: (timeout(of: function) + extraSeconds) * 1_000)
    }

    func timeout(of function: String) -> Int { settings.first { $0.name == function }?.timeout ?? 60 }
}
