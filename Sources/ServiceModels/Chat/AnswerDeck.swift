public import Encodings
import Foundation
public import Quantities

/// What chat models answer: entries in order, the first that fits decides.
public struct AnswerDeck: Hashable, Sendable {
    /// What a prompt must have for an entry to answer it. Empty fits every prompt.
    public struct Match: Hashable, Sendable {
        public var service: Meter.Service?
        /// A model id; `*` stands for any text.
        public var model: String?
        /// Texts that must all be in the prompt, without regard to case.
        public var contains: [String] = []
        /// A regular expression that must be found in what the user said last.
        public var pattern: String?

        public init() {}
    }

    /// How an answer is made.
    public enum Answer: Hashable, Sendable {
        case text(String)
        /// Text with `{{model}}`, `{{prompt}}` (what the user said last), `{{n}}` (how often the same request came,
        /// from 1) and `{{1}}`, `{{2}}` (groups of the pattern).
        case template(String)
        /// The nth of equal requests gets the nth text; the last one stays.
        case sequence([String])
        /// Answers by what the user said last; a prompt that was not recorded does not fit.
        case recording([Recorded])
        /// A segment's persona.
        case persona
        /// Copy in variants.
        case copy
        /// A few sentences.
        case sentences
        /// A call of a tool with these arguments, an object, whether or not they fit the tool's schema.
        case tool(String, arguments: JSONValue)
    }

    public struct Recorded: Hashable, Sendable {
        public var prompt: String
        public var text: String
    }

    public struct Entry: Hashable, Sendable {
        public var name: String
        public var match: Match
        public var answer: Answer

        public init(name: String, match: Match = Match(), answer: Answer) {
            self.name = name
            self.match = match
            self.answer = answer
        }

        /// Conditions that a prompt must meet.
        var conditionCount: Int {
            let single = [match.service != nil, match.model != nil, match.pattern != nil].filter { $0 }.count
            switch answer {
            case .recording, .tool: return single + match.contains.count + 1
            default: return single + match.contains.count
            }
        }
    }

    public var entries: [Entry]

    public init(_ entries: [Entry]) { self.entries = entries }

    /// The entry that answers a prompt.
    /// - Throws: `Miss` with the entry that came nearest.
    package func entry(for prompt: ChatPrompt, service: Meter.Service) throws(Miss) -> Entry {
        if let known = prompt.entry { return known }
        let text = Array(prompt.text.lowercased().utf8)
        var nearest: (entry: Entry, missing: [String])?
        for entry in entries {
            let missing = missing(entry, prompt, text, service)
            if missing.isEmpty { return entry }
            // Nearest is what fits in most, and of those that which misses least.
            let fit = (entry.conditionCount - missing.count, -missing.count)
            if nearest.map({ fit > ($0.entry.conditionCount - $0.missing.count, -$0.missing.count) }) ?? true
            {
                nearest = (entry, missing)
            }
        }
        throw Miss(nearest: nearest?.entry.name, missing: nearest?.missing ?? [])
    }

    /// What the deck gives a tool that is called: the arguments of the first entry for it that fits.
    func arguments(of tool: String, for prompt: ChatPrompt, service: Meter.Service) -> JSONValue? {
        let text = Array(prompt.text.lowercased().utf8)
        for entry in entries {
            guard case .tool(tool, let arguments) = entry.answer else { continue }
            if missing(entry, prompt, text, service).isEmpty { return arguments }
        }
        return nil
    }

    private func missing(
        _ entry: Entry, _ prompt: ChatPrompt, _ text: [UInt8], _ service: Meter.Service
    ) -> [String] {
        let match = entry.match
        var missing: [String] = []
        if let wanted = match.service, wanted != service {
            missing.append("service is not \(wanted.rawValue)")
        }
        if let model = match.model, !AnswerDeck.fits(prompt.modelID, pattern: model) {
            missing.append("model is not \(model)")
        }
        for part in match.contains where !AnswerDeck.has(text, Array(part.lowercased().utf8)) {
            missing.append("the prompt lacks '\(part)'")
        }
        if let pattern = match.pattern, AnswerDeck.groups(of: pattern, in: prompt.lastUserText) == nil {
            missing.append("the last message does not fit /\(pattern)/")
        }
        if case .recording(let recorded) = entry.answer,
            !recorded.contains(where: { $0.prompt == prompt.lastUserText })
        {
            missing.append("the last message was not recorded")
        }
        if case .tool(let name, _) = entry.answer, !prompt.mayCall(name) {
            missing.append("the request does not let '\(name)' be called")
        }
        return missing
    }

    /// No entry answers a prompt.
    package struct Miss: Error, Hashable, Sendable {
        var nearest: String?
        var missing: [String]

        var message: String {
            guard let nearest else { return "The answer deck is empty." }
            return "No entry of the answer deck fits this prompt. Nearest is '\(nearest)': "
                + missing.joined(separator: ", ") + "."
        }
    }

    /// Whether bytes hold others. Deck words are short, so that looking for the first byte first is fast enough.
    private static func has(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        guard text.count >= part.count else { return false }
        return text.withUnsafeBufferPointer { text in
            part.withUnsafeBufferPointer { part in
                for start in 0...text.count - part.count where text[start] == first {
                    var length = 1
                    while length < part.count, text[start + length] == part[length] { length += 1 }
                    if length == part.count { return true }
                }
                return false
            }
        }
    }

    /// Whether a text is a pattern in which `*` stands for any text.
    static func fits(_ text: String, pattern: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1 else { return text == pattern }
        guard text.hasPrefix(parts[0]) else { return false }
        var rest = text.dropFirst(parts[0].count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(parts[parts.count - 1])
    }

    /// The whole match and its groups; nil where the pattern is not found.
    static func groups(of pattern: String, in text: String) -> [String]? {
        guard let expression = try? NSRegularExpression(pattern: pattern),
            let found = expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text))
        else { return nil }
        return (0..<found.numberOfRanges).map { index in
            Range(found.range(at: index), in: text).map { String(text[$0]) } ?? ""
        }
    }
}
