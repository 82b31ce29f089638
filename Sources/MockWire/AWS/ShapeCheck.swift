package import Encodings
import JSONSchemas

extension ShapeBook {
    /// The most problems that one refusal names.
    static let most = 10

    /// Everything in a body that the operation does not take, in the service's words; empty when it takes all.
    /// - Complexity: O(body).
    package func problems(_ operation: String, body: JSONValue) -> [String] {
        guard let input = inputs[operation] else { return [] }
        var problems: [String] = []
        check(body, input, place: "", isRoot: true, &problems)
        return Array(problems.prefix(ShapeBook.most))
    }

    /// Adds what the shape does not take of a value.
    func check(
        _ value: JSONValue, _ index: Int, place: String, isRoot: Bool = false, _ problems: inout [String]
    ) {
        let shape = shapes[index]
        switch (shape.kind, value) {
        case (.document, _): break
        case (.structure(let members, let isUnion), .object(let given)):
            check(given, members, isUnion: isUnion, place: place, isRoot: isRoot, &problems)
        case (.list(let element), .array(let values)):
            bound(values.count, shape, place, value, &problems)
            for (index, value) in values.enumerated() {
                check(value, element, place: "\(place).\(index + 1).member", &problems)
            }
        case (.map(let element), .object(let given)):
            bound(given.count, shape, place, value, &problems)
            for member in given { check(member.value, element, place: "\(place).\(member.key)", &problems) }
        case (.scalar(let name, let values), _):
            check(value, name, values, shape, place, &problems)
        case (.structure, _): ShapeBook.add("a structure", place, value, &problems)
        case (.list, _): ShapeBook.add("a list", place, value, &problems)
        case (.map, _): ShapeBook.add("a map", place, value, &problems)
        }
    }

    private func check(
        _ given: [JSONValue.Member], _ members: [Member], isUnion: Bool, place: String, isRoot: Bool,
        _ problems: inout [String]
    ) {
        let body = isRoot ? members.filter { $0.location == nil && !$0.isPayload } : members
        for member in body where member.isRequired {
            guard !given.contains(where: { $0.key == member.name && $0.value != .null }) else { continue }
            problems.append(
                "Value at '\(ShapeBook.joined(place, member.name))' failed to satisfy constraint: Member must not be null"
            )
        }
        var known = 0
        for item in given {
            let here = ShapeBook.joined(place, item.key)
            guard let member = body.first(where: { $0.name == item.key }) else {
                problems.append("extraneous key [\(here)] is not permitted")
                continue
            }
            guard item.value != .null else { continue }
            known += 1
            check(item.value, member.shape, place: here, &problems)
        }
        if isUnion, known != 1 {
            problems.append(
                "Value at '\(place)' failed to satisfy constraint: Member must have exactly one of its members set"
            )
        }
    }

    private func check(
        _ value: JSONValue, _ name: String, _ values: [String], _ shape: Shape, _ place: String,
        _ problems: inout [String]
    ) {
        switch (name, value) {
        case ("string", .string(let text)), ("blob", .string(let text)):
            if !values.isEmpty, !values.contains(text) {
                problems.append(
                    "Value '\(text)' at '\(place)' failed to satisfy constraint: Member must satisfy enum value set: ["
                        + values.joined(separator: ", ") + "]")
            }
            guard name == "string" else { break }
            bound(text.unicodeScalars.count, shape, place, value, &problems)
            if let pattern = shape.pattern, !pattern.fits(text) {
                problems.append(
                    "Value '\(text)' at '\(place)' failed to satisfy constraint: Member must satisfy regular "
                        + "expression pattern: \(pattern.source)")
            }
        case ("integer", .integer(let number)), ("long", .integer(let number)):
            range(Double(number), shape, place, &problems)
        case ("float", _), ("double", _):
            guard let number = value.double else { return ShapeBook.add("a number", place, value, &problems) }
            range(number, shape, place, &problems)
        case ("boolean", .bool), ("timestamp", .string), ("timestamp", .integer), ("timestamp", .number):
            break
        default: ShapeBook.add("of type \(name)", place, value, &problems)
        }
    }

    private func bound(
        _ length: @autoclosure () -> Int, _ shape: Shape, _ place: String, _ value: JSONValue,
        _ problems: inout [String]
    ) {
        guard shape.minimum != nil || shape.maximum != nil else { return }
        let count = length()
        if let minimum = shape.minimum, Double(count) < minimum {
            problems.append(
                "Value at '\(place)' failed to satisfy constraint: Member must have length greater than or equal to "
                    + String(Int(minimum)))
        }
        if let maximum = shape.maximum, Double(count) > maximum {
            problems.append(
                "Value at '\(place)' failed to satisfy constraint: Member must have length less than or equal to "
                    + String(Int(maximum)))
        }
    }

    private func range(_ number: Double, _ shape: Shape, _ place: String, _ problems: inout [String]) {
        if let minimum = shape.minimum, number < minimum {
            problems.append(
                "Value '\(JSONValue.number(number).text())' at '\(place)' failed to satisfy constraint: Member must have value "
                    + "greater than or equal to \(JSONValue.number(minimum).text())")
        }
        if let maximum = shape.maximum, number > maximum {
            problems.append(
                "Value '\(JSONValue.number(number).text())' at '\(place)' failed to satisfy constraint: Member must have value "
                    + "less than or equal to \(JSONValue.number(maximum).text())")
        }
    }

    private static func add(_ wanted: String, _ place: String, _ value: JSONValue, _ problems: inout [String])
    {
        problems.append("Value at '\(place)' failed to satisfy constraint: Member must be \(wanted)")
    }

    private static func joined(_ place: String, _ name: String) -> String {
        place.isEmpty ? name : place + "." + name
    }
}
