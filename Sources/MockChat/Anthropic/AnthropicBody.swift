import Encodings
import MockWire
import ServiceModels

/// Checks of a request's members that go beyond those of `AnthropicMessages`, which Bedrock shares.
enum AnthropicBody {
    private typealias Malformed = AnthropicMessages.Malformed

    /// - Throws: the first member that the API would not take.
    static func prompt(_ body: JSONValue, occurrence: Int) throws(AnthropicMessages.Malformed) -> ChatPrompt {
        try checkNumbers(body)
        try checkOptions(body)
        try checkFormat(body)
        try AnthropicTools.check(body)
        var prompt = try AnthropicMessages.prompt(body)
        prompt.isThinking = try AnthropicThinking.isOn(body, limit: prompt.maxTokens ?? 0)
        try AnthropicBlocks.check(body)
        try AnthropicTurns.check(body["messages"]?.array ?? [])
        // What a tool gave is no word of the user.
        let system = body["system"] == nil ? 0 : 1
        for (index, message) in (body["messages"]?.array ?? []).enumerated()
        where AnthropicTurns.hasToolResult(message) {
            prompt.turns[system + index].role = .tool
        }
        prompt.occurrence = occurrence
        return prompt
    }

    /// The members that a count of tokens takes.
    private static let counted: Set<String> = [
        "messages", "model", "system", "tools", "tool_choice", "thinking", "cache_control", "output_config",
        "output_format", "mcp_servers", "context_management",
    ]

    /// The prompt of a count of tokens, which has no limit of the answer.
    static func countedPrompt(_ body: JSONValue) throws(AnthropicMessages.Malformed) -> ChatPrompt {
        for member in body.memberList ?? [] where !counted.contains(member.key) {
            throw Malformed("\(member.key): Extra inputs are not permitted")
        }
        return try prompt(
            .object((body.memberList ?? []) + [.init("max_tokens", .integer(Int(Int32.max)))]), occurrence: 0)
    }

    static func isStream(_ body: JSONValue) -> Bool { body["stream"]?.bool ?? false }

    private static func checkNumbers(_ body: JSONValue) throws(AnthropicMessages.Malformed) {
        for name in ["temperature", "top_p"] {
            guard let value = body[name] else { continue }
            guard let number = value.double else {
                throw Malformed("\(name): Input should be a valid number")
            }
            if number < 0 { throw Malformed("\(name): Input should be greater than or equal to 0") }
            if number > 1 { throw Malformed("\(name): Input should be less than or equal to 1") }
        }
        guard let top = body["top_k"] else { return }
        guard let number = top.integer else { throw Malformed("top_k: Input should be a valid integer") }
        if number < 0 { throw Malformed("top_k: Input should be greater than or equal to 0") }
    }

    private static func checkFormat(_ body: JSONValue) throws(AnthropicMessages.Malformed) {
        if let config = body["output_config"] {
            try AnthropicBlocks.allow(["effort", "format", "task_budget"], config, at: "output_config")
            let efforts = ["low", "medium", "high", "xhigh", "max"]
            if let effort = config["effort"], effort != .null, !efforts.contains(effort.string ?? "") {
                throw Malformed(
                    "output_config.effort: Input should be one of \(efforts.joined(separator: ", "))")
            }
        }
        for (value, place) in [
            (body["output_config"]?["format"], "output_config.format"),
            (body["output_format"], "output_format"),
        ] {
            guard let value, value != .null else { continue }
            guard value["type"]?.string == "json_schema" else {
                throw Malformed("\(place).type: Input should be 'json_schema'")
            }
            guard value["schema"]?.isObject ?? false else {
                throw Malformed("\(place).schema: Field required")
            }
            try AnthropicBlocks.allow(["type", "schema", "name"], value, at: place)
        }
    }

    private static func checkOptions(_ body: JSONValue) throws(AnthropicMessages.Malformed) {
        if let stream = body["stream"], stream.bool == nil {
            throw Malformed("stream: Input should be a valid boolean")
        }
        if let stops = body["stop_sequences"] {
            guard let list = stops.array else {
                throw Malformed("stop_sequences: Input should be a valid list")
            }
            for (index, stop) in list.enumerated() {
                guard let text = stop.string else {
                    throw Malformed("stop_sequences.\(index): Input should be a valid string")
                }
                if text.allSatisfy(\.isWhitespace) {
                    throw Malformed("stop_sequences.\(index): each stop sequence must contain non-whitespace")
                }
            }
        }
        if let tier = body["service_tier"], !["auto", "standard_only"].contains(tier.string) {
            throw Malformed("service_tier: Input should be 'auto' or 'standard_only'")
        }
        guard let metadata = body["metadata"] else { return }
        guard let members = metadata.memberList else {
            throw Malformed("metadata: Input should be a valid dictionary")
        }
        for member in members {
            guard member.key == "user_id" else {
                throw Malformed("metadata.\(member.key): Extra inputs are not permitted")
            }
            guard member.value == .null || member.value.string != nil else {
                throw Malformed("metadata.user_id: Input should be a valid string")
            }
        }
    }
}
