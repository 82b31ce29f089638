package import Encodings

/// Whether a value fits a JSON Schema. `format` and other notes are not looked at, as the standard has it.
package struct SchemaCheck {
    /// What does not fit.
    package struct Violation: Hashable {
        var keyword: String
        /// With its place.
        var message: String

        init(_ keyword: String, _ message: String) {
            self.keyword = keyword
            self.message = message
        }
    }

    let root: JSONValue
    /// Schemas within schemas can ask for more work than anyone has time for.
    var stepsLeft = 300_000

    static let maximumDepth = 64

    package init(root: JSONValue) { self.root = root }

    /// The first thing that does not fit, with its place; nil if all does.
    package func problem(_ value: JSONValue) -> String? { violation(value)?.message }

    package func violation(_ value: JSONValue) -> Violation? { violation(value, against: root) }

    /// - Parameter schema: within the root, where its references point.
    func violation(_ value: JSONValue, against schema: JSONValue) -> Violation? {
        var check = self
        return check.find(value, schema, place: "$", depth: 0)
    }

    mutating func find(_ value: JSONValue, _ schema: JSONValue, place: String, depth: Int) -> Violation? {
        stepsLeft -= 1
        guard stepsLeft > 0 else { return Violation("schema", "\(place) takes too long to check") }
        guard depth < SchemaCheck.maximumDepth else { return nil }
        if schema == .bool(false) { return Violation("false", "\(place) may not be there") }
        if let reference = schema["$ref"]?.string {
            guard let target = SchemaReference.target(of: reference, root: root) else {
                return Violation("$ref", "\(place) has a schema that is not there: \(reference)")
            }
            if let found = find(value, target, place: place, depth: depth + 1) { return found }
        }
        if let constant = schema["const"], !SchemaCheck.areEqual(constant, value) {
            return Violation("const", "\(place) is not the constant")
        }
        if let choices = schema["enum"]?.array,
            !choices.contains(where: { SchemaCheck.areEqual($0, value) })
        {
            return Violation("enum", "\(place) is not in the list")
        }
        if let found = findCombined(value, schema, place: place, depth: depth) { return found }
        guard SchemaCheck.isOfType(value, schema["type"]) else {
            return Violation("type", "\(place) is not of type \(schema["type"]?.text() ?? "")")
        }
        switch value {
        case .object(let members): return findObject(members, schema, place: place, depth: depth)
        case .array(let elements): return findArray(elements, schema, place: place, depth: depth)
        case .string(let text): return SchemaCheck.findText(text, schema, place: place)
        default: return value.double.flatMap { SchemaCheck.findNumber($0, schema, place: place) }
        }
    }

    /// `anyOf`, `oneOf`, `allOf`, `not` and conditions.
    private mutating func findCombined(
        _ value: JSONValue, _ schema: JSONValue, place: String, depth: Int
    ) -> Violation? {
        func fits(_ check: inout SchemaCheck, _ schema: JSONValue) -> Bool {
            check.find(value, schema, place: place, depth: depth + 1) == nil
        }
        if let choices = schema["anyOf"]?.array {
            var isFit = false
            for choice in choices where !isFit { isFit = fits(&self, choice) }
            if !isFit { return Violation("anyOf", "\(place) fits none of anyOf") }
        }
        if let choices = schema["oneOf"]?.array {
            var count = 0
            for choice in choices where count < 2 && fits(&self, choice) { count += 1 }
            if count == 0 { return Violation("oneOf", "\(place) fits none of oneOf") }
            if count > 1 { return Violation("oneOf", "\(place) fits more than one of oneOf") }
        }
        for part in schema["allOf"]?.array ?? [] {
            if let found = find(value, part, place: place, depth: depth + 1) { return found }
        }
        if let other = schema["not"], fits(&self, other) {
            return Violation("not", "\(place) fits what it must not")
        }
        if let condition = schema["if"] {
            let word = fits(&self, condition) ? "then" : "else"
            if let branch = schema[word] {
                return find(value, branch, place: place, depth: depth + 1)
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

    /// Equal in JSON: 1 is 1.0, and the order of members is of no account.
    static func areEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if left == right { return true }
        switch (left, right) {
        case (.integer(let whole), .number(let number)), (.number(let number), .integer(let whole)):
            return Double(whole) == number
        case (.array(let left), .array(let right)):
            return left.count == right.count && zip(left, right).allSatisfy { areEqual($0, $1) }
        case (.object(let members), .object(let others)):
            return members.count == others.count
                && members.allSatisfy { member in
                    right[member.key].map { areEqual(member.value, $0) } ?? false
                }
        default: return false
        }
    }
}
