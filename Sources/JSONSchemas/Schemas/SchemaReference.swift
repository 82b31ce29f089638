package import Encodings

/// The parts of JSON Schema that sampling and checking share.
package enum SchemaReference {
    /// The schema that a `$ref` into the same document points at; itself without one, or where it points at nothing.
    package static func resolved(_ schema: JSONValue, root: JSONValue) -> JSONValue {
        var schema = schema
        for _ in 0..<SchemaSampler.maximumDepth {
            guard let reference = schema["$ref"]?.string, let target = target(of: reference, root: root)
            else { return schema }
            schema = target
        }
        return schema
    }

    /// What a reference into the same document points at; nil where that is nothing.
    static func target(of reference: String, root: JSONValue) -> JSONValue? {
        guard reference == "#" || reference.hasPrefix("#/") else { return nil }
        var target = root
        for part in reference.dropFirst().split(separator: "/") {
            let name = part.replacing("~1", with: "/").replacing("~0", with: "~")
            if let elements = target.array, let index = Int(name), elements.indices.contains(index) {
                target = elements[index]
            } else if let member = target[String(name)] {
                target = member
            } else {
                return nil
            }
        }
        return target
    }

    /// The type asked for; the first that is not null of several, and that which the other words imply.
    package static func type(_ schema: JSONValue) -> String? {
        if let name = schema["type"]?.string { return name }
        if let names = schema["type"]?.array { return names.compactMap(\.string).first { $0 != "null" } }
        if schema["properties"] != nil { return "object" }
        if schema["items"] != nil { return "array" }
        return nil
    }

    /// The types that a value may have, those that are not null first; empty where any will do.
    static func types(_ schema: JSONValue) -> [String] {
        if let name = schema["type"]?.string { return [name] }
        if let names = schema["type"]?.array?.compactMap(\.string) {
            return names.filter { $0 != "null" } + names.filter { $0 == "null" }
        }
        for (name, words) in implied where words.contains(where: { schema[$0] != nil }) { return [name] }
        return []
    }

    /// Keywords that bind values of one type only.
    private static let implied: [(String, [String])] = [
        (
            "object",
            [
                "properties", "required", "additionalProperties", "patternProperties", "minProperties",
                "maxProperties", "propertyNames",
            ]
        ),
        ("array", ["items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"]),
        ("string", ["pattern", "minLength", "maxLength", "format"]),
        ("number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    ]

    /// The schemas of the first elements of a list; `items` as a list is the older word for it.
    static func prefix(_ schema: JSONValue) -> [JSONValue] {
        schema["prefixItems"]?.array ?? schema["items"]?.array ?? []
    }

    /// The schema of the elements after those; nil binds them to nothing.
    static func rest(_ schema: JSONValue) -> JSONValue? {
        guard let items = schema["items"] else { return nil }
        return items.array == nil ? items : schema["additionalItems"]
    }

    /// A count that a keyword gives; nil where it gives none. A count past every list and text is the greatest integer.
    static func count(_ value: JSONValue?) -> Int? {
        switch value {
        case .integer(let count)?: max(0, count)
        case .number(let count)?: count >= 0x1p62 ? Int.max : count >= 0 ? Int(count) : 0
        default: nil
        }
    }
}
