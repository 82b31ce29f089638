import Quantities

/// Reads `tools` and `tool_choice`.
enum OpenAITools {
    static func read(_ fields: OpenAIFields, into prompt: inout ChatPrompt) throws(OpenAIRefusal) {
        _ = try fields.bool("parallel_tool_calls")
        let tools = try fields.array("tools") ?? []
        guard tools.count <= 128 else {
            throw OpenAIRefusal(
                "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with "
                    + "length \(tools.count) instead.", param: "tools", code: "array_above_max_length")
        }
        for (index, value) in tools.enumerated() {
            prompt.tools.append(try tool(value, at: "tools[\(index)]"))
        }
        if tools.isEmpty {
            for name in ["tool_choice", "parallel_tool_calls"] where fields[name] != nil {
                throw OpenAIRefusal(
                    "Invalid value for '\(name)': '\(name)' is only allowed when 'tools' are specified.",
                    param: name)
            }
        }
        if let choice = fields["tool_choice"] { prompt.toolChoice = try self.choice(choice, prompt.tools) }
    }

    private static func tool(_ value: JSONValue, at place: String) throws(OpenAIRefusal) -> ChatPrompt.Tool {
        let fields = try OpenAIFields(value, at: place)
        _ = try fields.required("type")
        _ = try fields.choice("type", of: ["function"])
        try fields.allow(["type", "function"])
        let function = try OpenAIFields(try fields.required("function"), at: fields.path("function"))
        try function.allow(["name", "description", "parameters", "strict"])
        let name = try function.requiredString("name")
        try checkName(name, at: function.path("name"))
        let schema = function["parameters"] ?? .members(["type": "object", "properties": .object([])])
        _ = try OpenAIFields(schema, at: function.path("parameters"))
        if try function.bool("strict") ?? false, let problem = OpenAIStrictSchema.problem(schema) {
            throw OpenAIRefusal(
                "Invalid schema for function '\(name)': \(problem)", param: function.path("parameters"),
                code: "invalid_function_parameters")
        }
        return ChatPrompt.Tool(
            name: name, description: try function.string("description") ?? "", schema: schema)
    }

    private static func choice(
        _ value: JSONValue, _ tools: [ChatPrompt.Tool]
    ) throws(OpenAIRefusal) -> ChatPrompt.ToolChoice {
        if let word = value.string {
            switch word {
            case "none": return .none
            case "auto": return .auto
            case "required": return .any
            default:
                throw OpenAIFields.wrongValue("tool_choice", word, choices: ["none", "auto", "required"])
            }
        }
        let fields = try OpenAIFields(value, at: "tool_choice")
        try fields.allow(["type", "function"])
        _ = try fields.required("type")
        _ = try fields.choice("type", of: ["function"])
        let function = try OpenAIFields(try fields.required("function"), at: "tool_choice.function")
        let name = try function.requiredString("name")
        guard tools.contains(where: { $0.name == name }) else {
            throw OpenAIRefusal(
                "Tool choice 'function' with name '\(name)' not found in 'tools' parameter.",
                param: "tool_choice")
        }
        return .tool(name)
    }

    /// Names are 1 to 64 of `a-z A-Z 0-9 _ -`.
    static func checkName(_ name: String, at place: String) throws(OpenAIRefusal) {
        guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(isNameByte) else {
            throw OpenAIRefusal(
                "Invalid '\(place)': string does not match pattern. Expected a string that matches the pattern "
                    + "'^[a-zA-Z0-9_-]{1,64}$'.", param: place, code: "invalid_value")
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
