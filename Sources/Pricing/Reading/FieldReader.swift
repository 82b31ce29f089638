import Quantities
import YAMLReading
import Yams

/// The members of one YAML mapping by key; looked up, never iterated.
typealias Fields = [String: Node]

/// Reads typed fields out of YAML nodes and collects every problem with its line.
struct FieldReader {
    let file: String
    private(set) var problems: [Problem] = []

    init(file: String) { self.file = file }

    mutating func report(_ message: String, at node: Node, _ field: String?, remedy: String) {
        let problem = Problem(message, remedy: remedy, file: file, line: node.mark?.line, field: field)
        // What many rows inherit is read once a row, and said once.
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// The document's root; nil, with a problem, where the text is no YAML.
    mutating func compose(_ text: String) -> Node? {
        var line: Int?
        var message = "the file is empty"
        do throws(YAMLDocument.Failure) {
            if let root = try YAMLDocument.root(of: text) { return root }
        } catch {
            switch error {
            case .syntax(let problem, let place): (message, line) = ("not YAML: \(problem)", place)
            case .duplicates(let keys, let place, _):
                (message, line) = ("duplicate row: '\(keys.joined(separator: "', '"))' stands twice", place)
            case .other(let text): message = "not YAML: \(text)"
            }
        }
        problems.append(
            Problem(
                message, remedy: "see the price files that are shipped", file: file, line: line))
        return nil
    }

    /// A mapping's members; an unknown key is a problem.
    mutating func fields(_ node: Node, allowed: [String], of owner: String) -> Fields? {
        var fields: Fields = [:]
        guard case .mapping(let mapping) = node else {
            report("\(owner) is not a mapping", at: node, nil, remedy: "write `key: value` lines")
            return nil
        }
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            if allowed.contains(name) {
                fields[name] = value
            } else {
                report(
                    "unknown key '\(name)' in \(owner)", at: key, nil,
                    remedy: "use one of \(allowed.joined(separator: ", "))")
            }
        }
        return fields
    }

    /// A mapping's members in the order of the file, any key.
    mutating func entries(_ node: Node, _ field: String) -> [(String, Node)] {
        guard case .mapping(let mapping) = node else {
            report("not a mapping", at: node, field, remedy: "write `key: value` lines")
            return []
        }
        var entries: [(String, Node)] = []
        for (key, value) in mapping {
            if let name = key.scalar?.string {
                entries.append((name, value))
            } else {
                report("a key is not a name", at: key, field, remedy: "write one word before the colon")
            }
        }
        return entries
    }

    mutating func text(_ node: Node, _ field: String) -> String? {
        if let text = node.scalar?.string, !text.isEmpty { return text }
        report("not a text", at: node, field, remedy: "write a text of one line")
        return nil
    }

    mutating func positive(_ node: Node, _ field: String) -> Int? {
        let text = node.scalar?.string ?? ""
        if let number = Int(text.replacing("_", with: "")), number > 0 { return number }
        report(
            "'\(text)' is not a positive whole number", at: node, field,
            remedy: "write digits, such as 1_000_000")
        return nil
    }

    mutating func day(_ node: Node, _ field: String) -> String? {
        let text = node.scalar?.string ?? ""
        if Validity.isDay(text) { return text }
        report("'\(text)' is not a day", at: node, field, remedy: "write YYYY-MM-DD")
        return nil
    }

    mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ type: Value.Type, _ node: Node, _ field: String
    ) -> Value? where Value.RawValue == String {
        known(type, node.scalar?.string ?? "", what: field, at: node, field)
    }

    mutating func known<Value: RawRepresentable & CaseIterable>(
        _ type: Value.Type, _ text: String, what: String, at node: Node, _ field: String
    ) -> Value? where Value.RawValue == String {
        if let value = Value(rawValue: text) { return value }
        report(
            "unknown \(what) '\(text)'", at: node, field,
            remedy: "use one of \(FieldReader.list(type))")
        return nil
    }

    static func list<Value: RawRepresentable & CaseIterable>(_ type: Value.Type) -> String
    where Value.RawValue == String {
        type.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// A price as it is written; nil, with a problem, where it is none.
    mutating func price(_ node: Node, _ field: String) -> WrittenPrice? {
        guard let scalar = node.scalar else {
            report("not a price", at: node, field, remedy: "write a decimal")
            return nil
        }
        if scalar.style == .plain, ["null", "~"].contains(scalar.string) { return .null }
        do throws(DecimalPrice.Failure) {
            return .decimal(try DecimalPrice(scalar.string))
        } catch {
            let problem = error.problem(scalar.string)
            report(problem.message, at: node, field, remedy: problem.remedy)
            return nil
        }
    }
}

/// A price field that could be read.
enum WrittenPrice {
    case decimal(DecimalPrice)
    /// The user has to bring the price.
    case null

    var value: DecimalPrice? {
        if case .decimal(let price) = self { price } else { nil }
    }
}

extension DecimalPrice.Failure {
    func problem(_ text: String) -> (message: String, remedy: String) {
        switch self {
        case .notADecimal:
            ("'\(text)' is not a price", "write digits with one point, such as 0.25, and no exponent")
        case .negative: ("the price \(text) is negative", "a price is zero or above")
        case .tooFine: ("the price \(text) has more than twelve decimals", "raise `per`")
        case .tooLarge: ("the price \(text) is too large", "lower `per`")
        }
    }
}
