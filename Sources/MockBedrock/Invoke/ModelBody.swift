import Encodings
import MockWire
import ServiceModels
import Writing

/// The bodies that InvokeModel passes on as they are: each family of models has its own. Answers are in `+Answers`.
enum ModelBody {
    /// A body that the model does not take, in its words.
    struct Malformed: Error {
        var message: String
    }

    /// The conversation in a body.
    static func prompt(_ body: JSONValue, model: String, family: ModelFamily) throws(Malformed) -> ChatPrompt
    {
        guard case .object(let given) = body else {
            throw Malformed(message: "The body is not a JSON object.")
        }
        switch family {
        case .anthropic:
            try checkAnthropic(body, given)
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
            if let messages = body["messages"]?.array { return try MistralBody.prompt(body, messages, model) }
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
        if let settings = body["inferenceConfig"]?.memberList {
            try known(
                settings,
                [
                    "maxTokens", "max_new_tokens", "temperature", "topP", "top_p", "topK", "top_k",
                    "stopSequences",
                ])
        }
        var prompt = ConverseBody.request(body, model: model).chat ?? ChatPrompt(modelID: model, turns: [])
        if let limit = body["inferenceConfig"]?["max_new_tokens"]?.integer { prompt.maxTokens = limit }
        return prompt
    }

    /// What InvokeModel asks of a body beyond Anthropic's own rules.
    ///
    /// The version is Bedrock's own or a date, which Anthropic's client for Bedrock sends; the one of Anthropic's own API is
    /// not taken.
    private static func checkAnthropic(
        _ body: JSONValue, _ given: [JSONValue.Member]
    ) throws(Malformed) {
        let extra = given.map(\.key).filter { ["model", "stream"].contains($0) }
        guard extra.isEmpty else {
            throw Malformed(
                message: AWSAnswer.message(extra.map { "extraneous key [\($0)] is not permitted" }))
        }
        guard let version = body["anthropic_version"] else {
            throw Malformed(message: "anthropic_version: Field required")
        }
        let isDate =
            version.string.map {
                $0.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil && $0 > "2023-06-01"
            } ?? false
        guard version.string == "bedrock-2023-05-31" || isDate else {
            throw Malformed(message: "anthropic_version: Input should be 'bedrock-2023-05-31'")
        }
    }
}
