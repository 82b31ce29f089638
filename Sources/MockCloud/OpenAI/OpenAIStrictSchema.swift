import Quantities

/// What OpenAI demands of a schema that is `strict`: objects close themselves and require all their properties.
enum OpenAIStrictSchema {
    private static let maximumDepth = 32

    /// The first thing that breaks the rules, in OpenAI's words; nil if none does.
    static func problem(_ schema: JSONValue) -> String? {
        if schema["anyOf"] != nil { return "In context=(), 'anyOf' is not permitted at the root." }
        let resolved = SchemaReference.resolved(schema, root: schema)
        guard resolved["type"]?.string == "object" else {
            return "schema must be a JSON Schema of 'type: \"object\"', got "
                + "'type: \(schema["type"]?.text() ?? "None")'."
        }
        return problem(schema, context: [], depth: 0)
    }

    private static func problem(_ schema: JSONValue, context: [String], depth: Int) -> String? {
        guard depth < maximumDepth else { return "\(place(context)) the schema is nested too deeply." }
        let properties = schema["properties"]?.memberList ?? []
        if SchemaReference.type(schema) == "object" {
            guard schema["additionalProperties"] == .bool(false) else {
                return "\(place(context)) 'additionalProperties' is required to be supplied and to be false."
            }
            let required = schema["required"]?.array?.compactMap(\.string) ?? []
            for property in properties where !required.contains(property.key) {
                return
                    "\(place(context)) 'required' is required to be supplied and to be an array including every "
                    + "key in properties. Missing '\(property.key)'."
            }
        }
        for property in properties {
            let own = context + ["properties", property.key]
            if let found = problem(property.value, context: own, depth: depth + 1) { return found }
        }
        for name in ["$defs", "definitions"] {
            for definition in schema[name]?.memberList ?? [] {
                let own = context + [name, definition.key]
                if let found = problem(definition.value, context: own, depth: depth + 1) { return found }
            }
        }
        if let items = schema["items"],
            let found = problem(items, context: context + ["items"], depth: depth + 1)
        {
            return found
        }
        for (index, choice) in (schema["anyOf"]?.array ?? []).enumerated() {
            let own = context + ["anyOf", String(index)]
            if let found = problem(choice, context: own, depth: depth + 1) { return found }
        }
        return nil
    }

    private static func place(_ context: [String]) -> String {
        "In context=(" + context.map { "'\($0)'" }.joined(separator: ", ") + "),"
    }
}
