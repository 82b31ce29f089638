package import Encodings

/// Reads the members of an object in a request, and refuses wrong types and values in OpenAI's words.
///
/// A member that is `null` counts as absent.
package struct OpenAIFields {
    let members: [JSONValue.Member]
    /// Where the object is, such as `messages[0]`; empty at the top.
    package let place: String

    package init(_ value: JSONValue, at place: String = "") throws(OpenAIRefusal) {
        guard let members = value.memberList else {
            throw OpenAIFields.wrongType(place, expected: "an object", value)
        }
        self.members = members
        self.place = place
    }

    package func path(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }

    package subscript(name: String) -> JSONValue? {
        guard let member = members.first(where: { $0.key == name }), member.value != .null else { return nil }
        return member.value
    }

    /// Refuses members with any other name.
    package func allow(_ names: Set<String>) throws(OpenAIRefusal) {
        for member in members where !names.contains(member.key) {
            throw OpenAIRefusal(
                "Unknown parameter: '\(path(member.key))'.", param: path(member.key),
                code: "unknown_parameter")
        }
    }

    package func required(_ name: String) throws(OpenAIRefusal) -> JSONValue {
        if let value = self[name] { return value }
        throw OpenAIRefusal(
            "Missing required parameter: '\(path(name))'.", param: path(name),
            code: "missing_required_parameter")
    }

    package func string(_ name: String) throws(OpenAIRefusal) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.string else {
            throw OpenAIFields.wrongType(path(name), expected: "a string", value)
        }
        return text
    }

    package func requiredString(_ name: String) throws(OpenAIRefusal) -> String {
        _ = try required(name)
        return try string(name) ?? ""
    }

    package func bool(_ name: String) throws(OpenAIRefusal) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let flag = value.bool else {
            throw OpenAIFields.wrongType(path(name), expected: "a boolean", value)
        }
        return flag
    }

    package func integer(_ name: String, in range: ClosedRange<Int>) throws(OpenAIRefusal) -> Int? {
        guard let value = self[name] else { return nil }
        guard let number = value.integer else {
            throw OpenAIFields.wrongType(path(name), expected: "an integer", value)
        }
        if number < range.lowerBound {
            throw outside(name, "integer", isAbove: false, "\(range.lowerBound)", "\(number)")
        }
        if number > range.upperBound {
            throw outside(name, "integer", isAbove: true, "\(range.upperBound)", "\(number)")
        }
        return number
    }

    package func number(_ name: String, in range: ClosedRange<Double>) throws(OpenAIRefusal) -> Double? {
        guard let value = self[name] else { return nil }
        guard let number = value.double else {
            throw OpenAIFields.wrongType(path(name), expected: "a decimal", value)
        }
        if number < range.lowerBound {
            throw outside(name, "decimal", isAbove: false, OpenAIFields.text(range.lowerBound), value.text())
        }
        if number > range.upperBound {
            throw outside(name, "decimal", isAbove: true, OpenAIFields.text(range.upperBound), value.text())
        }
        return number
    }

    package func array(_ name: String) throws(OpenAIRefusal) -> [JSONValue]? {
        guard let value = self[name] else { return nil }
        guard let elements = value.array else {
            throw OpenAIFields.wrongType(path(name), expected: "an array", value)
        }
        return elements
    }

    /// One of a list of texts.
    package func choice(_ name: String, of choices: [String]) throws(OpenAIRefusal) -> String? {
        guard let text = try string(name) else { return nil }
        if choices.contains(text) { return text }
        throw OpenAIFields.wrongValue(path(name), text, choices: choices)
    }

    // MARK: Refusals

    static func wrongType(_ place: String, expected: String, _ value: JSONValue) -> OpenAIRefusal {
        OpenAIRefusal(
            "Invalid type for '\(place)': expected \(expected), but got \(kind(value)) instead.",
            param: place,
            code: "invalid_type")
    }

    static func wrongValue(_ place: String, _ text: String, choices: [String]) -> OpenAIRefusal {
        let list = choices.map { "'\($0)'" }.joined(separator: ", ")
        return OpenAIRefusal(
            "Invalid value: '\(text)'. Supported values are: \(list).", param: place, code: "invalid_value")
    }

    private func outside(
        _ name: String, _ kind: String, isAbove: Bool, _ bound: String, _ given: String
    ) -> OpenAIRefusal {
        OpenAIRefusal(
            "Invalid '\(path(name))': \(kind) \(isAbove ? "above maximum" : "below minimum") value. Expected a value "
                + "\(isAbove ? "<=" : ">=") \(bound), but got \(given) instead.", param: path(name),
            code: "\(kind)_\(isAbove ? "above_max" : "below_min")_value")
    }

    private static func text(_ number: Double) -> String { JSONValue.number(number).text() }

    private static func kind(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .integer: "an integer"
        case .number: "a decimal number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
