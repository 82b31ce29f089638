import Encodings
package import ServiceModels

/// A request for chat completions, read from its body.
package struct OpenAIRequest {
    package var prompt: ChatPrompt
    /// How many answers are wanted.
    var choices = 1
    var isStream = false
    /// Whether a stream ends with a chunk of usage.
    var includesUsage = false
    /// The members as they were sent.
    let fields: OpenAIFields

    private static let members: Set<String> = [
        "model", "messages", "frequency_penalty", "logit_bias", "logprobs", "max_completion_tokens",
        "max_tokens",
        "metadata", "modalities", "n", "parallel_tool_calls", "presence_penalty", "prompt_cache_key",
        "prompt_cache_options", "prompt_cache_retention", "reasoning_effort", "response_format",
        "safety_identifier", "seed", "service_tier", "stop", "store", "stream", "stream_options",
        "temperature",
        "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity",
    ]

    /// Members that the API has and this mock does not play.
    private static let unsupported: Set<String> = [
        "audio", "functions", "function_call", "moderation", "prediction", "web_search_options",
    ]

    init(_ body: JSONValue, occurrence: Int) throws(OpenAIRefusal) {
        fields = try OpenAIFields(body)
        for member in fields.members where !OpenAIRequest.members.contains(member.key) {
            guard OpenAIRequest.unsupported.contains(member.key) else {
                throw OpenAIRefusal("Unrecognized request argument supplied: \(member.key)")
            }
            if member.value != .null { throw OpenAIRequest.unsupported(member.key) }
        }
        let model = try fields.requiredString("model")
        guard !model.isEmpty else { throw OpenAIRefusal("you must provide a model parameter") }
        prompt = ChatPrompt(modelID: model, turns: [])
        prompt.occurrence = occurrence
        prompt.temperature = try fields.number("temperature", in: 0...2) ?? 1
        prompt.maxTokens = try OpenAIRequest.limit(fields)
        prompt.stopSequences = try OpenAIRequest.stops(fields)
        choices = try fields.integer("n", in: 1...128) ?? 1
        isStream = try fields.bool("stream") ?? false
        includesUsage = try OpenAIRequest.includesUsage(fields, isStream: isStream)
        prompt.seed = try fields.integer("seed", in: Int.min...Int.max)
        try OpenAIRequest.checkSampling(fields)
        try OpenAIRequest.checkLabels(fields)
        try OpenAITools.read(fields, into: &prompt)
        try OpenAIResponseFormat.read(fields, into: &prompt)
        try OpenAIMessages.read(fields, into: &prompt)
        if prompt.isJSON, !prompt.text.lowercased().contains("json") {
            throw OpenAIRefusal(
                "'messages' must contain the word 'json' in some form, to use 'response_format' of type "
                    + "'json_object'.", param: "messages")
        }
    }

    static func unsupported(_ name: String) -> OpenAIRefusal {
        OpenAIRefusal(
            "Unsupported parameter: '\(name)' is not played by the mock cloud.", param: name,
            code: "unsupported_parameter")
    }

    private static func limit(_ fields: OpenAIFields) throws(OpenAIRefusal) -> Int? {
        let old = try fields.integer("max_tokens", in: 1...Int(Int32.max))
        let new = try fields.integer("max_completion_tokens", in: 1...Int(Int32.max))
        if old != nil, new != nil {
            throw OpenAIRefusal(
                "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
                code: "invalid_parameter_combination")
        }
        return new ?? old
    }

    private static func stops(_ fields: OpenAIFields) throws(OpenAIRefusal) -> [String] {
        guard let value = fields["stop"] else { return [] }
        if let text = value.string { return [text] }
        guard let elements = value.array else {
            throw OpenAIFields.wrongType("stop", expected: "one of an array of strings or a string", value)
        }
        guard elements.count <= 4 else {
            throw OpenAIRefusal(
                "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with "
                    + "length \(elements.count) instead.", param: "stop", code: "array_above_max_length")
        }
        var stops: [String] = []
        for (index, element) in elements.enumerated() {
            guard let text = element.string else {
                throw OpenAIFields.wrongType("stop[\(index)]", expected: "a string", element)
            }
            stops.append(text)
        }
        return stops
    }

    private static func includesUsage(_ fields: OpenAIFields, isStream: Bool) throws(OpenAIRefusal) -> Bool {
        guard let value = fields["stream_options"] else { return false }
        let options = try OpenAIFields(value, at: "stream_options")
        try options.allow(["include_usage", "include_obfuscation"])
        guard isStream else {
            throw OpenAIRefusal(
                "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
                param: "stream_options")
        }
        _ = try options.bool("include_obfuscation")
        return try options.bool("include_usage") ?? false
    }

    /// What changes how a model samples, and nothing in this mock but the key of its draws.
    private static func checkSampling(_ fields: OpenAIFields) throws(OpenAIRefusal) {
        _ = try fields.number("top_p", in: 0...1)
        _ = try fields.number("frequency_penalty", in: -2...2)
        _ = try fields.number("presence_penalty", in: -2...2)
        _ = try fields.choice(
            "reasoning_effort", of: ["none", "minimal", "low", "medium", "high", "xhigh", "max"])
        _ = try fields.choice("verbosity", of: ["low", "medium", "high"])
        if try fields.bool("logprobs") ?? false { throw unsupported("logprobs") }
        if fields["top_logprobs"] != nil {
            throw OpenAIRefusal(
                "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
                param: "top_logprobs")
        }
        guard let value = fields["logit_bias"] else { return }
        let bias = try OpenAIFields(value, at: "logit_bias")
        for member in bias.members { _ = try bias.number(member.key, in: -100...100) }
    }

    private static func checkLabels(_ fields: OpenAIFields) throws(OpenAIRefusal) {
        for name in ["user", "safety_identifier", "prompt_cache_key"] { _ = try fields.string(name) }
        _ = try fields.choice("prompt_cache_retention", of: ["in_memory", "24h"])
        _ = try fields.bool("store")
        let tiers = ["auto", "default", "flex", "scale", "priority", "fast"]
        if let tier = try fields.choice("service_tier", of: tiers), tier != "auto", tier != "default" {
            // The others have prices of their own.
            throw OpenAIRefusal(
                "Invalid service_tier argument: the mock cloud plays 'auto' and 'default', not '\(tier)'.",
                param: "service_tier", code: "invalid_value")
        }
        for (index, modality) in (try fields.array("modalities") ?? []).enumerated()
        where modality.string != "text" {
            throw OpenAIFields.wrongValue(
                "modalities[\(index)]", modality.string ?? modality.text(), choices: ["text"])
        }
        if let value = fields["prompt_cache_options"] {
            _ = try OpenAIFields(value, at: "prompt_cache_options")
        }
        guard let value = fields["metadata"] else { return }
        let metadata = try OpenAIFields(value, at: "metadata")
        guard metadata.members.count <= 16 else {
            throw OpenAIRefusal(
                "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an "
                    + "object with \(metadata.members.count) properties instead.", param: "metadata",
                code: "object_above_max_properties")
        }
        for member in metadata.members { _ = try metadata.requiredString(member.key) }
    }
}
