import Encodings
import Foundation
import YAMLReading
import Yams

/// Reads the answers of an answer deck, each of one kind.
struct AnswerReader {
    let reader: YAMLReader
    /// The folder of the deck, which recordings are named from.
    private let folder: URL

    private static let words = ["persona", "copy", "sentences"]
    private static let kinds = ["text", "template", "sequence", "recording", "tool"]

    init(_ reader: YAMLReader) {
        self.reader = reader
        folder = URL(fileURLWithPath: reader.file).deletingLastPathComponent()
    }

    func answer(_ node: Node, field: String) -> AnswerDeck.Answer? {
        if node.mapping == nil { return word(node, field: field) }
        reader.allow(AnswerReader.kinds + ["arguments"], of: node, field: field)
        let given = AnswerReader.kinds.filter { reader.optionalMember($0, of: node) != nil }
        guard given.count == 1, let value = reader.optionalMember(given[0], of: node) else {
            // An unknown member was told of already.
            let isKnown = reader.members(node, field: field).allSatisfy { $0.name == "arguments" }
            guard isKnown || !given.isEmpty else { return nil }
            reader.report(
                given.isEmpty ? "no answer" : "more than one answer: \(given.joined(separator: ", "))",
                at: node, field: field, remedy: AnswerReader.remedy)
            return nil
        }
        let place = "\(field).\(given[0])"
        let arguments = reader.optionalMember("arguments", of: node)
        if given[0] != "tool", let arguments {
            reader.report(
                "only a tool has arguments", at: arguments, field: field + ".arguments",
                remedy: "leave it out")
        }
        switch given[0] {
        case "text": return reader.text(value, field: place).map { .text($0) }
        case "template": return reader.text(value, field: place).map { .template($0) }
        case "sequence": return sequence(value, field: place)
        case "recording":
            return reader.text(value, field: place).flatMap { recording($0, value, field: place) }
        default: return tool(value, arguments, field: field)
        }
    }

    private static let remedy =
        "use \(words.joined(separator: ", ")), or one of \(kinds.joined(separator: ", ")) with a value"

    private func word(_ node: Node, field: String) -> AnswerDeck.Answer? {
        switch node.string {
        case "persona": return .persona
        case "copy": return .copy
        case "sentences": return .sentences
        default:
            reader.report("no answer", at: node, field: field, remedy: AnswerReader.remedy)
            return nil
        }
    }

    private func sequence(_ node: Node, field: String) -> AnswerDeck.Answer? {
        guard let list = node.sequence, !list.isEmpty else {
            reader.report(
                "expected a list of texts", at: node, field: field, remedy: "write one `- text` line or more")
            return nil
        }
        return .sequence(reader.textList(node, field: field))
    }

    private func tool(_ node: Node, _ arguments: Node?, field: String) -> AnswerDeck.Answer? {
        let name = reader.text(node, field: field + ".tool")
        let value = arguments.map(JSONValue.init(yaml:)) ?? .object([])
        if let arguments, !value.isObject {
            reader.report(
                "expected a mapping", at: arguments, field: field + ".arguments",
                remedy: "write the arguments as `name: value`")
        }
        return name.map { .tool($0, arguments: value) }
    }

    /// JSON lines with `prompt` and `text`; empty lines are left out.
    private func recording(_ name: String, _ node: Node, field: String) -> AnswerDeck.Answer? {
        let path = URL(fileURLWithPath: name, relativeTo: folder).path
        guard let data = FileManager.default.contents(atPath: path) else {
            reader.report("no such file \(path)", at: node, field: field, remedy: "name a recording")
            return nil
        }
        var recorded: [AnswerDeck.Recorded] = []
        for (index, line) in data.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            guard let value = try? JSONParser.parse(Array(line)), let prompt = value["prompt"]?.string,
                let text = value["text"]?.string
            else {
                reader.report(
                    "no prompt and text", in: path, line: index + 1,
                    remedy: "write {\"prompt\": ..., \"text\": ...} on each line")
                continue
            }
            recorded.append(.init(prompt: prompt, text: text))
        }
        return .recording(recorded)
    }
}
