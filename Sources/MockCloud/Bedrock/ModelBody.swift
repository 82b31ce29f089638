import Quantities

/// The bodies that InvokeModel passes on as they are: each family of models has its own.
enum ModelBody {
    /// A body that the model does not take, in its words.
    struct Malformed: Error {
        var message: String
    }

    /// Families by the id of the model.
    enum Family {
        case anthropic, nova, llama, mistral, mistralChat, titan

        init?(_ id: String) {
            switch id {
            case _ where id.contains("anthropic."): self = .anthropic
            case _ where id.contains("amazon.nova"): self = .nova
            case _ where id.contains("amazon.titan"): self = .titan
            case _ where id.contains("meta."): self = .llama
            case _ where id.contains("mistral."): self = id.contains("instruct-v0") ? .mistral : .mistralChat
            default: return nil
            }
        }
    }

    /// The conversation in a body.
    static func prompt(_ body: JSONValue, model: String, family: Family) throws(Malformed) -> ChatPrompt {
        guard case .object(let given) = body else {
            throw Malformed(message: "The body is not a JSON object.")
        }
        switch family {
        case .anthropic:
            do { return try AnthropicMessages.prompt(body, model: model) } catch {
                throw Malformed(message: error.message)
            }
        case .nova: return try nova(body, given, model)
        case .llama:
            try known(given, ["prompt", "max_gen_len", "temperature", "top_p", "images"])
            return try plain(body, model, text: "prompt", limit: body["max_gen_len"], temperature: 0.5)
        case .mistral, .mistralChat:
            try known(
                given,
                [
                    "prompt", "messages", "max_tokens", "stop", "temperature", "top_p", "top_k", "tools",
                    "tool_choice",
                ])
            if let messages = body["messages"]?.array { return try chat(body, messages, model) }
            return try plain(
                body, model, text: "prompt", limit: body["max_tokens"], temperature: 0.5, stops: body["stop"])
        case .titan:
            try known(given, ["inputText", "textGenerationConfig"])
            let settings = body["textGenerationConfig"]
            if case .object(let members)? = settings {
                try known(members, ["maxTokenCount", "stopSequences", "temperature", "topP"])
            }
            return try plain(
                body, model, text: "inputText", limit: settings?["maxTokenCount"],
                temperature: settings?["temperature"]?.double ?? 0.7, stops: settings?["stopSequences"])
        }
    }

    private static func known(_ given: [JSONValue.Member], _ names: [String]) throws(Malformed) {
        let extra = given.map(\.key).filter { !names.contains($0) }
        guard extra.isEmpty else {
            throw Malformed(
                message: AWSAnswer.message(extra.map { "extraneous key [\($0)] is not permitted" }))
        }
    }

    private static func plain(
        _ body: JSONValue, _ model: String, text name: String, limit: JSONValue?, temperature: Double,
        stops: JSONValue? = nil
    ) throws(Malformed) -> ChatPrompt {
        guard let text = body[name]?.string, !text.isEmpty else {
            throw Malformed(
                message: "Malformed input request: #: required key [\(name)] not found, "
                    + "please reformat your input and try again.")
        }
        if let limit, limit.integer.map({ $0 < 1 }) ?? true {
            throw Malformed(
                message: "Malformed input request: the limit of tokens is not a positive integer, "
                    + "please reformat your input and try again.")
        }
        var prompt = ChatPrompt(
            modelID: model, turns: [.init(.user, [PromptPart(text)])], maxTokens: limit?.integer,
            temperature: body["temperature"]?.double ?? temperature)
        prompt.stopSequences = stops?.array?.compactMap(\.string) ?? []
        return prompt
    }

    private static func nova(
        _ body: JSONValue, _ given: [JSONValue.Member], _ model: String
    ) throws(Malformed) -> ChatPrompt {
        try known(given, ["schemaVersion", "messages", "system", "inferenceConfig", "toolConfig"])
        guard body["messages"]?.array?.isEmpty == false else {
            throw Malformed(
                message: "Malformed input request: #: required key [messages] not found, "
                    + "please reformat your input and try again.")
        }
        var prompt = ConverseBody.request(body, model: model).chat ?? ChatPrompt(modelID: model, turns: [])
        if let limit = body["inferenceConfig"]?["max_new_tokens"]?.integer { prompt.maxTokens = limit }
        return prompt
    }

    private static func chat(
        _ body: JSONValue, _ messages: [JSONValue], _ model: String
    ) throws(Malformed) -> ChatPrompt {
        var prompt = ChatPrompt(
            modelID: model, turns: [], maxTokens: body["max_tokens"]?.integer,
            temperature: body["temperature"]?.double ?? 0.7)
        for message in messages {
            guard let role = message["role"]?.string.flatMap(ChatPrompt.Role.init),
                let text = message["content"]?.string
            else { throw Malformed(message: "Malformed input request: a message needs role and content") }
            prompt.turns.append(.init(role, [PromptPart(text)]))
        }
        return prompt
    }

    // MARK: Answers

    static func answer(_ response: ConverseResponse, family: Family, model: String, _ call: WireCall)
        -> JSONValue
    {
        let text = JSONValue.string(response.text)
        let tokens = response.tokens
        let isCut = response.stopReason == .maxTokens
        switch family {
        case .anthropic:
            return AnthropicMessages.message(response.asChat, model: model, call)
        case .nova:
            return .members([
                "output": .members([
                    "message": .members([
                        "content": .array(ConverseBody.content(response, call)), "role": "assistant",
                    ])
                ]), "stopReason": .string(response.stopReason.rawValue), "usage": ConverseBody.usage(tokens),
            ])
        case .llama:
            return .members([
                "generation": text, "prompt_token_count": .integer(tokens.prompt),
                "generation_token_count": .integer(tokens.output), "stop_reason": isCut ? "length" : "stop",
            ])
        case .mistral:
            return .members([
                "outputs": .array([.members(["text": text, "stop_reason": isCut ? "length" : "stop"])])
            ])
        case .mistralChat:
            return .members([
                "choices": .array([
                    .members([
                        "index": 0, "message": .members(["role": "assistant", "content": text]),
                        "stop_reason": isCut ? "length" : "stop",
                    ])
                ])
            ])
        case .titan:
            return .members([
                "inputTextTokenCount": .integer(tokens.prompt),
                "results": .array([
                    .members([
                        "tokenCount": .integer(tokens.output), "outputText": text,
                        "completionReason": isCut ? "LENGTH" : "FINISH",
                    ])
                ]),
            ])
        }
    }

    /// The pieces of a streamed answer, each one body of the family.
    static func pieces(
        _ response: ConverseResponse, time: SimulatedDuration, family: Family, model: String, _ call: WireCall
    ) -> [(body: JSONValue, due: SimulatedDuration)] {
        var chat = response.asChat
        chat.total = time
        if family == .anthropic {
            return AnthropicMessages.events(chat, model: model, call).map { ($0.data, $0.due) }
        }
        if family == .nova {
            return ConverseBody.events(response, time: time, trace: nil, call).map {
                (.object([.init($0.name, $0.data)]), $0.due)
            }
        }
        let pieces = ChatAnswer.pieces(response.text)
        return pieces.enumerated().map { index, piece in
            let isLast = index == pieces.count - 1
            var part = response
            part.chat = nil
            part.text = piece
            part.stopReason = isLast ? response.stopReason : .endTurn
            var body = answer(part, family: family, model: model, call)
            if !isLast { body = body.withoutStop }
            return (body, chat.due(piece: index, of: pieces.count))
        }
    }
}

extension ConverseResponse {
    /// The answer in the terms of all chats.
    var asChat: ChatAnswer {
        if var chat {
            chat.firstToken = firstToken
            return chat
        }
        var answer = ChatAnswer(
            content: [.text(text)], stop: stopReason == .maxTokens ? .maxTokens : .end, tokens: tokens)
        answer.firstToken = firstToken
        return answer
    }
}

extension JSONValue {
    /// With every reason to stop set to null, as in all pieces but the last.
    fileprivate var withoutStop: JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.map { member in
                    ["stop_reason", "completionReason"].contains(member.key)
                        ? .init(member.key, .null) : .init(member.key, member.value.withoutStop)
                })
        case .array(let elements): .array(elements.map(\.withoutStop))
        default: self
        }
    }
}
