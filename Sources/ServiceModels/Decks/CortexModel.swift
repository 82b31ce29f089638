/// A model that Cortex offers.
public struct CortexModel: Hashable, Sendable {
    public var id: String
    public var latency: GenerationLatency
    /// Quota of the account; nil has no limit.
    public var requestsPerMinute: Int?
    /// Quota of the account in input and output tokens; nil has no limit.
    public var tokensPerMinute: Int?

    public init(
        id: String, latency: GenerationLatency, requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil
    ) {
        self.id = id
        self.latency = latency
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }
}
