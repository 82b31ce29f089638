public import Quantities

/// What a model's host allows and how it counts; nil means that the book does not know.
///
/// A plain value: a mock takes it without knowing any price.
public struct ModelLimits: Hashable, Sendable {
    /// Prompts of more tokens than this are billed in the long-context tier as a whole.
    public var longContextThreshold: Int?
    /// Prefixes of fewer tokens are not cached, silently; nil: the model has no prompt cache.
    public var cacheMinimumTokens: Int?
    /// Cache points that one request may carry.
    public var cacheCheckpoints: Int?
    /// Quota tokens that one output token costs when a call settles; money does not depend on it.
    public var outputBurndown: Int
    public var maxOutputTokens: Int?
    public var contextTokens: Int?

    public init(
        longContextThreshold: Int? = nil, cacheMinimumTokens: Int? = nil, cacheCheckpoints: Int? = nil,
        outputBurndown: Int = 1, maxOutputTokens: Int? = nil, contextTokens: Int? = nil
    ) {
        self.longContextThreshold = longContextThreshold
        self.cacheMinimumTokens = cacheMinimumTokens
        self.cacheCheckpoints = cacheCheckpoints
        self.outputBurndown = outputBurndown
        self.maxOutputTokens = maxOutputTokens
        self.contextTokens = contextTokens
    }

    /// The tier of an on-demand call.
    /// - Parameter promptTokens: plain input, cache reads and cache writes together.
    public func tier(promptTokens: Int) -> Meter.Tier {
        guard let longContextThreshold, promptTokens > longContextThreshold else { return .standard }
        return .longContext
    }

    /// The prompt-cache rule, nil where the model has no prompt cache.
    public var promptCache: PromptCacheRule? {
        cacheMinimumTokens.map { PromptCacheRule(minimumTokens: $0, checkpoints: cacheCheckpoints) }
    }
}
