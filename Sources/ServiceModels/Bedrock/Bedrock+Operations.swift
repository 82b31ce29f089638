public import Quantities
public import RandomStreams
public import Writing

extension Bedrock {
    public enum Request: Codable, Sendable {
        case converse(ConverseRequest)
        case createBatchJob(records: [BatchRecord], modelID: String)
        case getBatchJob(BatchJobID)
    }

    public enum Response: Hashable, Codable, Sendable {
        case converse(ConverseResponse)
        case createBatchJob(BatchJobID)
        case getBatchJob(BatchJob)
    }

    /// Asks for one answer, on demand.
    public mutating func converse(
        _ request: ConverseRequest, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<ConverseResponse> {
        answerConverse(request, at: now, using: &stream)
    }

    /// Hands in many requests at the batch price; the answers come hours later.
    public mutating func createBatchJob(
        _ records: [BatchRecord], modelID: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<BatchJobID> {
        answerCreateBatchJob(records, modelID: modelID, at: now, using: &stream)
    }

    /// The state of a job. The first call that finds it completed carries the usage of all its records.
    public mutating func getBatchJob(
        _ id: BatchJobID, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<BatchJob> {
        answerGetBatchJob(id, at: now, using: &stream)
    }
}

/// A request for one answer, after Bedrock's Converse.
public struct ConverseRequest: Hashable, Codable, Sendable {
    public var modelID: String
    public var system: [PromptPart]
    public var messages: [PromptPart]
    /// Nil reserves the model's maximum.
    public var maxTokens: Int?
    /// 0 gives the same text for the same prompt.
    public var temperature: Double
    public var cachePoint: CachePoint?
    /// True holds the model to the schema of the copy document, where it can be held.
    public var isStructured: Bool
    /// The whole conversation, where the answer is not the copy document of the pipeline but what the answer deck says.
    public var chat: ChatPrompt?
    /// What lies before each cache point of a conversation, shortest first; empty leaves it to `cachePoint`.
    package var prefixes: [PromptPrefix] = []

    /// A whole conversation has the provider's own form, Converse.
    private enum CodingKeys: String, CodingKey {
        case modelID, system, messages, maxTokens, temperature, cachePoint, isStructured
    }

    public init(
        modelID: String, system: [PromptPart] = [], messages: [PromptPart], maxTokens: Int? = nil,
        temperature: Double = 1, cachePoint: CachePoint? = nil, isStructured: Bool = true
    ) {
        self.modelID = modelID
        self.system = system
        self.messages = messages
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.cachePoint = cachePoint
        self.isStructured = isStructured
    }

    /// Whether the messages hold neither text nor an image.
    package var isEmpty: Bool { messages.isEmpty && (chat?.attachments ?? 0) == 0 }
}

/// An answer with its token counts.
public struct ConverseResponse: Hashable, Codable, Sendable {
    public enum StopReason: String, Hashable, Codable, Sendable {
        case endTurn = "end_turn"
        case maxTokens = "max_tokens"
        case toolUse = "tool_use"
        case stopSequence = "stop_sequence"
        case guardrail = "guardrail_intervened"
    }

    public var text: String
    public var stopReason: StopReason
    public var tokens: TokenCounts
    /// From the request to the first token.
    public var firstToken: SimulatedDuration
    /// The answer to a conversation, with tools and stop sequences; nil for the copy document.
    public var chat: ChatAnswer?
    /// After how many pieces a fault breaks a streamed answer off.
    public var cutAfter: Int?

    package init(
        text: String, stopReason: StopReason, tokens: TokenCounts, firstToken: SimulatedDuration,
        chat: ChatAnswer? = nil, cutAfter: Int? = nil
    ) {
        self.text = text
        self.stopReason = stopReason
        self.tokens = tokens
        self.firstToken = firstToken
        self.chat = chat
        self.cutAfter = cutAfter
    }

    /// The answer to a conversation has the provider's own form, Converse.
    private enum CodingKeys: String, CodingKey {
        case text, stopReason, tokens, firstToken, cutAfter
    }
}

/// One request of a batch job. Its cache point and structure are ignored: batch has neither.
public struct BatchRecord: Hashable, Codable, Sendable {
    /// The caller's key, given back with the answer.
    public var id: UInt64
    public var request: ConverseRequest

    public init(id: UInt64, request: ConverseRequest) {
        self.id = id
        self.request = request
    }
}

public struct BatchJobID: Hashable, Codable, Sendable {
    public var value: Int
}

/// A batch job as a poll sees it.
public struct BatchJob: Hashable, Codable, Sendable {
    public struct Result: Hashable, Codable, Sendable {
        public var id: UInt64
        /// Nil where the provider refused the record, which it does not bill.
        public var response: ConverseResponse?
    }

    public enum Status: Hashable, Codable, Sendable {
        case inProgress
        /// Results in the order of the records.
        case completed([Result])
    }

    public var id: BatchJobID
    public var status: Status
    /// When the job is or was done.
    public var completion: SimulatedInstant
}
