package import Encodings
package import Quantities
package import ServiceModels
import Writing

/// The bodies of Anthropic's messages, which its own API, Bedrock's InvokeModel and Cortex share.
package enum AnthropicMessages {
    /// A body that is no request, in the words of the API.
    package struct Malformed: Error {
        package var message: String

        package init(_ message: String) { self.message = message }
    }

    private static let known: Set<String> = [
        "model", "messages", "system", "max_tokens", "temperature", "top_p", "top_k", "stop_sequences",
        "stream",
        "metadata", "tools", "tool_choice", "thinking", "anthropic_version", "anthropic_beta", "service_tier",
        "output_format", "output_config", "container", "context_management", "mcp_servers", "cache_control",
        "inference_geo",
    ]

    /// - Parameter model: in place of the body's own, where the path names it.
    package static func prompt(_ body: JSONValue, model: String? = nil) throws(Malformed) -> ChatPrompt {
        guard case .object(let given) = body else { throw Malformed("request body must be a JSON object") }
        for member in given where !known.contains(member.key) {
            throw Malformed("\(member.key): Extra inputs are not permitted")
        }
        guard let model = model ?? body["model"]?.string, !model.isEmpty else {
            throw Malformed("model: Field required")
        }
        guard let maxTokens = body["max_tokens"] else { throw Malformed("max_tokens: Field required") }
        guard let limit = maxTokens.integer else {
            throw Malformed("max_tokens: Input should be a valid integer")
        }
        guard limit > 0 else { throw Malformed("max_tokens: must be greater than or equal to 1") }
        guard let messages = body["messages"]?.array else { throw Malformed("messages: Field required") }
        guard !messages.isEmpty else { throw Malformed("messages: at least one message is required") }
        let temperature = body["temperature"]?.double ?? 1
        guard (0...1).contains(temperature) else { throw Malformed("temperature: range: 0..1") }
        var prompt = ChatPrompt(modelID: model, turns: [], maxTokens: limit, temperature: temperature)
        var reader = PrefixReader()
        let toolCount = readToolPoints(body, &reader)
        var read = toolCount
        if let system = body["system"] {
            prompt.turns.append(.init(.system, try parts(system, "system", after: &read, &reader)))
        }
        for (index, message) in messages.enumerated() {
            let place = "messages.\(index)"
            guard let role = message["role"]?.string.flatMap(ChatPrompt.Role.init), role != .tool,
                role != .system
            else { throw Malformed("\(place).role: Input should be 'user' or 'assistant'") }
            guard let content = message["content"] else {
                throw Malformed("\(place).content: Field required")
            }
            prompt.turns.append(
                .init(role, try parts(content, "\(place).content", after: &read, &reader)))
        }
        if let point = body["cache_control"], point.isObject {
            reader.point(after: read, ttl: point["ttl"]?.string)
        }
        prompt.attachments = reader.attachments
        prompt.prefixes = reader.prefixes
        prompt.stopSequences = body["stop_sequences"]?.array?.compactMap(\.string) ?? []
        prompt.schema = schema(body)
        try readTools(body, &prompt)
        return prompt
    }

    private static func schema(_ body: JSONValue) -> JSONValue? {
        let format = body["output_config"]?["format"] ?? body["output_format"]
        return format?["type"]?.string == "json_schema" ? format?["schema"] : nil
    }

    private static func readTools(_ body: JSONValue, _ prompt: inout ChatPrompt) throws(Malformed) {
        for (index, tool) in (body["tools"]?.array ?? []).enumerated() {
            guard let name = tool["name"]?.string else {
                throw Malformed("tools.\(index).name: Field required")
            }
            prompt.tools.append(
                .init(
                    name: name, description: tool["description"]?.string ?? "",
                    schema: tool["input_schema"] ?? .object([])))
        }
        guard let choice = body["tool_choice"] else { return }
        prompt.isParallel = choice["disable_parallel_tool_use"] != .bool(true)
        switch choice["type"]?.string {
        case "auto": prompt.toolChoice = .auto
        case "none": prompt.toolChoice = .none
        case "any": prompt.toolChoice = .any
        case "tool":
            let name = choice["name"]?.string ?? ""
            guard prompt.tools.contains(where: { $0.name == name }) else {
                throw Malformed("tool_choice.name: Tool '\(name)' not found in provided tools")
            }
            prompt.toolChoice = .tool(name)
        default: throw Malformed("tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'")
        }
    }

    /// Notes the cache points among the tools, which the model reads first; gives how many tools there are.
    private static func readToolPoints(_ body: JSONValue, _ reader: inout PrefixReader) -> Int {
        let tools = body["tools"]?.array ?? []
        for (index, tool) in tools.enumerated() {
            guard let point = tool["cache_control"], point.isObject else { continue }
            reader.point(after: index + 1, ttl: point["ttl"]?.string)
        }
        return tools.count
    }

    private static func parts(
        _ content: JSONValue, _ place: String, after read: inout Int, _ reader: inout PrefixReader
    ) throws(Malformed) -> [PromptPart] {
        if let text = content.string {
            read += 1
            return [PromptPart(text)]
        }
        guard let blocks = content.array else { throw Malformed("\(place): Input should be a valid list") }
        var parts: [PromptPart] = []
        for (index, block) in blocks.enumerated() {
            switch block["type"]?.string {
            case "text":
                guard let text = block["text"]?.string else {
                    throw Malformed("\(place).\(index).text.text: Field required")
                }
                parts.append(PromptPart(text))
            case "image", "document": reader.attach(block)
            case "tool_use", "tool_result", "thinking", "redacted_thinking", "server_tool_use":
                // A cache point that moves does not change what is said.
                let said = (block.memberList ?? []).filter { $0.key != "cache_control" }
                parts.append(PromptPart(JSONValue.object(said).text()))
            case let type:
                throw Malformed(
                    "\(place).\(index): Input tag '\(type ?? "")' found using 'type' does not match any of the expected tags"
                )
            }
            if let point = block["cache_control"], point.isObject {
                reader.point(after: read + parts.count, ttl: point["ttl"]?.string)
            }
        }
        read += parts.count
        return parts
    }

    // MARK: Answers

    static func stopReason(_ stop: ChatAnswer.Stop) -> String {
        switch stop {
        case .end: "end_turn"
        case .maxTokens: "max_tokens"
        case .toolUse: "tool_use"
        case .stopSequence: "stop_sequence"
        }
    }

    private static func stopSequence(_ stop: ChatAnswer.Stop) -> JSONValue {
        if case .stopSequence(let text) = stop { .string(text) } else { .null }
    }

    static func usage(_ tokens: TokenCounts) -> JSONValue {
        .members([
            "input_tokens": .integer(tokens.input),
            "cache_creation_input_tokens": .integer(tokens.cacheWrite),
            "cache_read_input_tokens": .integer(tokens.cacheRead), "output_tokens": .integer(tokens.output),
        ])
    }

    private static func block(_ content: ChatAnswer.Content, _ call: WireCall, _ index: Int) -> JSONValue {
        switch content {
        case .text(let text): .members(["type": "text", "text": .string(text)])
        case .toolUse(let name, let input):
            .members([
                "type": "tool_use", "id": .string("toolu_" + call.token(24, UInt64(index))),
                "name": .string(name),
                "input": input,
            ])
        }
    }

    package static func message(_ answer: ChatAnswer, model: String, _ call: WireCall) -> JSONValue {
        let thinking = (answer.thinking.map { [$0] } ?? []).map { text in
            JSONValue.members([
                "type": "thinking", "thinking": .string(text), "signature": signature(call),
            ])
        }
        return .members([
            "id": .string("msg_" + call.token(24)), "type": "message", "role": "assistant",
            "model": .string(model),
            "content": .array(
                thinking + answer.content.enumerated().map { block($0.element, call, $0.offset) }),
            "stop_reason": .string(stopReason(answer.stop)), "stop_sequence": stopSequence(answer.stop),
            "usage": usage(answer.tokens),
        ])
    }

    /// The events of a streamed answer, each with the time at which it is sent.
    package static func events(
        _ answer: ChatAnswer, model: String, _ call: WireCall
    ) -> [(name: String, data: JSONValue, due: SimulatedDuration)] {
        var start = answer.tokens
        start.output = 1
        var events: [(name: String, data: JSONValue, due: SimulatedDuration)] = []
        func add(_ name: String, _ members: KeyValuePairs<String, JSONValue>, _ due: SimulatedDuration) {
            events.append(
                (name, .object([.init("type", .string(name))] + members.map { .init($0.key, $0.value) }), due)
            )
        }
        add(
            "message_start",
            [
                "message": .members([
                    "id": .string("msg_" + call.token(24)), "type": "message", "role": "assistant",
                    "model": .string(model), "content": [], "stop_reason": nil, "stop_sequence": nil,
                    "usage": usage(start),
                ])
            ], answer.firstToken)
        let blocks = streamed(answer, call)
        let count = blocks.reduce(0) { $0 + $1.deltas.count }
        var sent = 0
        for (index, block) in blocks.enumerated() {
            let start = index == 0 ? answer.firstToken : answer.due(piece: sent, of: count)
            add("content_block_start", ["index": .integer(index), "content_block": block.empty], start)
            if index == 0 { add("ping", [:], start) }
            var due = start
            for delta in block.deltas {
                due = answer.due(piece: sent, of: count)
                sent += 1
                add("content_block_delta", ["index": .integer(index), "delta": delta], due)
            }
            let isLast = index == blocks.count - 1
            add("content_block_stop", ["index": .integer(index)], isLast ? answer.total : due)
        }
        add(
            "message_delta",
            [
                "delta": .members([
                    "stop_reason": .string(stopReason(answer.stop)),
                    "stop_sequence": stopSequence(answer.stop),
                ]), "usage": usage(answer.tokens),
            ], answer.total)
        add("message_stop", [:], answer.total)
        return events
    }

    /// The blocks of an answer as they are streamed: each one empty at first, then piece by piece.
    private static func streamed(
        _ answer: ChatAnswer, _ call: WireCall
    ) -> [(empty: JSONValue, deltas: [JSONValue])] {
        let thinking = answer.thinking.map { text in
            let pieces = ChatAnswer.pieces(text).map { piece in
                JSONValue.members(["type": "thinking_delta", "thinking": .string(piece)])
            }
            let end = JSONValue.members(["type": "signature_delta", "signature": signature(call)])
            let empty = JSONValue.members(["type": "thinking", "thinking": "", "signature": ""])
            return (empty: empty, deltas: pieces + [end])
        }
        return (thinking.map { [$0] } ?? [])
            + answer.content.enumerated().map { place, content in
                switch content {
                case .text(let text):
                    (
                        empty: .members(["type": "text", "text": ""]),
                        deltas: ChatAnswer.pieces(text).map {
                            .members(["type": "text_delta", "text": .string($0)])
                        }
                    )
                case .toolUse(let name, _):
                    (
                        empty: block(.toolUse(name: name, input: .object([])), call, place),
                        deltas: ChatAnswer.pieces(answer.arguments(at: place) ?? "").map {
                            .members(["type": "input_json_delta", "partial_json": .string($0)])
                        }
                    )
                }
            }
    }

    /// What the API signs thinking with; any text is taken back.
    private static func signature(_ call: WireCall) -> JSONValue { .string("Er" + call.token(98, 7) + "==") }
}
