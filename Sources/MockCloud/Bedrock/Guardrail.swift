import Quantities

/// A guardrail with a word policy: a text that holds one of its words is blocked.
struct Guardrail: Sendable {
    var id: String
    var words: [String]

    static let defaults = [Guardrail(id: "gr1", words: ["forbidden"])]
    static let blockedInput = "Sorry, the model cannot answer this question."

    /// What a text holds.
    struct Check: Sendable {
        var matches: [String]
        var characters: Int
        var isBlocked: Bool { !matches.isEmpty }
    }

    /// Whole words, without regard to case.
    func check(_ text: String) -> Check {
        let parts = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        return Check(
            matches: words.filter { word in parts.contains { $0 == word } },
            characters: text.unicodeScalars.count)
    }

    /// A text unit for each thousand characters begun; each text is counted on its own.
    func units(_ text: String) -> Int { (text.unicodeScalars.count + 999) / 1_000 }

    func usage(_ texts: String...) -> Usage {
        var usage = Usage()
        usage.add(
            texts.reduce(0) { $0 + units($1) }, to: Meter(.bedrock, "wordPolicyUnits", .guardrailTextUnits))
        return usage
    }

    func assessment(_ check: Check) -> JSONValue {
        guard check.isBlocked else { return .object([]) }
        return .members([
            "wordPolicy": .members([
                "customWords": .array(
                    check.matches.map {
                        .members(["match": .string($0), "action": "BLOCKED", "detected": true])
                    }), "managedWordLists": [],
            ])
        ])
    }

    /// The trace of a conversation.
    func trace(_ check: Check, isInput: Bool) -> JSONValue {
        let assessment = JSONValue.object([
            .init(id, isInput ? assessment(check) : .array([assessment(check)]))
        ])
        return .members([
            "guardrail": .object([.init(isInput ? "inputAssessment" : "outputAssessments", assessment)])
        ])
    }
}
