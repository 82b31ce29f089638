import Encodings
import Quantities
import ServiceModels
import Writing

/// A guardrail with a word policy: a text that holds one of its words is blocked.
struct Guardrail: Sendable {
    var id: String
    /// Beside the draft.
    var versions: [String]
    var words: [String]

    static let defaults = [Guardrail(id: "gr1", versions: ["1"], words: ["forbidden"])]
    static let blockedInput = "Sorry, the model cannot answer this question."

    /// What texts hold.
    struct Check: Sendable {
        var matches: [String]
        var characters: Int
        /// A text unit for each thousand characters begun; each text is counted on its own.
        var units: Int
        var isBlocked: Bool { !matches.isEmpty }
    }

    func has(version: String) -> Bool { version == "DRAFT" || versions.contains(version) }

    /// Whole words, without regard to case.
    func check(_ texts: [String]) -> Check {
        let parts = texts.flatMap { $0.lowercased().split { !$0.isLetter && !$0.isNumber } }
        return Check(
            matches: words.filter { word in parts.contains { $0 == word } },
            characters: texts.reduce(0) { $0 + $1.unicodeScalars.count },
            units: texts.reduce(0) { $0 + ($1.unicodeScalars.count + 999) / 1_000 })
    }

    static func usage(_ checks: Check...) -> Usage {
        var usage = Usage()
        usage.add(
            checks.reduce(0) { $0 + $1.units }, to: Meter(.bedrock, "wordPolicyUnits", .guardrailTextUnits))
        return usage
    }

    /// What of a conversation is checked: what the user said in all turns, or only the guarded blocks where there are any,
    /// and the guarded blocks of the system.
    static func input(_ body: JSONValue, _ prompt: ChatPrompt?) -> [String] {
        func guarded(_ blocks: [JSONValue]) -> [String] {
            blocks.compactMap { $0["guardContent"]?["text"]?["text"]?.string }
        }
        let system = guarded(body["system"]?.array ?? [])
        guard let messages = body["messages"]?.array, !messages.isEmpty else {
            return system + said(prompt)
        }
        let marked = messages.flatMap { guarded($0["content"]?.array ?? []) }
        guard marked.isEmpty else { return system + marked }
        let users = messages.filter { $0["role"]?.string == "user" }
        return system + users.flatMap { ($0["content"]?.array ?? []).compactMap { $0["text"]?.string } }
    }

    /// What the user said in all turns.
    static func said(_ prompt: ChatPrompt?) -> [String] {
        (prompt?.turns ?? []).filter { $0.role == .user }.flatMap(\.parts).map(\.text)
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
