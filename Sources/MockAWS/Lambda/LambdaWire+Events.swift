import Encodings
import MockWire
import Quantities
import ServiceModels

/// Asynchronous invocations: accepted first, run later.
///
/// A run that fails is tried twice more; one that finds no room is tried up to nine times more. AWS waits one
/// and two minutes before; here the next try follows at once, because virtual time passes with calls alone.
/// After the last try the function's dead letter topic hears of it, and the journal notes `dead_letter`. Where
/// the function's program has gone, an event waits a minute for another one.
extension LambdaWire {
    /// The operation by which the cloud runs what was accepted; clients do not know it.
    static let attempt = "AttemptInvocation"
    static let idHeader = "Finegrain-Request-Id"
    static let attemptHeader = "Finegrain-Attempt"
    private static let refusalHeader = "Finegrain-Refusals"

    /// Runs of one event, at most.
    static let attempts = 3
    private static let refusals = 10

    func acceptEvent(_ call: WireCall, _ asked: Invocation) -> WireAnswer {
        var answer = LambdaWire.started(call, status: 202)
        answer.effects = [
            LambdaWire.effect(
                asked.function, payload: call.body, id: call.uuid(), attempt: 1, delivery: call.key)
        ]
        return answer
    }

    static func effect(
        _ function: String, payload: [UInt8], id: String, attempt: Int, refusals: Int = 0, delivery: UInt64
    ) -> WireEffect {
        .call(
            WireRequest(
                "POST", "/2015-03-31/functions/\(function)/attempts",
                headers: [
                    WireHeader(idHeader, id), WireHeader(attemptHeader, String(attempt)),
                    WireHeader(refusalHeader, String(refusals)),
                ], body: payload), delivery: delivery &+ UInt64(attempt + refusals))
    }

    /// One try of an accepted event.
    mutating func attemptEvent(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let headers = call.request.headers
        guard let id = headers[LambdaWire.idHeader],
            let attempt = headers[LambdaWire.attemptHeader].flatMap(Int.init),
            (1...LambdaWire.attempts).contains(attempt)
        else { throw LambdaWire.invalid("Only the cloud itself makes this call.") }
        let function = try LambdaWire.name(call)
        let asked = Invocation(function: function, kind: "Event", wantsLog: false)
        if isUnattended(function) {
            let event = HandlerEvent(id: id, payload: call.body, attempt: attempt, delivery: call.key)
            return park(event, function, call)
        }
        do throws(ServiceError) {
            if let fault = LambdaWire.fault(function) { throw fault }
            guard let outcome = try start(call, asked, id: id, attempt: attempt) else {
                var answer = LambdaWire.json(.members([:]), status: 202, call)
                answer.wakes = [LambdaWire.workKey(function)]
                return answer
            }
            var answer = WireAnswer(
                headers: [WireHeader("Content-Type", outcome.contentType)], body: .bytes(outcome.body),
                usage: outcome.usage, serviceTime: max(.zero, outcome.ahead))
            follow(&answer, outcome, function, payload: call.body, id: id, attempt: attempt, call)
            return answer
        } catch {
            let before = headers[LambdaWire.refusalHeader].flatMap(Int.init) ?? 0
            let refusals = min(max(before, 0), LambdaWire.refusals) + 1
            var answer = LambdaWire.answer(error, id: call.uuid())
            guard error.isRetryable, refusals < LambdaWire.refusals else {
                giveUp(&answer, function, payload: call.body, id: id, error.message, call)
                return answer
            }
            answer.effects = [
                LambdaWire.effect(
                    function, payload: call.body, id: id, attempt: attempt, refusals: refusals,
                    delivery: call.key)
            ]
            return answer
        }
    }

    /// Adds to an answer what follows from the end of a try.
    func follow(
        _ answer: inout WireAnswer, _ outcome: HandlerOutcome, _ function: String, payload: [UInt8],
        id: String,
        attempt: Int, _ call: WireCall
    ) {
        guard outcome.isError else { return }
        guard attempt >= LambdaWire.attempts else {
            answer.effects.append(
                LambdaWire.effect(
                    function, payload: payload, id: id, attempt: attempt + 1, delivery: call.key))
            return
        }
        let message = (try? JSONParser.parse(outcome.body))?["errorMessage"]?.string ?? ""
        giveUp(&answer, function, payload: payload, id: id, message, call)
    }

    func giveUp(
        _ answer: inout WireAnswer, _ function: String, payload: [UInt8], id: String, _ message: String,
        _ call: WireCall
    ) {
        answer.notes.append("dead_letter")
        guard let topic = settings.first(where: { $0.name == function })?.deadLetterTopic else { return }
        var form = [
            ("Action", "Publish"), ("Version", "2010-03-31"), ("TopicArn", topic),
            ("Message", payload.isEmpty ? "{}" : String(decoding: payload, as: UTF8.self)),
        ]
        let attributes = [
            ("RequestID", "String", id), ("ErrorCode", "Number", "200"), ("ErrorMessage", "String", message),
        ]
        for (index, attribute) in attributes.enumerated() {
            let prefix = "MessageAttributes.entry.\(index + 1)."
            form += [
                (prefix + "Name", attribute.0), (prefix + "Value.DataType", attribute.1),
                (prefix + "Value.StringValue", String(attribute.2.prefix(1_024))),
            ]
        }
        let body = form.map { PercentEncoding.encoded($0.0) + "=" + PercentEncoding.encoded($0.1) }
            .joined(separator: "&")
        answer.effects.append(
            .call(
                WireRequest(
                    "POST", TopicName.innerPath,
                    headers: [
                        WireHeader("Content-Type", "application/x-www-form-urlencoded"),
                        // The publication is no call of a handler that runs.
                        WireHeader(TraceHeader.name, TraceHeader.value(call)),
                    ],
                    body: Array(body.utf8)), delivery: call.key &+ 101))
    }
}
