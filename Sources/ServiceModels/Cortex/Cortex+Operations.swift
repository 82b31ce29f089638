public import Quantities
public import RandomStreams
public import Writing

/// A request for one completion, after Cortex's COMPLETE.
public struct CompletionRequest: Hashable, Codable, Sendable {
    public var modelID: String
    /// Instructions first; one part holds the segment's JSON.
    public var prompt: [PromptPart]
    public var maxTokens: Int
    /// 0 takes the writer's noise away, so that the same profile gives the same persona.
    public var temperature: Double
    /// True holds the model to the persona's schema.
    public var isStructured: Bool

    public init(
        modelID: String, prompt: [PromptPart], maxTokens: Int = 1_024, temperature: Double = 1,
        isStructured: Bool = true
    ) {
        self.modelID = modelID
        self.prompt = prompt
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.isStructured = isStructured
    }
}

/// A completion with its token counts.
public struct Completion: Hashable, Codable, Sendable {
    public var text: String
    public var inputTokens: Int
    public var outputTokens: Int
    /// True if the answer was cut at the token limit.
    public var isCut: Bool
}

extension Cortex {
    public enum Request: Codable, Sendable {
        case complete(CompletionRequest)
    }

    public enum Response: Hashable, Codable, Sendable {
        case complete(Completion)
    }

    /// Writes a segment's persona.
    public mutating func complete(
        _ request: CompletionRequest, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Completion> {
        answerComplete(request, at: now, using: &stream)
    }
}
