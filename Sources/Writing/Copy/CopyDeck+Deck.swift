package import YAMLReading
package import Yams

extension CopyDeck {
    package init?(_ root: Node, _ reader: YAMLReader) {
        var checker = SentenceChecker(reader: reader)
        let variants = reader.integer("default_variants", of: root, field: "", in: 1...20)
        guard let angleNodes = reader.member("angles", of: root, field: ""),
            let toneNodes = reader.member("tones", of: root, field: "")
        else { return nil }
        var angles: [Angle] = []
        for (name, node) in reader.members(angleNodes, field: "angles") {
            let field = "angles.\(name)"
            let sentences = reader.texts("sentences", of: node, field: field)
            for sentence in sentences {
                checker.checkSentence(sentence.text, at: sentence.node, field: field)
            }
            if sentences.count < CopyWriter.sentencesPerBody {
                reader.report(
                    "an angle needs \(CopyWriter.sentencesPerBody) sentences, not \(sentences.count)",
                    at: node, field: field, remedy: "add some: an angle may fill a whole text")
            }
            if sentences.count > 16 {
                reader.report(
                    "an angle has at most 16 sentences", at: node, field: field, remedy: "drop some")
            }
            angles.append(
                Angle(
                    name: name, sentences: sentences.map(\.text),
                    subjects: checker.plain("subjects", of: node, field: field)))
        }
        var tones: [Tone] = []
        for (name, node) in reader.members(toneNodes, field: "tones") {
            let field = "tones.\(name)"
            tones.append(
                Tone(
                    name: name, openers: checker.plain("openers", of: node, field: field),
                    closers: checker.plain("closers", of: node, field: field)))
        }
        if tones.isEmpty {
            reader.report("there is no tone", at: toneNodes, field: "tones", remedy: "add one")
        }
        let subjects = checker.plain("plain_subjects", of: root, field: "")
        let offBrand = checker.plain("off_brand", of: root, field: "")
        let leaks = checker.plain("leaks", of: root, field: "")
        guard let variants, !tones.isEmpty else { return nil }
        self.init(
            angles: angles, tones: tones, plainSubjects: subjects, offBrand: offBrand, leaks: leaks,
            defaultVariants: variants)
    }
}

/// Checks that texts need no escapes and that a sentence is one sentence that no other angle has.
private struct SentenceChecker {
    let reader: YAMLReader
    private var seen: [UInt64: Int] = [:]

    init(reader: YAMLReader) { self.reader = reader }

    /// A list of texts that must not be empty.
    func plain(_ name: String, of node: Node, field: String) -> [String] {
        let texts = reader.texts(name, of: node, field: field)
        if texts.isEmpty, reader.optionalMember(name, of: node) != nil {
            reader.report("`\(name)` is empty", at: node, field: field, remedy: "add a text")
        }
        for (text, node) in texts {
            checkBytes(text, at: node, field: field.isEmpty ? name : "\(field).\(name)")
        }
        return texts.map(\.text)
    }

    mutating func checkSentence(_ text: String, at node: Node, field: String) {
        checkBytes(text, at: node, field: field)
        let keys = SentenceKey.keys(of: text)
        if keys.count != 1 || !(text.hasSuffix(".") || text.hasSuffix("!") || text.hasSuffix("?")) {
            reader.report(
                "expected one sentence: \(text)", at: node, field: field,
                remedy: "end it with a full stop and have none inside")
        }
        for key in keys {
            if let line = seen[key] {
                reader.report(
                    "the sentence is in line \(line) already", at: node, field: field, remedy: "reword it")
            }
            seen[key] = node.mark?.line ?? 0
        }
        let words = text.split(separator: " ").count
        if !(6...12).contains(words) {
            reader.report(
                "a sentence has 6 to 12 words, this one \(words): \(text)", at: node, field: field,
                remedy: "reword it")
        }
    }

    private func checkBytes(_ text: String, at node: Node, field: String) {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c }
        if !isPlain {
            reader.report(
                "expected plain ASCII without quotation marks or backslashes: \(text)", at: node,
                field: field,
                remedy: "replace them")
        }
    }
}
