import Encodings
import MockWire
import Quantities
import ServiceModels

/// The runtime API, version 2018-06-01: how a program fetches invocations and gives back what its handler
/// made of them.
extension LambdaWire {
    /// - Parameter prefix: empty for the default function, else the part of the path that names one.
    static func runtimeRoutes(_ prefix: String) -> [WireRoute] {
        let root = prefix + "/2018-06-01/runtime"
        return [
            WireRoute("RuntimeNext", "GET", root + "/invocation/next"),
            WireRoute("RuntimeResponse", "POST", root + "/invocation/{id}/response"),
            WireRoute("RuntimeError", "POST", root + "/invocation/{id}/error"),
            WireRoute("RuntimeInitError", "POST", root + "/init/error"),
        ]
    }

    private static let deadlineHeader = "Lambda-Runtime-Deadline-Ms"

    /// A program waits for work as long as it likes; its connection ends first.
    private static let patience = 86_400_000

    mutating func answerRuntime(_ call: WireCall) -> WireAnswer {
        let function = call.parameters["function"] ?? LambdaWire.defaultFunction
        guard FunctionName.isName(function), !function.hasPrefix("missing-"), !function.hasPrefix("fault-")
        else {
            return LambdaWire.problem(403, "InvalidFunction", "\(function) can be the name of no function.")
        }
        switch call.operation {
        case "RuntimeNext": return next(call, function)
        case "RuntimeResponse": return respond(call, function, isError: false)
        case "RuntimeError": return respond(call, function, isError: true)
        default: return failStart(call, function)
        }
    }

    private mutating func next(_ call: WireCall, _ function: String) -> WireAnswer {
        var desk = desks[function] ?? RuntimeDesk()
        if call.waited != nil { desk.pollers = max(0, desk.pollers - 1) }
        if let end = call.waited, end != .woken {
            desks[function] = desk
            var answer = LambdaWire.problem(503, "NoInvocation", "No invocation came.")
            depart(function, &answer, call)
            return answer
        }
        desk.isAttached = true
        failedStarts[function] = nil
        if !desk.isDeleted { ensureFunction(function, at: call.now) }
        let work = desk.take()
        if work == nil { desk.pollers += 1 }
        let parked = desk.unpark().map {
            LambdaWire.effect(
                function, payload: $0.payload, id: $0.id, attempt: $0.attempt, delivery: $0.delivery)
        }
        desks[function] = desk
        guard let work else {
            var answer = WireAnswer(
                body: .wait(WireWait(key: LambdaWire.workKey(function), milliseconds: LambdaWire.patience)))
            answer.wakes = [LambdaWire.presenceKey(function)]
            answer.effects = parked
            return answer
        }
        var answer = LambdaWire.handOut(work, function, call)
        answer.effects += parked
        return answer
    }

    /// An invocation on its way to a program.
    private static func handOut(_ work: HandlerWork, _ function: String, _ call: WireCall) -> WireAnswer {
        var headers = [
            WireHeader("Lambda-Runtime-Aws-Request-Id", work.id),
            WireHeader(deadlineHeader, String(work.deadline)),
            WireHeader("Lambda-Runtime-Invoked-Function-Arn", FunctionName.arn(function)),
            WireHeader("Lambda-Runtime-Trace-Id", work.trace), WireHeader("Content-Type", "application/json"),
        ]
        if let context = work.clientContext {
            headers.append(WireHeader("Lambda-Runtime-Client-Context", context))
        }
        var answer = WireAnswer(headers: headers, body: .bytes(work.payload))
        answer.deadline = WireDeadline(header: deadlineHeader, milliseconds: work.timeout * 1_000)
        answer.effects = [watch(work, function, call)]
        // The caller's own wait begins anew: the handler's time counts from now.
        answer.wakes = [answerKey(work.id), presenceKey(function)]
        return answer
    }

    /// What the handler made of an invocation.
    private mutating func respond(_ call: WireCall, _ function: String, isError: Bool) -> WireAnswer {
        let id = call.parameters["id"] ?? ""
        guard let work = desks[function]?.finish(id) else {
            if desks[function]?.isLate(id) ?? false { return LambdaWire.taken }
            return LambdaWire.problem(
                403, "InvalidRequestID", "No invocation of this id waits for an answer.")
        }
        let headers = call.request.headers
        var outcome = HandlerOutcome(body: call.body, isError: isError)
        if let type = headers["Content-Type"] { outcome.contentType = type }
        if isError { outcome.contentType = "application/json" }
        let isTooLarge = call.body.count > lambda.limits.responseBytes
        if work.isOverdue { outcome = .timedOut(work.timeout, id: id) }
        outcome = ended(
            work.invocation, outcome, at: work.isOverdue ? work.latestEnd : work.end, now: call.now)
        var answer =
            isTooLarge
            ? LambdaWire.problem(
                413, "RequestEntityTooLarge", "The answer is longer than a function's may be.")
            : LambdaWire.taken
        deliver(outcome, of: work, function, &answer, call)
        watchPresence(function, &answer, call)
        return answer
    }

    /// Hands an outcome to whoever waits, or decides about the next try.
    mutating func deliver(
        _ outcome: HandlerOutcome, of work: HandlerWork, _ function: String, _ answer: inout WireAnswer,
        _ call: WireCall
    ) {
        answer.wakes.append(LambdaWire.runKey(work.id))
        guard work.attempt > 0 || work.isAbandoned else {
            outcomes[work.id] = outcome
            answer.wakes.append(LambdaWire.answerKey(work.id))
            return
        }
        answer.usage.add(outcome.usage)
        answer.serviceTime = max(answer.serviceTime, outcome.ahead)
        guard work.attempt > 0 else { return }
        follow(
            &answer, outcome, function, payload: work.payload, id: work.id, attempt: work.attempt, call)
    }

    /// A program that could not load its handler: until another one asks for work, every invocation fails so.
    private mutating func failStart(_ call: WireCall, _ function: String) -> WireAnswer {
        ensureFunction(function, at: call.now)
        let outcome = HandlerOutcome(body: call.body, isError: true)
        failedStarts[function] = outcome
        var answer = LambdaWire.taken
        var desk = desks[function] ?? RuntimeDesk()
        let waiting = desk.drain()
        desk.isAttached = desk.pollers > 0
        desks[function] = desk
        for work in waiting {
            let done = ended(work.invocation, outcome, at: work.invocation.started, now: call.now)
            deliver(done, of: work, function, &answer, call)
        }
        return answer
    }

    /// Makes a function for whoever asks for its work.
    mutating func ensureFunction(_ name: String, at now: SimulatedInstant) {
        guard !settings.contains(where: { $0.name == name }) else { return }
        var made = FunctionSettings(name: name)
        made.modified = now
        settings.append(made)
        register(made)
    }

    private static var taken: WireAnswer { WireAnswer(status: 202, json: .members(["status": "OK"])) }

    private static func problem(_ status: Int, _ type: String, _ message: String) -> WireAnswer {
        WireAnswer(
            status: status, json: .members(["errorMessage": .string(message), "errorType": .string(type)]))
    }
}
