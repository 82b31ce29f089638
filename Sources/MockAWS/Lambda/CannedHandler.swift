import Encodings

/// The handler of functions that no program has attached itself to.
///
/// It answers in the form that gateways want, `{"statusCode":200,"headers":{…},"body":"…"}`; the body is JSON
/// that names the function and gives the event back. Equal events get equal answers. `fault-handler` raises
/// an error.
enum CannedHandler {
    static let failing = "fault-handler"

    static func answer(_ function: String, event: [UInt8], id: String) -> HandlerOutcome {
        guard function != failing else {
            return .error(
                "RuntimeError", "The handler failed, as asked for by the function's name.",
                [
                    .init("requestId", .string(id)),
                    .init(
                        "stackTrace",
                        ["  File \"/var/task/app.py\", line 2, in handler\n    raise RuntimeError()\n"]),
                ])
        }
        let text = event.isEmpty ? "{}" : String(decoding: event, as: UTF8.self)
        let body = "{\"function\":\"\(function)\",\"event\":\(text)}"
        let answer = JSONValue.members([
            "statusCode": 200, "headers": .members(["Content-Type": "application/json"]),
            "body": .string(body),
        ])
        return HandlerOutcome(body: Array(answer.text().utf8))
    }
}
