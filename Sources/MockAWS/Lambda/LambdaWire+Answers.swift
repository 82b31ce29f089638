import Encodings
import MockWire
import Quantities

/// How outcomes of invocations are told.
extension LambdaWire {
    static func answer(_ outcome: HandlerOutcome, _ call: WireCall, _ asked: Invocation) -> WireAnswer {
        var answer =
            call.operation == "Invoke"
            ? whole(outcome, call, asked) : streamed(outcome, call, asked)
        answer.usage = outcome.usage
        answer.serviceTime = max(.zero, outcome.ahead)
        return answer
    }

    private static func whole(_ outcome: HandlerOutcome, _ call: WireCall, _ asked: Invocation) -> WireAnswer
    {
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
    private static func streamed(_ outcome: HandlerOutcome, _ call: WireCall, _ asked: Invocation)
        -> WireAnswer
    {
        var answer = started(call, status: 200)
        answer.headers += [
            WireHeader("Content-Type", EventStream.contentType),
            WireHeader("X-Amz-Executed-Version", "$LATEST"),
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
            [WireFrame(chunk, due: due), EventStream.event("InvokeComplete", .object(end), due: due)],
            isCut: false)
        return answer
    }

    /// An answer with the headers of every invocation.
    static func started(_ call: WireCall, status: Int) -> WireAnswer {
        WireAnswer(
            status: status,
            headers: [
                AWSAnswer.requestID(call.uuid()), WireHeader(TraceHeader.name, TraceHeader.value(call)),
            ],
            serviceTime: .milliseconds(20))
    }

    /// The deadline that a program in process is told; the HTTP front puts a real moment in its place.
    ///
    /// It is counted from the year 2100 instead of from 2026, so that a handler always finds time left.
    static func deadline(_ instant: SimulatedInstant) -> Int {
        CivilTime(instant).epochMilliseconds - CivilTime(.start).epochMilliseconds + 4_102_444_800_000
    }

    static func answerKey(_ id: String) -> String { "lambda.answer." + id }

    static func workKey(_ function: String) -> String { "lambda.work." + function }
}
