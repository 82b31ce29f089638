import Foundation
public import Quantities
import Yams

extension AnswerDeck {
    /// Reads a deck such as `mocks/answers.yaml`.
    /// - Throws: bad input with every problem of the file, each with its line.
    public static func load(_ path: String) throws -> AnswerDeck {
        let reader = DeckReader(file: path)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FinegrainError.badInput("\(path): no such file", remedy: "give an answer deck")
        }
        var deck = AnswerDeck([])
        if let root = reader.root(of: String(decoding: data, as: UTF8.self)),
            let entries = reader.member("entries", of: root, field: "")?.sequence
        {
            let folder = (path as NSString).deletingLastPathComponent
            for (index, node) in entries.enumerated() {
                if let entry = entry(node, reader, field: "entries[\(index)]", folder: folder) {
                    deck.entries.append(entry)
                }
            }
        }
        guard reader.problems.isEmpty else { throw FinegrainError(.badInput, reader.problems) }
        return deck
    }

    private static func entry(_ node: Node, _ reader: DeckReader, field: String, folder: String) -> Entry? {
        let name = reader.member("name", of: node, field: field)?.string
        guard let name, let given = reader.member("answer", of: node, field: field) else { return nil }
        let match = match(node, reader, field: field)
        guard let answer = answer(given, reader, field: field + ".answer", folder: folder) else { return nil }
        return Entry(name: name, match: match, answer: answer)
    }

    private static func match(_ node: Node, _ reader: DeckReader, field: String) -> Match {
        var match = Match()
        guard let given = reader.optionalMember("match", of: node) else { return match }
        for (name, value) in reader.members(given, field: field + ".match") {
            let place = "\(field).match.\(name)"
            switch name {
            case "service":
                match.service = value.string.flatMap(Meter.Service.init(rawValue:))
                if match.service == nil {
                    reader.report(
                        "no such service", at: value, field: place,
                        remedy: "use one of " + Meter.Service.allCases.map(\.rawValue).joined(separator: ", ")
                    )
                }
            case "model": match.model = value.string
            case "contains": match.contains = value.sequence?.compactMap(\.string) ?? [value.string ?? ""]
            case "pattern":
                match.pattern = value.string
                if let pattern = value.string, (try? NSRegularExpression(pattern: pattern)) == nil {
                    reader.report("no regular expression", at: value, field: place, remedy: "correct it")
                }
            default:
                reader.report(
                    "unknown condition", at: value, field: place,
                    remedy: "use service, model, contains or pattern")
            }
        }
        return match
    }

    private static func answer(
        _ node: Node, _ reader: DeckReader, field: String, folder: String
    ) -> Answer? {
        if let name = node.string {
            switch name {
            case "persona": return .persona
            case "copy": return .copy
            case "sentences": return .sentences
            default: break
            }
        }
        if let text = reader.optionalMember("text", of: node)?.string { return .text(text) }
        if let template = reader.optionalMember("template", of: node)?.string { return .template(template) }
        if let texts = reader.optionalMember("sequence", of: node)?.sequence {
            return .sequence(texts.compactMap(\.string))
        }
        if let path = reader.optionalMember("recording", of: node)?.string {
            return recording(folder + "/" + path, node, reader, field: field)
        }
        reader.report(
            "no answer", at: node, field: field,
            remedy: "use persona, copy, sentences, or text, template, sequence or recording with a value")
        return nil
    }

    /// JSON lines with `prompt` and `text`.
    private static func recording(
        _ path: String, _ node: Node, _ reader: DeckReader, field: String
    ) -> Answer? {
        guard let data = FileManager.default.contents(atPath: path) else {
            reader.report("no such file \(path)", at: node, field: field, remedy: "name a recording")
            return nil
        }
        var recorded: [Recorded] = []
        for (index, line) in String(decoding: data, as: UTF8.self).split(separator: "\n").enumerated() {
            guard let value = try? JSONParser.parse(String(line)), let prompt = value["prompt"]?.string,
                let text = value["text"]?.string
            else {
                reader.report(
                    "line \(index + 1) of \(path) has no prompt and text", at: node, field: field,
                    remedy: "write {\"prompt\": ..., \"text\": ...} on each line")
                return nil
            }
            recorded.append(Recorded(prompt: prompt, text: text))
        }
        return .recording(recorded)
    }
}
