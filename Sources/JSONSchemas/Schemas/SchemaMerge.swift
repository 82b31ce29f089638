import Encodings

/// Two schemas that a value must fit at once, as one.
///
/// Keywords that cannot be joined keep the first value; whoever samples checks the whole.
enum SchemaMerge {
    static func joined(
        _ first: [JSONValue.Member], _ second: [JSONValue.Member]
    ) throws(SchemaRefusal) -> [JSONValue.Member] {
        var out = first
        for member in second {
            guard let index = out.firstIndex(where: { $0.key == member.key }) else {
                out.append(member)
                continue
            }
            out[index].value = try joined(member.key, out[index].value, member.value)
        }
        return out
    }

    private static func joined(
        _ key: String, _ first: JSONValue, _ second: JSONValue
    ) throws(SchemaRefusal) -> JSONValue {
        guard first != second else { return first }
        switch key {
        case "properties", "patternProperties": return properties(first, second)
        case "required": return .array((first.array ?? []) + (second.array ?? []))
        case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains":
            return (first.double ?? 0) >= (second.double ?? 0) ? first : second
        case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains":
            return (first.double ?? 0) <= (second.double ?? 0) ? first : second
        case "enum":
            let both = (first.array ?? []).filter { value in
                (second.array ?? []).contains { SchemaCheck.areEqual($0, value) }
            }
            guard !both.isEmpty else { throw SchemaRefusal(key, "has no value that fits all of allOf") }
            return .array(both)
        case "type": return try types(first, second)
        case "items", "additionalItems", "additionalProperties", "propertyNames":
            if first.array != nil || second.array != nil { return first }
            if first == .bool(false) || second == .bool(false) { return false }
            return .members(["allOf": [first, second]])
        case "multipleOf": return multiple(first, second)
        case "const": throw SchemaRefusal(key, "has two values")
        case "uniqueItems": return true
        default: return first
        }
    }

    private static func properties(_ first: JSONValue, _ second: JSONValue) -> JSONValue {
        var out = first.memberList ?? []
        for member in second.memberList ?? [] {
            if let index = out.firstIndex(where: { $0.key == member.key }) {
                guard out[index].value != member.value else { continue }
                out[index].value = .members(["allOf": [out[index].value, member.value]])
            } else {
                out.append(member)
            }
        }
        return .object(out)
    }

    private static func types(_ first: JSONValue, _ second: JSONValue) throws(SchemaRefusal) -> JSONValue {
        let others = (second.array ?? [second]).compactMap(\.string)
        let both = (first.array ?? [first]).compactMap(\.string).compactMap { name -> String? in
            if others.contains(name) { return name }
            if name == "integer", others.contains("number") { return name }
            return name == "number" && others.contains("integer") ? "integer" : nil
        }
        guard !both.isEmpty else { throw SchemaRefusal("type", "has nothing that fits all of allOf") }
        return both.count == 1 ? .string(both[0]) : .array(both.map { .string($0) })
    }

    /// The least common multiple of whole numbers; of others the greater, which may or may not do.
    private static func multiple(_ first: JSONValue, _ second: JSONValue) -> JSONValue {
        guard let left = first.integer, let right = second.integer, left > 0, right > 0 else {
            return (first.double ?? 0) >= (second.double ?? 0) ? first : second
        }
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        let (product, isOver) = (left / a).multipliedReportingOverflow(by: right)
        return isOver ? first : .integer(product)
    }
}
