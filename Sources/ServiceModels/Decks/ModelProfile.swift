/// A model's limits, quota and pace, as one account sees them.
public struct ModelProfile: Hashable, Sendable {
    public var id: String
    /// The shortest prefix that the prompt cache takes, in tokens; nil where the model has no cache.
    public var cacheMinimumTokens: Int?
    /// Prompts of more tokens than this are billed in the long-context tier; nil where there is none.
    public var longContextThreshold: Int?
    /// Quota tokens an output token counts for.
    public var outputBurndown: Int
    /// The most tokens of an answer, and what is reserved when a request does not say.
    public var maxOutputTokens: Int
    /// The account's quota. Accounts differ by two orders of magnitude, so it has no default.
    public var tokensPerMinute: Int
    /// Older accounts also have a quota of requests.
    public var requestsPerMinute: Int?
    /// True where the model can be held to a schema.
    public var hasStructuredOutput: Bool
    public var latency: GenerationLatency
    /// The longest prompt that the model reads, in tokens; nil has no limit. Bytes are held to it, typed calls are not.
    public var contextTokens: Int?

    public init(
        id: String, cacheMinimumTokens: Int? = nil, longContextThreshold: Int? = nil, outputBurndown: Int = 1,
        maxOutputTokens: Int = 4_096, tokensPerMinute: Int, requestsPerMinute: Int? = nil,
        hasStructuredOutput: Bool = true, latency: GenerationLatency, contextTokens: Int? = nil
    ) {
        self.id = id
        self.cacheMinimumTokens = cacheMinimumTokens
        self.longContextThreshold = longContextThreshold
        self.outputBurndown = outputBurndown
        self.maxOutputTokens = maxOutputTokens
        self.tokensPerMinute = tokensPerMinute
        self.requestsPerMinute = requestsPerMinute
        self.hasStructuredOutput = hasStructuredOutput
        self.latency = latency
        self.contextTokens = contextTokens
    }
}
