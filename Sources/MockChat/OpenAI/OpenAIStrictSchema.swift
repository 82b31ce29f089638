import Encodings
import JSONSchemas

/// What OpenAI demands of a schema that is `strict`: every part has a type, objects close themselves and require all their
/// properties, and some words of JSON Schema are not there.
struct OpenAIStrictSchema {
    private static let maximumDepth = 32
    private static let types = ["string", "number", "integer", "boolean", "object", "array", "null"]
    private static let refused = [
        "allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas",
        "patternProperties",
        "propertyNames", "minProperties", "maxProperties", "unevaluatedProperties", "unevaluatedItems",
        "contains", "minContains", "maxContains", "uniqueItems", "prefixItems",
    ]

    private let root: JSONValue

    /// The first thing that breaks the rules, in OpenAI's words; nil if none does.
    static func problem(_ schema: JSONValue) -> String? {
        for word in ["anyOf", "oneOf", "allOf"] where schema[word] != nil {
            return "In context=(), '\(word)' is not permitted at the root."
        }
        let resolved = SchemaReference.resolved(schema, root: schema)
        guard resolved["type"]?.string == "object" else {
            return "schema must be a JSON Schema of 'type: \"object\"', got "
                + "'type: \(schema["type"]?.text() ?? "None")'."
        }
        return OpenAIStrictSchema(root: schema).problem(schema, context: [], depth: 0)
    }

    private func problem(_ schema: JSONValue, context: [String], depth: Int) -> String? {
        let place = OpenAIStrictSchema.place(context)
        guard depth < OpenAIStrictSchema.maximumDepth else {
            return "\(place) the schema is nested too deeply."
        }
        guard schema.isObject else { return "\(place) \(schema.text()) is not a schema." }
        return word(schema, place) ?? type(schema, place) ?? object(schema, place)
            ?? within(schema, context: context, depth: depth)
    }

    private func word(_ schema: JSONValue, _ place: String) -> String? {
        let word = OpenAIStrictSchema.refused.first { schema[$0] != nil }
        return word.map { "\(place) '\($0)' is not permitted." }
    }

    private func type(_ schema: JSONValue, _ place: String) -> String? {
        if let reference = schema["$ref"] {
            let resolved = SchemaReference.resolved(schema, root: root)
            guard reference.string?.hasPrefix("#") ?? false, resolved["$ref"] == nil else {
                return
                    "\(place) reference to component \(reference.text()) which was not found in the schema."
            }
            return nil
        }
        if schema["anyOf"] != nil { return nil }
        guard let type = schema["type"] else { return "\(place) schema must have a 'type' key." }
        let names = type.array ?? [type]
        if let unknown = names.first(where: { !OpenAIStrictSchema.types.contains($0.string ?? "") }) {
            return "\(place) \(unknown.text()) is not valid under any of the given schemas."
        }
        if names.contains("array"), schema["items"] == nil {
            return "\(place) array schema missing items."
        }
        return nil
    }

    private func object(_ schema: JSONValue, _ place: String) -> String? {
        guard schema["$ref"] == nil, SchemaReference.type(schema) == "object" else { return nil }
        guard schema["additionalProperties"] == .bool(false) else {
            return "\(place) 'additionalProperties' is required to be supplied and to be false."
        }
        let properties = (schema["properties"]?.memberList ?? []).map(\.key)
        let required = schema["required"]?.array?.compactMap(\.string) ?? []
        let rule =
            "\(place) 'required' is required to be supplied and to be an array including every key in properties."
        if let missing = properties.first(where: { !required.contains($0) }) {
            return "\(rule) Missing '\(missing)'."
        }
        let extra = required.first { !properties.contains($0) }
        return extra.map { "\(rule) Extra required key '\($0)' supplied." }
    }

    /// The first problem of the parts.
    private func within(_ schema: JSONValue, context: [String], depth: Int) -> String? {
        var parts: [(JSONValue, [String])] = []
        for name in ["properties", "$defs", "definitions"] {
            parts += (schema[name]?.memberList ?? []).map { ($0.value, [name, $0.key]) }
        }
        if let items = schema["items"] { parts.append((items, ["items"])) }
        parts += (schema["anyOf"]?.array ?? []).enumerated().map {
            ($0.element, ["anyOf", String($0.offset)])
        }
        for (part, name) in parts {
            if let found = problem(part, context: context + name, depth: depth + 1) { return found }
        }
        return nil
    }

    private static func place(_ context: [String]) -> String {
        "In context=(" + context.map { "'\($0)'" }.joined(separator: ", ") + "),"
    }
}
