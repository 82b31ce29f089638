public import Writing

/// The behaviour of all mocks as data, read once and shared.
public struct MockDecks: Sendable {
    public var persona: PersonaDeck
    public var copy: CopyDeck
    public var tokens: TokenEstimator
    /// Bedrock models without a quota, which every account must give; see `bedrockModel`.
    public var bedrockModels: [ModelProfile]
    public var cortexModels: [CortexModel]
    public var cortexRates: FailureRates
    public var bedrockRates: FailureRates
    /// From the creation of a batch job to its completion.
    public var batchLatency: LatencyModel
    /// INIT times by runtime.
    public var coldStarts: [ColdStart]

    /// The INIT time of functions in one runtime.
    public struct ColdStart: Hashable, Sendable {
        public var runtime: String
        public var latency: LatencyModel
    }

    /// A model with the account's quota filled in; nil if the deck does not have it.
    ///
    /// An inference profile such as `us.anthropic...` has the limits of the model behind its prefix and
    /// keeps its own id, because it has its own price.
    public func bedrockModel(_ id: String, tokensPerMinute: Int) -> ModelProfile? {
        let known =
            bedrockModels.first { $0.id == id }
            ?? bedrockModels.first { model in
                MockDecks.geographicPrefixes.contains { id == $0 + model.id }
            }
        guard var model = known else { return nil }
        model.id = id
        model.tokensPerMinute = tokensPerMinute
        return model
    }

    package static let geographicPrefixes = ["us.", "eu.", "apac.", "jp.", "au.", "global."]

    /// The INIT time of a runtime such as `python`; nil if the deck does not have it.
    public func coldStart(_ runtime: String) -> LatencyModel? {
        coldStarts.first { $0.runtime == runtime }?.latency
    }
}
