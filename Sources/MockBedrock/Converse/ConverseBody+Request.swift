import Encodings
import ServiceModels
import Writing

extension ConverseBody {
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
            if let point = tool["cachePoint"] { reader.point(point, after: prompt.tools.count) }
        }
        prompt.toolChoice = choice(body["toolConfig"]?["toolChoice"])
        let system = reader.parts(body["system"]?.array ?? [], after: prompt.tools.count)
        let before = prompt.tools.count + system.count
        var messages: [PromptPart] = []
        for message in body["messages"]?.array ?? [] {
            let role = message["role"]?.string.flatMap(ChatPrompt.Role.init) ?? .user
            let parts = reader.parts(message["content"]?.array ?? [], after: before + messages.count)
            messages += parts
            prompt.turns.append(.init(role, parts))
        }
        if !system.isEmpty { prompt.turns.insert(.init(.system, system), at: 0) }
        prompt.attachments = reader.reader.attachments
        prompt.prefixes = reader.reader.prefixes
        let inference = body["inferenceConfig"]
        prompt.maxTokens = inference?["maxTokens"]?.integer
        prompt.temperature = inference?["temperature"]?.double ?? 1
        prompt.stopSequences = inference?["stopSequences"]?.array?.compactMap(\.string) ?? []
        prompt.schema = schema(body)
        var request = ConverseRequest(
            modelID: model, system: prompt.tools.map(\.part) + system, messages: messages,
            maxTokens: prompt.maxTokens, temperature: prompt.temperature,
            isStructured: prompt.schema != nil)
        request.prefixes = prompt.prefixes
        // A prefix that holds the system and what follows it is a cache point of the typed form too.
        if let last = prompt.prefixes.last {
            request.cachePoint = CachePoint(
                messageParts: max(0, last.parts - before), lifetime: last.lifetime)
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

    /// Collects parts, attachments and cache points.
    private struct Reader {
        var reader = PrefixReader()

        mutating func point(_ point: JSONValue, after parts: Int) {
            reader.point(after: parts, ttl: point["ttl"]?.string)
        }

        /// - Parameter before: parts that were read already.
        mutating func parts(_ blocks: [JSONValue], after before: Int) -> [PromptPart] {
            var parts: [PromptPart] = []
            for block in blocks {
                if let text = block["text"]?.string {
                    parts.append(PromptPart(text))
                } else if let text = block["guardContent"]?["text"]?["text"]?.string {
                    parts.append(PromptPart(text))
                } else if let point = block["cachePoint"] {
                    self.point(point, after: before + parts.count)
                } else if ConverseRules.attachments.contains(where: { block[$0] != nil }) {
                    reader.attach(block)
                } else {
                    parts.append(PromptPart(block.text()))
                }
            }
            return parts
        }
    }
}
