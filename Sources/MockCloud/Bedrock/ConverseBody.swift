import Quantities

/// Converse's bodies: a conversation out of JSON, and an answer into it.
enum ConverseBody {
    /// The conversation and its cache point. The body has passed the shapes.
    static func request(_ body: JSONValue, model: String) -> ConverseRequest {
        var prompt = ChatPrompt(modelID: model, turns: [])
        var reader = Reader()
        let tools = body["toolConfig"]?["tools"]?.array ?? []
        for tool in tools {
            if let spec = tool["toolSpec"] {
                prompt.tools.append(
                    .init(
                        name: spec["name"]?.string ?? "", description: spec["description"]?.string ?? "",
                        schema: spec["inputSchema"]?["json"] ?? .object([])))
            }
            if let point = tool["cachePoint"] { reader.cachePoint = (0, point) }
        }
        prompt.toolChoice = choice(body["toolConfig"]?["toolChoice"])
        let system = reader.parts(body["system"]?.array ?? [], isSystem: true)
        var messages: [PromptPart] = []
        for message in body["messages"]?.array ?? [] {
            let role = message["role"]?.string.flatMap(ChatPrompt.Role.init) ?? .user
            let parts = reader.parts(message["content"]?.array ?? [], before: messages.count)
            messages += parts
            prompt.turns.append(.init(role, parts))
        }
        if !system.isEmpty { prompt.turns.insert(.init(.system, system), at: 0) }
        prompt.attachments = reader.attachments
        let inference = body["inferenceConfig"]
        prompt.maxTokens = inference?["maxTokens"]?.integer
        prompt.temperature = inference?["temperature"]?.double ?? 1
        prompt.stopSequences = inference?["stopSequences"]?.array?.compactMap(\.string) ?? []
        prompt.schema = schema(body)
        var request = ConverseRequest(
            modelID: model, system: prompt.tools.map(\.part) + system, messages: messages,
            maxTokens: prompt.maxTokens, temperature: prompt.temperature,
            isStructured: prompt.schema != nil)
        request.cachePoint = reader.cachePoint.map { parts, point in
            CachePoint(
                messageParts: parts, lifetime: point["ttl"]?.string == "1h" ? .oneHour : .fiveMinutes)
        }
        request.chat = prompt
        return request
    }

    private static func choice(_ value: JSONValue?) -> ChatPrompt.ToolChoice {
        if value?["any"] != nil { return .any }
        if let name = value?["tool"]?["name"]?.string { return .tool(name) }
        return .auto
    }

    /// The schema that the answer is held to; it comes as text.
    private static func schema(_ body: JSONValue) -> JSONValue? {
        let format = body["outputConfig"]?["textFormat"]
        guard let text = format?["structure"]?["jsonSchema"]?["schema"]?.string else { return nil }
        return try? JSONParser.parse(text)
    }

    /// Collects parts, attachments and the last cache point.
    private struct Reader {
        var attachments = 0
        /// Message parts in the prefix, and the block.
        var cachePoint: (parts: Int, point: JSONValue)?

        mutating func parts(_ blocks: [JSONValue], isSystem: Bool = false, before: Int = 0) -> [PromptPart] {
            var parts: [PromptPart] = []
            for block in blocks {
                if let text = block["text"]?.string {
                    parts.append(PromptPart(text))
                } else if let text = block["guardContent"]?["text"]?["text"]?.string {
                    parts.append(PromptPart(text))
                } else if let point = block["cachePoint"] {
                    cachePoint = (isSystem ? 0 : before + parts.count, point)
                } else if block["image"] != nil || block["document"] != nil || block["video"] != nil
                    || block["audio"] != nil
                {
                    attachments += 1
                } else {
                    parts.append(PromptPart(block.text()))
                }
            }
            return parts
        }
    }

    // MARK: Answers

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
        _ response: ConverseResponse, time: SimulatedDuration, trace: JSONValue?, _ call: WireCall
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
        if let trace { members.append(.init("trace", trace)) }
        return .object(members)
    }

    /// The events of a streamed answer, each with the time at which it is sent.
    static func events(
        _ response: ConverseResponse, time: SimulatedDuration, trace: JSONValue?, _ call: WireCall
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
        events.append(("messageStop", .members(["stopReason": .string(response.stopReason.rawValue)]), time))
        var metadata: [JSONValue.Member] = [
            .init("usage", usage(response.tokens)),
            .init("metrics", .members(["latencyMs": .integer(time.millisecondsRoundedUp)])),
        ]
        if let trace { metadata.append(.init("trace", trace)) }
        events.append(("metadata", .object(metadata), time))
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
