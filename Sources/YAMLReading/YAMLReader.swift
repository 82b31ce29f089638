package import Quantities
package import Yams

/// Reads one file of settings and collects every problem in it, each with its line.
package final class YAMLReader {
    package let file: String
    package private(set) var problems: [Problem] = []

    package init(file: String) { self.file = file }

    /// The root mapping; nil, with a problem, if the text is no YAML mapping.
    package func root(of text: String) -> Node? {
        do throws(YAMLDocument.Failure) {
            if let node = try YAMLDocument.root(of: text), node.mapping != nil { return node }
            report("the file is no mapping", line: 1, field: nil, remedy: "start it with `name: value` lines")
        } catch {
            switch error {
            case .syntax(let problem, let line):
                report(problem, line: line, field: nil, remedy: "correct the YAML")
            case .duplicates(_, _, let text), .other(let text):
                report(text, line: nil, field: nil, remedy: "correct the YAML")
            }
        }
        return nil
    }

    package func report(_ message: String, line: Int?, field: String?, remedy: String?) {
        problems.append(Problem(message, remedy: remedy, file: file, line: line, field: field))
    }

    package func report(_ message: String, at node: Node, field: String, remedy: String) {
        report(message, line: node.mark?.line, field: field, remedy: remedy)
    }

    /// A problem in a file that this one names.
    package func report(_ message: String, in file: String, line: Int, remedy: String) {
        problems.append(Problem(message, remedy: remedy, file: file, line: line, field: nil))
    }

    /// Reports the members of a mapping with any other name.
    package func allow(_ names: [String], of node: Node, field: String) {
        for (key, _) in node.mapping ?? [:] where !names.contains(key.string ?? "") {
            let name = key.string ?? ""
            report(
                "`\(name)` is unknown", at: key, field: field.isEmpty ? name : "\(field).\(name)",
                remedy: "use one of: \(names.joined(separator: ", "))")
        }
    }

    /// A scalar as text; nil, with a problem, for anything else.
    package func text(_ node: Node, field: String) -> String? {
        let isNothing = node.scalar?.style == .plain && node.null != nil
        if !isNothing, node.scalar != nil, let text = node.string { return text }
        report("expected text", at: node, field: field, remedy: "write one text")
        return nil
    }

    /// A list of texts, or one alone.
    package func textList(_ node: Node, field: String) -> [String] {
        guard let list = node.sequence else { return text(node, field: field).map { [$0] } ?? [] }
        return list.enumerated().compactMap { text($0.element, field: "\(field)[\($0.offset)]") }
    }

    /// The members of a mapping in order; empty, with a problem, if it is none.
    package func members(_ node: Node, field: String) -> [(name: String, node: Node)] {
        guard let mapping = node.mapping else {
            report("expected a mapping", at: node, field: field, remedy: "write `name: value` lines below it")
            return []
        }
        return mapping.map { ($0.key.string ?? "", $0.value) }
    }

    /// A member that must be there.
    package func member(_ name: String, of node: Node, field: String) -> Node? {
        if let found = node.mapping?[Node(name)] { return found }
        report("`\(name)` is missing", at: node, field: field.isEmpty ? name : field, remedy: "add it")
        return nil
    }

    package func optionalMember(_ name: String, of node: Node) -> Node? { node.mapping?[Node(name)] }

    /// A list of texts that must be there, with the node of each.
    package func texts(_ name: String, of node: Node, field: String) -> [(text: String, node: Node)] {
        guard let list = member(name, of: node, field: field) else { return [] }
        guard let sequence = list.sequence else {
            report(
                "expected a list", at: list, field: "\(field).\(name)",
                remedy: "write `- text` lines below it")
            return []
        }
        return sequence.compactMap { element in
            if let text = element.string { return (text, element) }
            report("expected text", at: element, field: "\(field).\(name)", remedy: "write one text a line")
            return nil
        }
    }

    package func number(_ name: String, of node: Node, field: String, in range: ClosedRange<Double>)
        -> Double?
    {
        guard let member = member(name, of: node, field: field) else { return nil }
        guard let value = member.float ?? member.int.map(Double.init), range.contains(value) else {
            report(
                "expected a number in \(range.lowerBound)...\(range.upperBound)", at: member,
                field: "\(field).\(name)", remedy: "correct it")
            return nil
        }
        return value
    }

    /// A whole number; nil without a problem if it is absent and may be.
    package func integer(
        _ name: String, of node: Node, field: String, in range: ClosedRange<Int>, isOptional: Bool = false
    ) -> Int? {
        guard let member = optionalMember(name, of: node) else {
            if !isOptional { report("`\(name)` is missing", at: node, field: field, remedy: "add it") }
            return nil
        }
        guard let value = member.int, range.contains(value) else {
            report(
                "expected a whole number in \(range.lowerBound)...\(range.upperBound)", at: member,
                field: "\(field).\(name)", remedy: "correct it")
            return nil
        }
        return value
    }
}
