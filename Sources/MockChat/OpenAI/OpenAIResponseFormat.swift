import Encodings
import ServiceModels

/// Reads `response_format`: plain text, any JSON object, or JSON that fits a schema.
enum OpenAIResponseFormat {
    static func read(_ fields: OpenAIFields, into prompt: inout ChatPrompt) throws(OpenAIRefusal) {
        guard let value = fields["response_format"] else { return }
        let format = try OpenAIFields(value, at: "response_format")
        _ = try format.required("type")
        switch try format.choice("type", of: ["json_object", "json_schema", "text"]) {
        case "json_object":
            try format.allow(["type"])
            prompt.isJSON = true
        case "json_schema":
            try format.allow(["type", "json_schema"])
            prompt.schema = try schema(try format.required("json_schema"))
        default: try format.allow(["type"])
        }
    }

    private static func schema(_ value: JSONValue) throws(OpenAIRefusal) -> JSONValue {
        let fields = try OpenAIFields(value, at: "response_format.json_schema")
        try fields.allow(["name", "description", "schema", "strict"])
        let name = try fields.requiredString("name")
        try OpenAITools.checkName(name, at: fields.path("name"))
        _ = try fields.string("description")
        let schema = fields["schema"] ?? .members(["type": "object"])
        _ = try OpenAIFields(schema, at: fields.path("schema"))
        if try fields.bool("strict") ?? false, let problem = OpenAIStrictSchema.problem(schema) {
            throw OpenAIRefusal(
                "Invalid schema for response_format '\(name)': \(problem)", param: "response_format")
        }
        return schema
    }
}
