import Encodings

/// Keywords that bind values of one type.
extension SchemaCheck {
    mutating func findObject(
        _ members: [JSONValue.Member], _ schema: JSONValue, place: String, depth: Int
    ) -> Violation? {
        for name in schema["required"]?.array?.compactMap(\.string) ?? []
        where !members.contains(where: { $0.key == name }) {
            return Violation("required", "\(place).\(name) is missing")
        }
        if let least = SchemaReference.count(schema["minProperties"]), members.count < least {
            return Violation("minProperties", "\(place) has too few members")
        }
        if let most = SchemaReference.count(schema["maxProperties"]), members.count > most {
            return Violation("maxProperties", "\(place) has too many members")
        }
        let patterns = SchemaCheck.patterns(schema)
        for member in members {
            let here = "\(place).\(member.key)"
            if let names = schema["propertyNames"],
                find(.string(member.key), names, place: here, depth: depth + 1) != nil
            {
                return Violation("propertyNames", "\(here) has a name that does not fit")
            }
            var isKnown = false
            if let own = schema["properties"]?[member.key] {
                isKnown = true
                if let found = find(member.value, own, place: here, depth: depth + 1) { return found }
            }
            for (pattern, own) in patterns where pattern.matches(member.key) {
                isKnown = true
                if let found = find(member.value, own, place: here, depth: depth + 1) { return found }
            }
            guard !isKnown, let others = schema["additionalProperties"] else { continue }
            if others == .bool(false) { return Violation("additionalProperties", "\(here) is unknown") }
            if let found = find(member.value, others, place: here, depth: depth + 1) { return found }
        }
        return findDependent(members, schema, place: place, depth: depth)
    }

    private mutating func findDependent(
        _ members: [JSONValue.Member], _ schema: JSONValue, place: String, depth: Int
    ) -> Violation? {
        for rule in schema["dependentRequired"]?.memberList ?? []
        where members.contains(where: { $0.key == rule.key }) {
            for name in rule.value.array?.compactMap(\.string) ?? []
            where !members.contains(where: { $0.key == name }) {
                return Violation("dependentRequired", "\(place).\(name) is missing beside \(rule.key)")
            }
        }
        for rule in schema["dependentSchemas"]?.memberList ?? []
        where members.contains(where: { $0.key == rule.key }) {
            if let found = find(.object(members), rule.value, place: place, depth: depth + 1) { return found }
        }
        return nil
    }

    /// Patterns of names that the mock reads, with the schemas of their members.
    static func patterns(_ schema: JSONValue) -> [(TextPattern, JSONValue)] {
        (schema["patternProperties"]?.memberList ?? []).compactMap { member in
            (try? TextPattern(member.key)).map { ($0, member.value) }
        }
    }

    mutating func findArray(
        _ elements: [JSONValue], _ schema: JSONValue, place: String, depth: Int
    ) -> Violation? {
        if let least = SchemaReference.count(schema["minItems"]), elements.count < least {
            return Violation("minItems", "\(place) has too few elements")
        }
        if let most = SchemaReference.count(schema["maxItems"]), elements.count > most {
            return Violation("maxItems", "\(place) has too many")
        }
        let prefix = SchemaReference.prefix(schema)
        let rest = SchemaReference.rest(schema)
        for (index, element) in elements.enumerated() {
            guard let own = index < prefix.count ? prefix[index] : rest else { continue }
            let here = "\(place)[\(index)]"
            if own == .bool(false) { return Violation("items", "\(here) may not be there") }
            if let found = find(element, own, place: here, depth: depth + 1) { return found }
        }
        if schema["uniqueItems"] == .bool(true), let index = SchemaCheck.repeated(elements) {
            return Violation("uniqueItems", "\(place)[\(index)] was there before")
        }
        guard let wanted = schema["contains"] else { return nil }
        var count = 0
        for element in elements where find(element, wanted, place: place, depth: depth + 1) == nil {
            count += 1
        }
        if count < SchemaReference.count(schema["minContains"]) ?? 1 {
            return Violation("contains", "\(place) has too few elements that fit contains")
        }
        if let most = SchemaReference.count(schema["maxContains"]), count > most {
            return Violation("maxContains", "\(place) has too many elements that fit contains")
        }
        return nil
    }

    /// The place of the first element that was there before.
    private static func repeated(_ elements: [JSONValue]) -> Int? {
        elements.indices.first { index in
            elements[..<index].contains { areEqual($0, elements[index]) }
        }
    }

    static func findText(_ text: String, _ schema: JSONValue, place: String) -> Violation? {
        let length = text.unicodeScalars.count
        if let least = SchemaReference.count(schema["minLength"]), length < least {
            return Violation("minLength", "\(place) is too short")
        }
        if let most = SchemaReference.count(schema["maxLength"]), length > most {
            return Violation("maxLength", "\(place) is too long")
        }
        guard let source = schema["pattern"]?.string else { return nil }
        do throws(SchemaRefusal) {
            return try TextPattern(source).matches(text)
                ? nil : Violation("pattern", "\(place) does not fit the pattern \(source)")
        } catch {
            return Violation(error.keyword, "\(place): \(error.message)")
        }
    }

    static func findNumber(_ number: Double, _ schema: JSONValue, place: String) -> Violation? {
        if let low = schema["minimum"]?.double, number < low {
            return Violation("minimum", "\(place) is below \(low)")
        }
        if let high = schema["maximum"]?.double, number > high {
            return Violation("maximum", "\(place) is above \(high)")
        }
        if let low = schema["exclusiveMinimum"]?.double, number <= low {
            return Violation("exclusiveMinimum", "\(place) is not above \(low)")
        }
        if let high = schema["exclusiveMaximum"]?.double, number >= high {
            return Violation("exclusiveMaximum", "\(place) is not below \(high)")
        }
        if let step = schema["multipleOf"]?.double, step > 0 {
            let quotient = number / step
            // Decimal fractions are not exact in binary.
            guard quotient.isFinite, abs(quotient - quotient.rounded()) <= 1e-9 * max(1, abs(quotient)) else {
                return Violation("multipleOf", "\(place) is no multiple of \(step)")
            }
        }
        return nil
    }
}
