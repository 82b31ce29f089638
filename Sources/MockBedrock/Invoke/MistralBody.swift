import Encodings
import MockWire
import ServiceModels
import Writing

/// The chat body of Mistral's models: messages, tools and stop sequences.
enum MistralBody {
    static func prompt(
        _ body: JSONValue, _ messages: [JSONValue], _ model: String
    ) throws(ModelBody.Malformed) -> ChatPrompt {
        var prompt = ChatPrompt(
            modelID: model, turns: [], maxTokens: body["max_tokens"]?.integer,
            temperature: body["temperature"]?.double ?? 0.7)
        guard !messages.isEmpty else { throw malformed("messages must not be empty") }
        for message in messages {
            guard let role = message["role"]?.string.flatMap(ChatPrompt.Role.init) else {
                throw malformed("a message needs role and content")
            }
            if let text = message["content"]?.string {
                prompt.turns.append(.init(role, [PromptPart(text)]))
            } else if let calls = message["tool_calls"]?.array, role == .assistant {
                prompt.turns.append(.init(role, calls.map { PromptPart($0.text()) }))
            } else {
                throw malformed("a message needs role and content")
            }
        }
        prompt.stopSequences = try stops(body["stop"])
        try readTools(body, &prompt)
        return prompt
    }

    private static func malformed(_ what: String) -> ModelBody.Malformed {
        ModelBody.Malformed(
            message: "Malformed input request: #: \(what), please reformat your input and try again.")
    }

    private static func stops(_ value: JSONValue?) throws(ModelBody.Malformed) -> [String] {
        guard let value, value != .null else { return [] }
        if let text = value.string { return [text] }
        guard let list = value.array, list.allSatisfy({ $0.string != nil }) else {
            throw malformed("stop must be a list of texts")
        }
        return list.compactMap(\.string)
    }

    private static func readTools(
        _ body: JSONValue, _ prompt: inout ChatPrompt
    ) throws(ModelBody.Malformed) {
        for tool in body["tools"]?.array ?? [] {
            guard let name = tool["function"]?["name"]?.string else {
                throw malformed("a tool needs a function with a name")
            }
            prompt.tools.append(
                .init(
                    name: name, description: tool["function"]?["description"]?.string ?? "",
                    schema: tool["function"]?["parameters"] ?? .object([])))
        }
        guard let choice = body["tool_choice"], choice != .null else { return }
        switch choice.string ?? choice["type"]?.string {
        case "auto": prompt.toolChoice = .auto
        case "none": prompt.toolChoice = .none
        case "any", "required": prompt.toolChoice = .any
        case "function":
            let name = choice["function"]?["name"]?.string ?? ""
            guard prompt.tools.contains(where: { $0.name == name }) else {
                throw malformed("tool_choice names no tool")
            }
            prompt.toolChoice = .tool(name)
        default: throw malformed("tool_choice must be auto, any or none")
        }
    }

    static func answer(_ response: ConverseResponse, _ call: WireCall) -> JSONValue {
        var message: [JSONValue.Member] = [.init("role", "assistant")]
        let calls = (response.chat?.content ?? []).enumerated().compactMap { index, content -> JSONValue? in
            guard case .toolUse(let name, let input) = content else { return nil }
            return .members([
                "id": .string(call.token(9, UInt64(index))),
                "function": .members(["name": .string(name), "arguments": .string(input.text())]),
            ])
        }
        message.append(.init("content", .string(calls.isEmpty ? response.text : "")))
        if !calls.isEmpty { message.append(.init("tool_calls", .array(calls))) }
        let reason: JSONValue =
            calls.isEmpty ? (response.stopReason == .maxTokens ? "length" : "stop") : "tool_calls"
        return .members([
            "choices": .array([.members(["index": 0, "message": .object(message), "stop_reason": reason])])
        ])
    }
}
