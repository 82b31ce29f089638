import Encodings
import MockWire
import Quantities
import ServiceModels
import Writing

/// Converse's bodies: a conversation out of JSON (in `+Request`), and an answer into it.
enum ConverseBody {
    static func content(_ response: ConverseResponse, _ call: WireCall) -> [JSONValue] {
        guard let chat = response.chat else { return [.members(["text": .string(response.text)])] }
        return chat.content.enumerated().map { index, content in
            switch content {
            case .text(let text): .members(["text": .string(text)])
            case .toolUse(let name, let input):
                .members([
                    "toolUse": .members([
                        "toolUseId": .string("tooluse_" + call.token(22, UInt64(index))),
                        "name": .string(name),
                        "input": input,
                    ])
                ])
            }
        }
    }

    static func usage(_ tokens: TokenCounts) -> JSONValue {
        .members([
            "inputTokens": .integer(tokens.input), "outputTokens": .integer(tokens.output),
            "totalTokens": .integer(tokens.prompt + tokens.output),
            "cacheReadInputTokens": .integer(tokens.cacheRead),
            "cacheWriteInputTokens": .integer(tokens.cacheWrite),
        ])
    }

    static func answer(
        _ response: ConverseResponse, time: SimulatedDuration, trace: JSONValue?, _ call: WireCall,
        _ echo: ConverseEcho = ConverseEcho()
    ) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(
                "output",
                .members([
                    "message": .members(["role": "assistant", "content": .array(content(response, call))])
                ])),
            .init("stopReason", .string(response.stopReason.rawValue)),
            .init("usage", usage(response.tokens)),
            .init("metrics", .members(["latencyMs": .integer(time.millisecondsRoundedUp)])),
        ]
        if let fields = echo.fields { members.append(.init("additionalModelResponseFields", fields)) }
        if let trace { members.append(.init("trace", trace)) }
        return .object(members + echo.settings)
    }

    /// The events of a streamed answer, each with the time at which it is sent.
    static func events(
        _ response: ConverseResponse, time: SimulatedDuration, trace: JSONValue?, _ call: WireCall,
        _ echo: ConverseEcho = ConverseEcho()
    ) -> [(name: String, data: JSONValue, due: SimulatedDuration)] {
        var pace = response.asChat
        pace.total = time
        var events: [(name: String, data: JSONValue, due: SimulatedDuration)] = [
            ("messageStart", .members(["role": "assistant"]), pace.firstToken)
        ]
        for (index, block) in content(response, call).enumerated() {
            let place = JSONValue.Member("contentBlockIndex", .integer(index))
            let (start, deltas) = deltas(block)
            if let start {
                events.append(
                    ("contentBlockStart", .object([.init("start", start), place]), pace.firstToken))
            }
            for (number, delta) in deltas.enumerated() {
                events.append(
                    (
                        "contentBlockDelta", .object([.init("delta", delta), place]),
                        pace.due(piece: number, of: deltas.count)
                    ))
            }
            events.append(("contentBlockStop", .object([place]), time))
        }
        var stop: [JSONValue.Member] = [.init("stopReason", .string(response.stopReason.rawValue))]
        if let fields = echo.fields { stop.append(.init("additionalModelResponseFields", fields)) }
        events.append(("messageStop", .object(stop), time))
        var metadata: [JSONValue.Member] = [
            .init("usage", usage(response.tokens)),
            .init("metrics", .members(["latencyMs": .integer(time.millisecondsRoundedUp)])),
        ]
        if let trace { metadata.append(.init("trace", trace)) }
        events.append(("metadata", .object(metadata + echo.settings), time))
        return events
    }

    /// What starts a block, for tools only, and its pieces.
    private static func deltas(_ block: JSONValue) -> (start: JSONValue?, deltas: [JSONValue]) {
        guard let tool = block["toolUse"] else {
            return (
                nil, ChatAnswer.pieces(block["text"]?.string ?? "").map { .members(["text": .string($0)]) }
            )
        }
        let start = JSONValue.members([
            "toolUse": .members(["toolUseId": tool["toolUseId"] ?? .null, "name": tool["name"] ?? .null])
        ])
        let pieces = ChatAnswer.pieces(tool["input"]?.text() ?? "{}")
        return (start, pieces.map { .members(["toolUse": .members(["input": .string($0)])]) })
    }
}
