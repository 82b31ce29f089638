public import Encodings
public import Writing

/// A request to a language model in the terms that all chat services share.
public struct ChatPrompt: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable {
        case system, user, assistant, tool
    }

    /// What one side said.
    public struct Turn: Hashable, Sendable {
        public var role: Role
        public var parts: [PromptPart]

        public init(_ role: Role, _ parts: [PromptPart]) {
            self.role = role
            self.parts = parts
        }
    }

    /// A function that the model may ask to be called.
    public struct Tool: Hashable, Sendable {
        public var name: String
        /// JSON Schema of its arguments.
        public var schema: JSONValue
        /// Name, description and schema as the model reads them.
        public var part: PromptPart

        public init(name: String, description: String, schema: JSONValue) {
            self.name = name
            self.schema = schema
            part = PromptPart(name + " " + description + " " + schema.text())
        }
    }

    /// Whether the model must call a tool.
    public enum ToolChoice: Hashable, Sendable {
        /// It may not.
        case none
        /// It may; the mock does when the user's last message names the tool, or the deck says so.
        case auto
        /// It must call any.
        case any
        case tool(String)
    }

    public var modelID: String
    /// System turns first.
    public var turns: [Turn]
    /// Nil leaves it to the model's maximum.
    public var maxTokens: Int?
    /// 0 gives the same text for the same prompt.
    public var temperature: Double
    public var stopSequences: [String] = []
    /// The JSON Schema that the answer must fit.
    public var schema: JSONValue?
    /// True asks for any JSON object.
    public var isJSON = false
    public var tools: [Tool] = []
    public var toolChoice = ToolChoice.auto
    /// Whether one answer may call several tools.
    public var isParallel = true
    /// Names of the tools that may be called; nil allows all.
    public var allowedTools: [String]?
    /// Whether the model shows what it thinks before it answers.
    public var isThinking = false
    /// Images and documents that are counted at a flat rate each.
    public var attachments = 0
    /// In place of the call's own draws: equal requests of one seed get equal answers.
    public var seed: Int?
    /// How often the same request came before; a deck's sequence goes by it.
    public var occurrence = 0
    /// Which of several answers to the prompt is asked for, from 0.
    package var choice = 0

    /// What lies before each cache point, shortest first.
    package var prefixes: [PromptPrefix] = []

    /// The deck's entry for it, where it was looked up already.
    package var entry: AnswerDeck.Entry?

    public init(modelID: String, turns: [Turn], maxTokens: Int? = nil, temperature: Double = 1) {
        self.modelID = modelID
        self.turns = turns
        self.maxTokens = maxTokens
        self.temperature = temperature
    }

    /// All parts in the order in which the model reads them, tools first.
    public var parts: [PromptPart] { tools.map(\.part) + turns.flatMap(\.parts) }

    /// What the user said last.
    public var lastUserText: String {
        turns.last { $0.role == .user }?.parts.map(\.text).joined(separator: "\n") ?? ""
    }

    /// The tools that may be called.
    var callableTools: [Tool] {
        if toolChoice == .none { return [] }
        guard let allowedTools else { return tools }
        return tools.filter { allowedTools.contains($0.name) }
    }

    /// Whether a tool may be called now: it is forced, or the user spoke last and any tool may be.
    func mayCall(_ name: String) -> Bool {
        guard callableTools.contains(where: { $0.name == name }) else { return false }
        if case .tool(let forced) = toolChoice { return forced == name }
        return toolChoice == .any || turns.last?.role == .user
    }

    /// Everything said, for a deck to match.
    public var text: String { turns.flatMap(\.parts).map(\.text).joined(separator: "\n") }

    /// A hash of everything that the wording depends on.
    var digest: UInt64 {
        var hash = Fingerprint()
        hash.combine(modelID)
        for part in parts { hash.combine(part.digest) }
        if let schema { hash.combine(schema.text()) }
        return hash.value
    }
}
