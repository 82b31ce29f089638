/// When a prompt prefix enters a provider's prompt cache. What that costs stands in the price rows.
public struct PromptCacheRule: Hashable, Sendable {
    /// The shortest prefix that is cached; a shorter one is billed as plain input, silently.
    public var minimumTokens: Int
    /// Cache points that one request may carry; nil: not stated.
    public var checkpoints: Int?

    public init(minimumTokens: Int, checkpoints: Int? = nil) {
        self.minimumTokens = minimumTokens
        self.checkpoints = checkpoints
    }

    /// Whether a prefix of that many tokens is cached.
    public func caches(prefixTokens: Int) -> Bool { prefixTokens >= minimumTokens }
}
