import Encodings
import MockChat
import MockWire
import Quantities
import ServiceModels
import Writing

/// Answers of `inference:complete`, whole or as events.
enum CortexCompletion {
    /// An answer as it leaves: after Cortex Guard.
    struct Outcome {
        var answer: ChatAnswer
        var finishReason: String
        var guardTokens = 0
    }

    static func json(_ outcome: Outcome, _ call: WireCall) -> JSONValue {
        .members([
            "choices": [
                .members([
                    "message": .members([
                        "content": .string(outcome.answer.text),
                        "content_list": .array(content(outcome.answer, call)),
                    ])
                ])
            ], "finish_reason": .string(outcome.finishReason), "usage": usage(outcome),
        ])
    }

    private static func content(_ answer: ChatAnswer, _ call: WireCall) -> [JSONValue] {
        answer.content.enumerated().map { index, content in
            switch content {
            case .text(let text): .members(["type": "text", "text": .string(text)])
            case .toolUse(let name, let input):
                .members([
                    "type": "tool_use",
                    "tool_use": .members([
                        "tool_use_id": .string(toolID(call, index)), "name": .string(name), "input": input,
                    ]),
                ])
            }
        }
    }

    private static func toolID(_ call: WireCall, _ index: Int) -> String {
        "tooluse_" + call.token(22, UInt64(1_000 + index))
    }

    private static func usage(_ outcome: Outcome) -> JSONValue {
        let tokens = outcome.answer.tokens
        return .members([
            "prompt_tokens": .integer(tokens.prompt), "completion_tokens": .integer(tokens.output),
            "guard_tokens": .integer(outcome.guardTokens),
            "total_tokens": .integer(tokens.prompt + tokens.output + outcome.guardTokens),
        ])
    }

    static func finishReason(_ stop: ChatAnswer.Stop) -> String {
        switch stop {
        case .end, .stopSequence: "stop"
        case .maxTokens: "length"
        case .toolUse: "tool_calls"
        }
    }

    // MARK: Streams

    /// Events of one delta each; the last one also tells usage and why the answer ends.
    static func stream(_ outcome: Outcome, model: String, _ call: WireCall) -> WireAnswer {
        let answer = outcome.answer
        var deltas: [(json: JSONValue, due: SimulatedDuration)] = []
        for index in answer.content.indices {
            deltas += self.deltas(answer, index, toolID(call, index)).map { ($0, .zero) }
        }
        for place in deltas.indices { deltas[place].due = answer.due(piece: place, of: deltas.count) }
        if let cut = answer.cutAfter {
            let frames = deltas.prefix(min(cut, max(deltas.count - 1, 0))).map {
                frame(event($0.json, model, call), due: $0.due)
            }
            return streamed(frames, isCut: true)
        }
        let frames = deltas.enumerated().map { index, delta in
            let isLast = index == deltas.count - 1
            return frame(event(delta.json, model, call, last: isLast ? outcome : nil), due: delta.due)
        }
        return streamed(frames, isCut: false)
    }

    /// A stream that a fault model ends with an error.
    static func broken(_ fault: FaultModel, _ call: WireCall, requestID: String) -> WireAnswer {
        let time = ChatModels.refusalTime
        var frames = FaultModel.pieces.map { text in
            frame(
                event(
                    .members(["type": "text", "content": .string(text)]), "fault-stream-\(fault.status)", call
                ),
                due: time)
        }
        let error = CortexRefusal(fault: fault.status).json(requestID: requestID)
        frames.append(frame(.members(["error": error]), due: time))
        return streamed(frames, isCut: false)
    }

    private static func deltas(_ answer: ChatAnswer, _ index: Int, _ toolID: String) -> [JSONValue] {
        switch answer.content[index] {
        case .text(let text):
            ChatAnswer.pieces(text).map { .members(["type": "text", "content": .string($0)]) }
        case .toolUse(let name, _):
            [
                .members([
                    "type": "tool_use", "tool_use_id": .string(toolID), "name": .string(name), "input": "",
                ])
            ]
                + ChatAnswer.pieces(answer.arguments(at: index) ?? "").map {
                    .members(["type": "tool_use", "input": .string($0)])
                }
        }
    }

    private static func event(
        _ delta: JSONValue, _ model: String, _ call: WireCall, last: Outcome? = nil
    ) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .string(call.uuid())), .init("model", .string(model)),
            .init("choices", [.members(["delta": delta])]), .init("usage", last.map(usage) ?? .object([])),
        ]
        if let last { members.append(.init("finish_reason", .string(last.finishReason))) }
        return .object(members)
    }

    private static func frame(_ json: JSONValue, due: SimulatedDuration) -> WireFrame {
        ServerSentEvents.frame(json, due: due)
    }

    private static func streamed(_ frames: [WireFrame], isCut: Bool) -> WireAnswer {
        WireAnswer(
            headers: ServerSentEvents.headers(), body: .frames(frames, isCut: isCut),
            serviceTime: frames.last?.due ?? .zero)
    }
}
