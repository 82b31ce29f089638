import Quantities

/// Whether a value fits a JSON Schema, as far as `SchemaSampler` reads schemas.
struct SchemaCheck {
    let root: JSONValue

    /// The first thing that does not fit, with its place; nil if all does.
    /// - Complexity: O(value).
    func problem(_ value: JSONValue) -> String? { problem(value, root, place: "$", depth: 0) }

    private func problem(_ value: JSONValue, _ schema: JSONValue, place: String, depth: Int) -> String? {
        guard depth < SchemaSampler.maximumDepth else { return nil }
        let schema = SchemaReference.resolved(schema, root: root)
        if let constant = schema["const"], constant != value { return "\(place) is not the constant" }
        if let choices = schema["enum"]?.array, !choices.contains(value) {
            return "\(place) is not in the list"
        }
        for key in ["anyOf", "oneOf"] {
            if let choices = schema[key]?.array,
                !choices.contains(where: { problem(value, $0, place: place, depth: depth + 1) == nil })
            {
                return "\(place) fits none of \(key)"
            }
        }
        for part in schema["allOf"]?.array ?? [] {
            if let found = problem(value, part, place: place, depth: depth + 1) { return found }
        }
        guard SchemaCheck.isOfType(value, schema["type"]) else {
            return "\(place) is not of type \(schema["type"]?.text() ?? "")"
        }
        switch value {
        case .object(let members): return problem(members, schema, place: place, depth: depth)
        case .array(let elements):
            if elements.count < schema["minItems"]?.integer ?? 0 { return "\(place) has too few elements" }
            if let most = schema["maxItems"]?.integer, elements.count > most {
                return "\(place) has too many"
            }
            guard let items = schema["items"] else { return nil }
            for (index, element) in elements.enumerated() {
                let here = "\(place)[\(index)]"
                if let found = problem(element, items, place: here, depth: depth + 1) { return found }
            }
            return nil
        case .string(let text):
            if text.count < schema["minLength"]?.integer ?? 0 { return "\(place) is too short" }
            if let most = schema["maxLength"]?.integer, text.count > most { return "\(place) is too long" }
            return nil
        default:
            guard let number = value.double else { return nil }
            if let low = schema["minimum"]?.double, number < low { return "\(place) is below \(low)" }
            if let high = schema["maximum"]?.double, number > high { return "\(place) is above \(high)" }
            return nil
        }
    }

    private func problem(
        _ members: [JSONValue.Member], _ schema: JSONValue, place: String, depth: Int
    ) -> String? {
        for name in schema["required"]?.array?.compactMap(\.string) ?? []
        where !members.contains(where: { $0.key == name }) {
            return "\(place).\(name) is missing"
        }
        for member in members {
            if let own = schema["properties"]?[member.key] {
                let here = "\(place).\(member.key)"
                if let found = problem(member.value, own, place: here, depth: depth + 1) { return found }
            } else if schema["additionalProperties"] == .bool(false) {
                return "\(place).\(member.key) is unknown"
            }
        }
        return nil
    }

    private static func isOfType(_ value: JSONValue, _ type: JSONValue?) -> Bool {
        guard let type else { return true }
        if let names = type.array { return names.contains { isOfType(value, $0) } }
        return switch (type.string, value) {
        case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("null", .null),
            ("integer", .integer), ("number", .integer), ("number", .number):
            true
        case ("integer", .number(let number)): number == number.rounded()
        default: false
        }
    }
}
