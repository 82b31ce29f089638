import Encodings
import ServiceModels

/// Reads `tools` and `tool_choice`.
enum OpenAITools {
    static func read(_ fields: OpenAIFields, into prompt: inout ChatPrompt) throws(OpenAIRefusal) {
        prompt.isParallel = try fields.bool("parallel_tool_calls") ?? true
        let tools = try fields.array("tools") ?? []
        guard tools.count <= 128 else {
            throw OpenAIRefusal(
                "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with "
                    + "length \(tools.count) instead.", param: "tools", code: "array_above_max_length")
        }
        for (index, value) in tools.enumerated() {
            let tool = try tool(value, at: "tools[\(index)]")
            if prompt.tools.contains(where: { $0.name == tool.name }) {
                throw OpenAIRefusal(
                    "Invalid 'tools': function names must be unique. '\(tool.name)' is there twice.",
                    param: "tools[\(index)].function.name", code: "invalid_value")
            }
            prompt.tools.append(tool)
        }
        if tools.isEmpty {
            for name in ["tool_choice", "parallel_tool_calls"] where fields[name] != nil {
                throw OpenAIRefusal(
                    "Invalid value for '\(name)': '\(name)' is only allowed when 'tools' are specified.",
                    param: name)
            }
        }
        if let choice = fields["tool_choice"] { try readChoice(choice, into: &prompt) }
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

    private static func readChoice(
        _ value: JSONValue, into prompt: inout ChatPrompt
    ) throws(OpenAIRefusal) {
        if let word = value.string {
            switch word {
            case "none": prompt.toolChoice = .none
            case "auto": prompt.toolChoice = .auto
            case "required": prompt.toolChoice = .any
            default:
                throw OpenAIFields.wrongValue("tool_choice", word, choices: ["none", "auto", "required"])
            }
            return
        }
        let fields = try OpenAIFields(value, at: "tool_choice")
        _ = try fields.required("type")
        if try fields.choice("type", of: ["function", "allowed_tools"]) == "function" {
            prompt.toolChoice = .tool(try named(fields, prompt.tools))
        } else {
            try readAllowed(fields, into: &prompt)
        }
    }

    /// The tool of `{"type": "function", "function": {"name": ...}}`, which must be one of the request's.
    private static func named(
        _ fields: OpenAIFields, _ tools: [ChatPrompt.Tool]
    ) throws(OpenAIRefusal) -> String {
        try fields.allow(["type", "function"])
        let function = try OpenAIFields(try fields.required("function"), at: fields.path("function"))
        try function.allow(["name"])
        let name = try function.requiredString("name")
        guard tools.contains(where: { $0.name == name }) else {
            throw OpenAIRefusal(
                "Tool choice 'function' with name '\(name)' not found in 'tools' parameter.",
                param: "tool_choice")
        }
        return name
    }

    /// A part of the tools, of which the model may call some or must call one.
    private static func readAllowed(
        _ fields: OpenAIFields, into prompt: inout ChatPrompt
    ) throws(OpenAIRefusal) {
        try fields.allow(["type", "allowed_tools"])
        let allowed = try OpenAIFields(
            try fields.required("allowed_tools"), at: fields.path("allowed_tools"))
        try allowed.allow(["mode", "tools"])
        _ = try allowed.required("mode")
        _ = try allowed.required("tools")
        prompt.toolChoice = try allowed.choice("mode", of: ["auto", "required"]) == "auto" ? .auto : .any
        var names: [String] = []
        for (index, value) in (try allowed.array("tools") ?? []).enumerated() {
            let tool = try OpenAIFields(value, at: "\(allowed.path("tools"))[\(index)]")
            _ = try tool.required("type")
            _ = try tool.choice("type", of: ["function"])
            names.append(try named(tool, prompt.tools))
        }
        prompt.allowedTools = names
    }

    /// Names are 1 to 64 of `a-z A-Z 0-9 _ -`.
    static func checkName(_ name: String, at place: String) throws(OpenAIRefusal) {
        guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(ToolName.isByte) else {
            throw OpenAIRefusal(
                "Invalid '\(place)': string does not match pattern. Expected a string that matches the pattern "
                    + "'^[a-zA-Z0-9_-]{1,64}$'.", param: place, code: "invalid_value")
        }
    }
}
