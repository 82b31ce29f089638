import Foundation
import Quantities
import YAMLReading
import Yams

extension AnswerDeck {
    /// Reads a deck such as `mocks/answers.yaml`.
    /// - Throws: bad input with every problem of the file and of the recordings that it names, each with its line.
    public static func load(_ path: String) throws -> AnswerDeck {
        let reader = YAMLReader(file: path)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FinegrainError.badInput("\(path): no such file", remedy: "give an answer deck")
        }
        var deck = AnswerDeck([])
        if let root = reader.root(of: String(decoding: data, as: UTF8.self)) {
            reader.allow(["entries"], of: root, field: "")
            if let list = reader.member("entries", of: root, field: "") {
                deck.entries = entries(list, AnswerReader(reader))
            }
        }
        guard reader.problems.isEmpty else { throw FinegrainError(.badInput, reader.problems) }
        return deck
    }

    private static func entries(_ list: Node, _ answers: AnswerReader) -> [Entry] {
        let reader = answers.reader
        guard let nodes = list.sequence else {
            reader.report(
                "expected a list", at: list, field: "entries", remedy: "write `- name: ...` lines below it")
            return []
        }
        var entries: [Entry] = []
        var names = Set<String>()
        for (index, node) in nodes.enumerated() {
            let field = "entries[\(index)]"
            guard node.mapping != nil else {
                reader.report(
                    "expected a mapping", at: node, field: field, remedy: "give it a name and an answer")
                continue
            }
            reader.allow(["name", "match", "answer"], of: node, field: field)
            let given = reader.member("name", of: node, field: field)
            let name = given.flatMap { reader.text($0, field: field + ".name") }
            if let given, let name, !names.insert(name).inserted {
                reader.report(
                    "another entry is named `\(name)`", at: given, field: field + ".name",
                    remedy: "give each entry a name of its own")
            }
            let match = reader.optionalMember("match", of: node).map {
                self.match($0, reader, field: field + ".match")
            }
            let answer = reader.member("answer", of: node, field: field).flatMap {
                answers.answer($0, field: field + ".answer")
            }
            guard let name, let answer else { continue }
            entries.append(Entry(name: name, match: match ?? Match(), answer: answer))
        }
        return entries
    }

    private static func match(_ node: Node, _ reader: YAMLReader, field: String) -> Match {
        var match = Match()
        guard node.mapping != nil else {
            reader.report(
                "expected a mapping", at: node, field: field,
                remedy: "write conditions such as `contains: [text]`")
            return match
        }
        reader.allow(["service", "model", "contains", "pattern"], of: node, field: field)
        if let value = reader.optionalMember("service", of: node) {
            match.service = value.string.flatMap(Meter.Service.init(rawValue:))
            if match.service == nil {
                reader.report(
                    "no such service", at: value, field: field + ".service",
                    remedy: "use one of " + Meter.Service.allCases.map(\.rawValue).joined(separator: ", "))
            }
        }
        match.model = reader.optionalMember("model", of: node).flatMap {
            reader.text($0, field: field + ".model")
        }
        match.contains =
            reader.optionalMember("contains", of: node).map {
                reader.textList($0, field: field + ".contains")
            } ?? []
        if let value = reader.optionalMember("pattern", of: node) {
            match.pattern = reader.text(value, field: field + ".pattern")
            if let pattern = match.pattern, (try? NSRegularExpression(pattern: pattern)) == nil {
                reader.report(
                    "no regular expression", at: value, field: field + ".pattern", remedy: "correct it")
            }
        }
        return match
    }
}
