import Quantities
import Yams

extension YAMLTree {
    /// Reads one YAML document.
    /// - Throws: `FinegrainError` with file and line of the first thing that is not YAML.
    public static func parse(_ text: String, file: String) throws -> YAMLTree {
        let root: Node?
        do { root = try YAMLDocument.root(of: text) } catch { throw YAMLTree.problem(error, file: file) }
        guard let root else {
            throw FinegrainError.badInput(
                "the file is empty", remedy: "start from a file in scenarios/", file: file)
        }
        return YAMLTree(root, showsLines: true)
    }

    /// Reads the value of an option such as `--set path=value`; its lines are unknown.
    public static func parseValue(_ text: String) throws -> YAMLTree {
        guard let node = try? YAMLDocument.root(of: text) else {
            if text.allSatisfy(\.isWhitespace) { return .scalar("", line: nil) }
            throw FinegrainError.badInput(
                "'\(text)' is not a YAML value", remedy: "quote it, or write a list as [a, b]")
        }
        return YAMLTree(node, showsLines: false)
    }

    private init(_ node: Node, showsLines: Bool) {
        let line = showsLines ? node.mark?.line : nil
        switch node {
        case .scalar(let scalar): self = .scalar(scalar.string, line: line)
        case .sequence(let sequence):
            self = .sequence(sequence.map { YAMLTree($0, showsLines: showsLines) }, line: line)
        case .mapping(let mapping):
            self = .mapping(
                mapping.map { key, value in
                    Entry(
                        key: key.string ?? "", keyLine: showsLines ? key.mark?.line : nil,
                        value: YAMLTree(value, showsLines: showsLines))
                }, line: line)
        case .alias(let alias): self = .scalar("*\(alias.anchor)", line: line)
        }
    }

    private static func problem(_ error: YAMLDocument.Failure, file: String) -> FinegrainError {
        switch error {
        case .syntax(let problem, let line):
            .badInput(
                "not YAML: \(problem)", remedy: "check indentation, colons and quotes", file: file,
                line: line)
        case .duplicates(let duplicates, let line, _):
            .badInput(
                "'\(duplicates.joined(separator: "', '"))' is given twice",
                remedy: "keep one of them", file: file, line: line)
        case .other(let text): .badInput("not YAML: \(text)", file: file)
        }
    }
}
