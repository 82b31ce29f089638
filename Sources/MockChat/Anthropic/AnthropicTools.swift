import Encodings
import JSONSchemas
import MockWire

/// Checks of `tools` and `tool_choice`.
enum AnthropicTools {
    private typealias Malformed = AnthropicMessages.Malformed

    private static let members: Set<String> = [
        "name", "description", "input_schema", "cache_control", "type", "strict", "eager_input_streaming",
        "defer_loading", "allowed_callers", "input_examples",
    ]
    /// Starts of the types of tools that the API itself defines; a date follows.
    private static let defined = [
        "bash_", "text_editor_", "computer_", "web_search_", "web_fetch_", "code_execution_", "memory_",
        "tool_search_tool_", "mcp_toolset",
    ]

    static func check(_ body: JSONValue) throws(AnthropicMessages.Malformed) {
        guard let value = body["tools"] else {
            if body["tool_choice"] != nil {
                throw Malformed("tool_choice: may only be specified while providing tools")
            }
            return
        }
        guard let tools = value.array else { throw Malformed("tools: Input should be a valid list") }
        var names: [String] = []
        for (index, tool) in tools.enumerated() {
            guard tool.isObject else { throw Malformed("tools.\(index): Input should be a valid dictionary") }
            let type = tool["type"]?.string ?? "custom"
            if type == "custom" {
                try checkCustom(tool, at: "tools.\(index).custom")
            } else if !defined.contains(where: type.hasPrefix) {
                throw Malformed(
                    "tools.\(index): Input tag '\(type)' found using 'type' does not match any of the expected tags"
                )
            }
            guard let name = tool["name"]?.string else { continue }
            if names.contains(name) { throw Malformed("tools: Tool names must be unique.") }
            names.append(name)
        }
        try checkChoice(body["tool_choice"])
    }

    private static func checkCustom(
        _ tool: JSONValue, at place: String
    ) throws(AnthropicMessages.Malformed) {
        try AnthropicBlocks.allow(members, tool, at: place)
        if SchemaReference.type(tool["input_schema"] ?? .null) != "object" {
            let what = tool["input_schema"] == nil ? "Field required" : "type must be 'object'"
            throw Malformed("\(place).input_schema: \(what)")
        }
        guard let name = tool["name"]?.string else { return }
        guard (1...128).contains(name.utf8.count), name.utf8.allSatisfy(ToolName.isByte) else {
            throw Malformed("\(place).name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'")
        }
    }

    private static func checkChoice(_ choice: JSONValue?) throws(AnthropicMessages.Malformed) {
        guard let choice, let type = choice["type"]?.string else { return }
        var members: Set<String> = ["type"]
        if type != "none" { members.insert("disable_parallel_tool_use") }
        if type == "tool" { members.insert("name") }
        try AnthropicBlocks.allow(members, choice, at: "tool_choice.\(type)")
        if let flag = choice["disable_parallel_tool_use"], flag.bool == nil {
            throw Malformed("tool_choice.\(type).disable_parallel_tool_use: Input should be a valid boolean")
        }
    }
}
