import Encodings
import Scenarios

/// The fields of a scenario with value, unit and documentation, in the order of the file format.
enum ScenarioFields {
    struct Entry {
        var path: String
        var value: JSONValue
        /// Empty for names and choices.
        var unit: String
        var documentation: String
    }

    static func entries(of scenario: Scenario) -> [Entry] {
        entries(Scenario.jsonSchema, scenario.canonical, "")
    }

    private static func entries(_ schema: JSONValue, _ value: JSONValue, _ path: String) -> [Entry] {
        guard case .object(let members)? = schema["properties"] else { return [] }
        return members.flatMap { member -> [Entry] in
            let place = path.isEmpty ? member.key : path + "." + member.key
            guard let child = value[member.key] else { return [] }
            if member.value["properties"] != nil { return entries(member.value, child, place) }
            let (text, unit) = split(member.value["description"]?.string ?? "")
            return [Entry(path: place, value: child, unit: unit, documentation: text)]
        }
    }

    /// A schema's description ends in the unit in brackets, where there is one.
    private static func split(_ description: String) -> (text: String, unit: String) {
        guard description.hasSuffix("]"), let start = description.lastIndex(of: "[") else {
            return (description, "")
        }
        let text = description[..<start]
        let unit = description[description.index(after: start)...].dropLast()
        return (text.hasSuffix(" ") ? String(text.dropLast()) : String(text), String(unit))
    }
}
