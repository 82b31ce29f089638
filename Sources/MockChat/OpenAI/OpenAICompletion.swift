import Encodings
import MockWire
import ServiceModels
import Writing

/// The object `chat.completion` and the parts that its chunks share.
enum OpenAICompletion {
    static func json(_ answers: [ChatAnswer], _ request: OpenAIRequest, _ call: WireCall) -> JSONValue {
        .members([
            "id": .string(id(call)), "object": "chat.completion", "created": created(call),
            "model": .string(request.prompt.modelID),
            "choices": .array(
                answers.enumerated().map { index, answer in
                    .members([
                        "index": .integer(index), "message": message(answer, index, call), "logprobs": nil,
                        "finish_reason": .string(finishReason(answer.stop)),
                    ])
                }), "usage": usage(answers), "service_tier": "default",
            "system_fingerprint": .string(fingerprint(request.prompt.modelID)),
        ])
    }

    static func id(_ call: WireCall) -> String { "chatcmpl-" + call.token(29) }

    static func created(_ call: WireCall) -> JSONValue { .integer(CivilTime(call.now).epochSeconds) }

    /// Of the model's set-up, which never changes here.
    static func fingerprint(_ modelID: String) -> String {
        var hash = Fingerprint()
        hash.combine(modelID)
        return "fp_" + hash.hex.prefix(10)
    }

    static func finishReason(_ stop: ChatAnswer.Stop) -> String {
        switch stop {
        case .end, .stopSequence: "stop"
        case .maxTokens: "length"
        case .toolUse: "tool_calls"
        }
    }

    private static func message(_ answer: ChatAnswer, _ choice: Int, _ call: WireCall) -> JSONValue {
        var members: [JSONValue.Member] = [.init("role", "assistant")]
        let calls = toolCalls(answer, choice, call)
        members.append(.init("content", calls.isEmpty ? .string(answer.text) : .null))
        if !calls.isEmpty {
            members.append(
                .init(
                    "tool_calls",
                    .array(calls.map { toolCall(id: $0.id, name: $0.name, arguments: $0.arguments) })))
        }
        members.append(.init("refusal", .null))
        members.append(.init("annotations", []))
        return .object(members)
    }

    static func toolCall(id: String, name: String, arguments: String) -> JSONValue {
        .members([
            "id": .string(id), "type": "function",
            "function": .members(["name": .string(name), "arguments": .string(arguments)]),
        ])
    }

    static func toolCalls(
        _ answer: ChatAnswer, _ choice: Int, _ call: WireCall
    ) -> [(id: String, name: String, arguments: String)] {
        var calls: [(id: String, name: String, arguments: String)] = []
        for (place, content) in answer.content.enumerated() {
            guard case .toolUse(let name, _) = content else { continue }
            let id = "call_" + call.token(24, UInt64(1_000 * (choice + 1) + calls.count))
            calls.append((id, name, answer.arguments(at: place) ?? ""))
        }
        return calls
    }

    /// The prompt is counted once, however many answers it has.
    static func usage(_ answers: [ChatAnswer]) -> JSONValue {
        let prompt = answers.first?.tokens.prompt ?? 0
        let completion = answers.reduce(0) { $0 + $1.tokens.output }
        return .members([
            "prompt_tokens": .integer(prompt), "completion_tokens": .integer(completion),
            "total_tokens": .integer(prompt + completion),
            "prompt_tokens_details": .members([
                "cached_tokens": .integer(answers.first?.tokens.cacheRead ?? 0), "audio_tokens": 0,
            ]),
            "completion_tokens_details": .members([
                "reasoning_tokens": 0, "audio_tokens": 0, "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            ]),
        ])
    }
}
