import Encodings

/// Which messages a subscriber wants, by their attributes.
///
/// All named attributes must match, each by any of its conditions: equal values, `prefix`, `suffix`,
/// `equals-ignore-case`, `anything-but`, `numeric` and `exists`.
struct FilterPolicy: Hashable, Sendable {
    enum Condition: Hashable, Sendable {
        case equals(JSONValue)
        case prefix(String)
        case suffix(String)
        case ignoringCase(String)
        case anythingBut([Condition])
        case numeric([Bound])
        case exists(Bool)
    }

    struct Bound: Hashable, Sendable {
        var relation: String
        var number: Double

        func holds(_ value: Double) -> Bool {
            switch relation {
            case "<": value < number
            case "<=": value <= number
            case ">": value > number
            case ">=": value >= number
            default: value == number
            }
        }
    }

    struct Problem: Error, Hashable {
        var message: String
    }

    private struct Rule: Hashable {
        var name: String
        var conditions: [Condition]
    }

    private var rules: [Rule] = []

    /// - Throws: what is wrong, in words for the client.
    init(_ text: String) throws(Problem) {
        guard let value = try? JSONParser.parse(text), case .object(let members) = value else {
            throw Problem(message: "failed to parse JSON.")
        }
        guard members.count <= 5 else {
            throw Problem(message: "Filter policy can not have more than 5 keys")
        }
        for member in members {
            if member.key == "$or" { throw Problem(message: "$or is not supported here") }
            guard let values = member.value.array, !values.isEmpty else {
                throw Problem(message: "\"\(member.key)\" must be an object or an array")
            }
            var conditions: [Condition] = []
            for value in values { conditions.append(try FilterPolicy.condition(value)) }
            rules.append(Rule(name: member.key, conditions: conditions))
        }
    }

    private static func condition(_ value: JSONValue) throws(Problem) -> Condition {
        guard case .object(let members) = value else {
            if value.array != nil {
                throw Problem(message: "Match value must be String, number, true, false, or null")
            }
            return .equals(value)
        }
        guard members.count == 1, let member = members.first else {
            throw Problem(message: "Only one key allowed in match expression")
        }
        switch (member.key, member.value) {
        case ("prefix", .string(let text)): return .prefix(text)
        case ("suffix", .string(let text)): return .suffix(text)
        case ("equals-ignore-case", .string(let text)): return .ignoringCase(text)
        case ("exists", .bool(let flag)): return .exists(flag)
        case ("numeric", .array(let values)): return .numeric(try bounds(values))
        case ("anything-but", .array(let values)):
            var conditions: [Condition] = []
            guard !values.isEmpty else { throw Problem(message: "Empty arrays are not allowed") }
            for value in values { conditions.append(try excluded(value)) }
            return .anythingBut(conditions)
        case ("anything-but", let value): return .anythingBut([try excluded(value)])
        default: throw Problem(message: "Unrecognized match type \(member.key)")
        }
    }

    /// What `anything-but` leaves out: texts, numbers, and beginnings or ends of texts.
    private static func excluded(_ value: JSONValue) throws(Problem) -> Condition {
        let condition = try condition(value)
        switch condition {
        case .equals(let value) where value.string != nil || value.double != nil: return condition
        case .prefix, .suffix, .ignoringCase: return condition
        default: throw Problem(message: "Inside anything-but list, \(value.text()) is not supported.")
        }
    }

    private static func bounds(_ values: [JSONValue]) throws(Problem) -> [Bound] {
        var bounds: [Bound] = []
        for place in stride(from: 0, to: values.count - 1, by: 2) {
            guard let relation = values[place].string, ["=", "<", "<=", ">", ">="].contains(relation),
                let number = values[place + 1].double
            else { throw Problem(message: "Unrecognized numeric range operator: \(values[place].text())") }
            bounds.append(Bound(relation: relation, number: number))
        }
        guard (1...2).contains(bounds.count), values.count == 2 * bounds.count else {
            throw Problem(
                message: values.isEmpty
                    ? "Invalid member in numeric match: ]"
                    : "Too many elements in numeric expression, or one without its number")
        }
        guard bounds.count == 2 else { return bounds }
        guard bounds[0].relation.hasPrefix(">"), bounds[1].relation.hasPrefix("<") else {
            throw Problem(
                message: "Bad numeric range operator: \(bounds[0].relation) \(bounds[1].relation)")
        }
        guard bounds[0].number < bounds[1].number else {
            throw Problem(message: "Bottom must be less than top")
        }
        return bounds
    }

    func matches(_ attributes: [SNSAttribute]) -> Bool {
        rules.allSatisfy { rule in
            let attribute = attributes.first { $0.name == rule.name }
            return rule.conditions.contains { FilterPolicy.holds($0, attribute?.values) }
        }
    }

    /// - Parameter values: nil where the message has no such attribute; binary ones have no values to compare.
    private static func holds(_ condition: Condition, _ values: [JSONValue]?) -> Bool {
        if case .exists(let wanted) = condition { return wanted == (values != nil) }
        guard let values else { return false }
        return values.contains { holds(condition, $0) }
    }

    private static func holds(_ condition: Condition, _ value: JSONValue) -> Bool {
        switch condition {
        case .equals(let wanted):
            if let number = wanted.double, let given = value.double { return number == given }
            return wanted == value
        case .prefix(let text): return value.string?.utf8.starts(with: text.utf8) ?? false
        case .suffix(let text):
            return value.string?.utf8.reversed().starts(with: text.utf8.reversed()) ?? false
        case .ignoringCase(let text): return value.string?.lowercased() == text.lowercased()
        case .anythingBut(let conditions): return !conditions.contains { holds($0, value) }
        case .numeric(let bounds):
            return value.double.map { number in bounds.allSatisfy { $0.holds(number) } } ?? false
        case .exists: return true
        }
    }
}
