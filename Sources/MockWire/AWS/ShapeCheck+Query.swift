import Encodings

extension ShapeBook {
    /// Everything in a query that the operation does not take, in the service's words; empty when it takes all.
    ///
    /// Parameters of a signature are nobody's members.
    package func problems(_ operation: String, query: [(name: String, value: String)]) -> [String] {
        guard let input = inputs[operation], case .structure(let members, _) = shapes[input].kind else {
            return []
        }
        let known = members.filter { $0.location == "querystring" }
        var problems: [String] = []
        for member in known where member.isRequired && !query.contains(where: { $0.name == member.name }) {
            problems.append(
                "Value at '\(member.name)' failed to satisfy constraint: Member must not be null")
        }
        for pair in query where !pair.name.lowercased().hasPrefix("x-amz-") {
            guard let member = known.first(where: { $0.name == pair.name }) else {
                problems.append("The query parameter '\(pair.name)' is none of \(operation)")
                continue
            }
            check(value(pair.value, member.shape), member.shape, place: pair.name, &problems)
        }
        return Array(problems.prefix(ShapeBook.most))
    }

    /// The text of a parameter as the JSON that its shape wants; text where it is none, which the check then refuses.
    private func value(_ text: String, _ index: Int) -> JSONValue {
        guard case .scalar(let name, _) = shapes[index].kind else { return .string(text) }
        switch name {
        case "integer", "long": return Int(text).map(JSONValue.integer) ?? .string(text)
        case "boolean": return text == "true" ? true : text == "false" ? false : .string(text)
        case "timestamp": return CivilTime.epochSeconds(iso: text) == nil ? false : .string(text)
        default: return .string(text)
        }
    }
}
