import Encodings
import MockChat
import ServiceModels

/// Reads `tools` and `tool_choice` of `inference:complete`; tools are generic functions.
enum CortexTools {
    static func read(_ fields: OpenAIFields, into prompt: inout ChatPrompt) throws(OpenAIRefusal) {
        for (index, value) in (try fields.array("tools") ?? []).enumerated() {
            let tool = try OpenAIFields(value, at: "tools[\(index)]")
            try tool.allow(["tool_spec", "cache_control"])
            let spec = try OpenAIFields(try tool.required("tool_spec"), at: tool.path("tool_spec"))
            try spec.allow(["type", "name", "description", "input_schema"])
            _ = try spec.required("type")
            _ = try spec.choice("type", of: ["generic"])
            let schema = spec["input_schema"] ?? .members(["type": "object"])
            _ = try OpenAIFields(schema, at: spec.path("input_schema"))
            prompt.tools.append(
                ChatPrompt.Tool(
                    name: try spec.requiredString("name"), description: try spec.string("description") ?? "",
                    schema: schema))
        }
        guard let value = fields["tool_choice"] else { return }
        let choice = try OpenAIFields(value, at: "tool_choice")
        try choice.allow(["type", "name"])
        _ = try choice.required("type")
        switch try choice.choice("type", of: ["auto", "required", "tool"]) {
        case "required": prompt.toolChoice = .any
        case "tool":
            let names = try choice.array("name")?.compactMap(\.string) ?? []
            guard let name = names.first(where: { name in prompt.tools.contains { $0.name == name } }) else {
                throw OpenAIRefusal(
                    "tool_choice.name: no tool of the request is named \(names.joined(separator: ", "))",
                    param: "tool_choice.name")
            }
            prompt.toolChoice = .tool(name)
        default: prompt.toolChoice = .auto
        }
    }
}
