import Encodings
import MockWire

/// Reads `thinking`, and checks what goes with it.
enum AnthropicThinking {
    private typealias Malformed = AnthropicMessages.Malformed

    /// Whether the answer shows its thinking. Of itself (`adaptive`) the mock does not think.
    static func isOn(_ body: JSONValue, limit: Int) throws(AnthropicMessages.Malformed) -> Bool {
        guard let thinking = body["thinking"] else { return false }
        guard let type = thinking["type"]?.string, ["enabled", "disabled", "adaptive"].contains(type) else {
            throw Malformed("thinking.type: Input should be 'enabled', 'disabled' or 'adaptive'")
        }
        let others: Set<String> =
            type == "enabled" ? ["budget_tokens", "display"] : type == "adaptive" ? ["display"] : []
        try AnthropicBlocks.allow(others.union(["type"]), thinking, at: "thinking.\(type)")
        guard type == "enabled" else { return false }
        guard let budget = thinking["budget_tokens"]?.integer else {
            throw Malformed("thinking.enabled.budget_tokens: Field required")
        }
        if budget < 1_024 {
            throw Malformed("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024")
        }
        if budget >= limit { throw Malformed("`max_tokens` must be greater than `thinking.budget_tokens`") }
        if let temperature = body["temperature"]?.double, temperature != 1 {
            throw Malformed("`temperature` may only be set to 1 when thinking is enabled.")
        }
        if body["top_k"] != nil { throw Malformed("`top_k` must be unset when thinking is enabled.") }
        if ["any", "tool"].contains(body["tool_choice"]?["type"]?.string) {
            throw Malformed("Thinking may not be enabled when tool_choice forces tool use.")
        }
        return true
    }
}
