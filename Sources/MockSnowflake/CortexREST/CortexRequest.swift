import Encodings
import MockChat
import ServiceModels

/// A request of `inference:complete`, read from its body.
struct CortexRequest {
    var prompt: ChatPrompt
    /// A stream unless the request says otherwise.
    var isStream: Bool
    /// What stands in for an answer that Cortex Guard blocks; nil where it is off.
    var guardText: String?
    /// Whether the request itself limits the answer.
    var isBounded: Bool

    private static let members: Set<String> = [
        "model", "messages", "stream", "temperature", "top_p", "max_tokens", "max_output_tokens",
        "response_format",
        "guardrails", "tools", "tool_choice", "anthropic", "openai", "provisioned_throughput_id",
        "sf-ml-xp-inflight-prompt-action", "sf-ml-xp-inflight-prompt-client-id",
        "sf-ml-xp-inflight-prompt-public-key",
    ]

    /// The limit of an answer unless the request has its own.
    private static let defaultLimit = 4_096

    init(_ body: JSONValue, occurrence: Int) throws(OpenAIRefusal) {
        let fields = try OpenAIFields(body)
        try fields.allow(CortexRequest.members)
        prompt = ChatPrompt(modelID: try fields.requiredString("model"), turns: [])
        prompt.occurrence = occurrence
        prompt.temperature = try fields.number("temperature", in: 0...2) ?? 0
        _ = try fields.number("top_p", in: 0...1)
        let most = 1...Int(Int32.max)
        let old = try fields.integer("max_output_tokens", in: most)
        let limit = try fields.integer("max_tokens", in: most) ?? old
        prompt.maxTokens = limit ?? CortexRequest.defaultLimit
        isBounded = limit != nil
        isStream = try fields.bool("stream") ?? true
        guardText = try CortexRequest.guardText(fields)
        try CortexRequest.checkExtras(fields)
        try CortexTools.read(fields, into: &prompt)
        try CortexMessages.read(fields, into: &prompt)
        guard let value = fields["response_format"] else { return }
        let format = try OpenAIFields(value, at: "response_format")
        try format.allow(["type", "schema"])
        _ = try format.required("type")
        _ = try format.choice("type", of: ["json"])
        if let schema = format["schema"] {
            _ = try OpenAIFields(schema, at: "response_format.schema")
            prompt.schema = schema
        } else {
            prompt.isJSON = true
        }
    }

    private static func guardText(_ fields: OpenAIFields) throws(OpenAIRefusal) -> String? {
        guard let value = fields["guardrails"] else { return nil }
        let guardrails = try OpenAIFields(value, at: "guardrails")
        try guardrails.allow(["enabled", "response_when_unsafe"])
        let text = try guardrails.string("response_when_unsafe") ?? "Response filtered by Cortex Guard"
        return try guardrails.bool("enabled") ?? false ? text : nil
    }

    private static func checkExtras(_ fields: OpenAIFields) throws(OpenAIRefusal) {
        for name in ["provisioned_throughput_id"] + members.sorted().filter({ $0.hasPrefix("sf-") }) {
            _ = try fields.string(name)
        }
        if let value = fields["anthropic"] {
            let own = try OpenAIFields(value, at: "anthropic")
            try own.allow(["thinking"])
            if let value = own["thinking"] {
                let thinking = try OpenAIFields(value, at: "anthropic.thinking")
                _ = try thinking.required("budget_tokens")
                _ = try thinking.integer("budget_tokens", in: 0...Int(Int32.max))
            }
        }
        guard let value = fields["openai"] else { return }
        let own = try OpenAIFields(value, at: "openai")
        try own.allow(["reasoning"])
        guard let value = own["reasoning"] else { return }
        _ = try OpenAIFields(value, at: "openai.reasoning").choice("effort", of: ["low", "medium", "high"])
    }
}
