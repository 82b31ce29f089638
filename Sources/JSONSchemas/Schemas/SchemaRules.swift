package import Encodings

/// What a JSON Schema must be to be one, and which of its keywords the mock cannot keep.
package enum SchemaRules {
    private static let counts = [
        "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains",
        "maxContains",
    ]
    private static let bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
    private static let types = ["object", "array", "string", "boolean", "null", "integer", "number"]
    private static let single = [
        "items", "additionalItems", "additionalProperties", "contains", "not", "if", "then", "else",
        "propertyNames",
    ]
    private static let lists = ["anyOf", "oneOf", "allOf", "prefixItems"]
    private static let maps = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]
    private static let unkept = [
        "$dynamicRef", "$recursiveRef", "unevaluatedProperties", "unevaluatedItems",
    ]

    /// The first keyword with a value that JSON Schema does not allow; nil where all are well.
    /// - Complexity: O(schema).
    package static func invalid(_ schema: JSONValue) -> SchemaRefusal? {
        problem(schema, root: schema, isSampled: false)
    }

    /// The same, and keywords that samples and checks do not look at.
    static func unfit(_ schema: JSONValue) -> SchemaRefusal? {
        problem(schema, root: schema, isSampled: true)
    }

    private static func problem(_ schema: JSONValue, root: JSONValue, isSampled: Bool) -> SchemaRefusal? {
        if case .bool = schema { return nil }
        guard schema.isObject else { return SchemaRefusal("schema", "must be an object or a boolean") }
        if let found = values(schema, root: root) { return found }
        if isSampled {
            if let name = unkept.first(where: { schema[$0] != nil }) {
                return SchemaRefusal(name, "is not supported by this mock")
            }
            if let found = patterns(schema) { return found }
        }
        for name in single {
            guard let inner = schema[name] else { continue }
            if name == "items", let elements = inner.array {
                for element in elements {
                    if let found = problem(element, root: root, isSampled: isSampled) { return found }
                }
            } else if let found = problem(inner, root: root, isSampled: isSampled) {
                return found
            }
        }
        for name in lists {
            guard let inner = schema[name] else { continue }
            guard let elements = inner.array, !elements.isEmpty else {
                return SchemaRefusal(name, "must be a list of schemas that is not empty")
            }
            for element in elements {
                if let found = problem(element, root: root, isSampled: isSampled) { return found }
            }
        }
        for name in maps {
            guard let inner = schema[name] else { continue }
            guard let members = inner.memberList else {
                return SchemaRefusal(name, "must be an object of schemas")
            }
            for member in members {
                if let found = problem(member.value, root: root, isSampled: isSampled) { return found }
            }
        }
        return nil
    }

    /// Keywords whose values are no schemas.
    private static func values(_ schema: JSONValue, root: JSONValue) -> SchemaRefusal? {
        for name in counts {
            guard let value = schema[name] else { continue }
            guard let number = value.double, number >= 0, number == number.rounded() else {
                return SchemaRefusal(name, "must be an integer that is not negative, not \(value.text())")
            }
        }
        for name in bounds {
            guard let value = schema[name] else { continue }
            guard let number = value.double, number.isFinite else {
                return SchemaRefusal(name, "must be a number, not \(value.text())")
            }
            if name == "multipleOf", number <= 0 { return SchemaRefusal(name, "must be greater than 0") }
        }
        if let type = schema["type"] {
            let names = type.array ?? [type]
            guard !names.isEmpty, names.allSatisfy({ $0.string.map(types.contains) ?? false }) else {
                return SchemaRefusal("type", "must be one of \(types.joined(separator: ", "))")
            }
        }
        if let list = schema["enum"], list.array?.isEmpty ?? true {
            return SchemaRefusal("enum", "must be a list that is not empty")
        }
        if let list = schema["required"], !(list.array?.allSatisfy { $0.string != nil } ?? false) {
            return SchemaRefusal("required", "must be a list of names")
        }
        if let flag = schema["uniqueItems"], flag.bool == nil {
            return SchemaRefusal("uniqueItems", "must be a boolean")
        }
        if let pattern = schema["pattern"], pattern.string == nil {
            return SchemaRefusal("pattern", "must be a text")
        }
        if let reference = schema["$ref"] {
            guard let text = reference.string, SchemaReference.target(of: text, root: root) != nil else {
                return SchemaRefusal("$ref", "must point into the schema, not at \(reference.text())")
            }
        }
        return nil
    }

    private static func patterns(_ schema: JSONValue) -> SchemaRefusal? {
        let names = schema["patternProperties"]?.memberList?.map(\.key) ?? []
        for text in (schema["pattern"]?.string).map({ [$0] + names }) ?? names {
            do { _ = try TextPattern(text) } catch { return error }
        }
        return nil
    }
}
