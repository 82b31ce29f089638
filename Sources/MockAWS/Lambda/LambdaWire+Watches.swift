import Encodings
import MockWire
import ServiceModels

/// What becomes of invocations whose program has gone, or takes too long.
extension LambdaWire {
    /// The operations that the front asks for after a watch; clients do not know them.
    static let runOver = "EndInvocation"
    static let absence = "EndAttachment"

    /// Real milliseconds that a program may spend between two invocations.
    private static let absenceLimit = 60_000

    static func runKey(_ id: String) -> String { "lambda.run." + id }

    static func presenceKey(_ function: String) -> String { "lambda.presence." + function }

    static var watchRoutes: [WireRoute] {
        let function = "/2015-03-31/functions/{name}"
        return [
            WireRoute(runOver, "POST", function + "/runs/{id}/end"),
            WireRoute(absence, "POST", function + "/programs/end"),
        ]
    }

    /// Only the official clients keep the connection from one request to the next.
    private static func keepsConnection(_ call: WireCall) -> Bool {
        let agent = call.request.headers["User-Agent"] ?? ""
        return agent.hasPrefix("aws-lambda-") || agent.hasPrefix("AWS_Lambda_Cpp")
    }

    /// The watch over a program that has fetched an invocation.
    static func watch(_ work: HandlerWork, _ function: String, _ call: WireCall) -> WireEffect {
        .watch(
            WireWatch(
                WireWait(key: runKey(work.id), milliseconds: work.timeout * 1_000),
                endsWithConnection: keepsConnection(call),
                asking: WireRequest("POST", "/2015-03-31/functions/\(function)/runs/\(work.id)/end")))
    }

    mutating func endWatch(_ call: WireCall) -> WireAnswer {
        let function = call.parameters["name"] ?? ""
        guard let how = call.request.headers[WireWatch.endHeader] else {
            return LambdaWire.answer(
                LambdaWire.invalid("Only the cloud itself makes this call."), id: call.uuid())
        }
        var answer = WireAnswer(status: 202, json: .members([:]))
        if call.operation == LambdaWire.absence {
            depart(function, &answer, call)
        } else {
            endRun(call.parameters["id"] ?? "", function, hungUp: how == WireWatch.hungUp, &answer, call)
        }
        return answer
    }

    /// A program that has crashed, or taken all the time that it had.
    private mutating func endRun(
        _ id: String, _ function: String, hungUp: Bool, _ answer: inout WireAnswer, _ call: WireCall
    ) {
        guard desks[function]?.isTaken(id) ?? false, let work = desks[function]?.withdraw(id) else { return }
        let outcome =
            hungUp
            ? ended(work.invocation, .exited(id: id), at: work.end, now: call.now)
            : ended(
                work.invocation, .timedOut(work.timeout, id: id), at: work.latestEnd, now: call.now)
        deliver(outcome, of: work, function, &answer, call)
        // A program that is only late may come back.
        if hungUp { depart(function, &answer, call) } else { watchPresence(function, &answer, call) }
    }

    /// Gives the only program of a function a while to ask for more work.
    func watchPresence(_ function: String, _ answer: inout WireAnswer, _ call: WireCall) {
        guard let desk = desks[function], desk.isAttached, desk.isDeserted else { return }
        answer.effects.append(LambdaWire.presenceWatch(function, call))
    }

    private static func presenceWatch(_ function: String, _ call: WireCall) -> WireEffect {
        .watch(
            WireWatch(
                WireWait(key: presenceKey(function), milliseconds: absenceLimit),
                endsWithConnection: keepsConnection(call),
                asking: WireRequest("POST", "/2015-03-31/functions/\(function)/programs/end")))
    }

    /// A program ran the function's handler and has gone. The default function has an answer of its own.
    func isUnattended(_ function: String) -> Bool {
        guard let desk = desks[function], function != LambdaWire.defaultFunction else { return false }
        return desk.hadProgram && !desk.isAttached && failedStarts[function] == nil
    }

    /// Keeps an event for a while until a program is there again, as when one is started anew after a crash.
    mutating func park(_ event: HandlerEvent, _ function: String, _ call: WireCall) -> WireAnswer {
        desks[function]?.park(event)
        var answer = WireAnswer(status: 202, json: .members([:]))
        answer.effects = [LambdaWire.presenceWatch(function, call)]
        return answer
    }

    /// The last program of a function has gone: what waits for one fails.
    mutating func depart(_ function: String, _ answer: inout WireAnswer, _ call: WireCall) {
        guard var desk = desks[function], desk.isDeserted else { return }
        desk.isAttached = false
        let waiting = desk.drain()
        let parked = desk.unpark()
        desks[function] = desk.isDeleted ? nil : desk
        for work in waiting {
            let outcome = ended(
                work.invocation, .unattended(function, id: work.id), at: work.invocation.started,
                now: call.now)
            deliver(outcome, of: work, function, &answer, call)
        }
        for event in parked {
            giveUp(
                &answer, function, payload: event.payload, id: event.id,
                "no program is attached to \(function)", call)
        }
    }
}
