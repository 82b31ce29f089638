public import Quantities
public import RandomStreams

/// How long a language model takes: time to the first token, then output tokens at a rate.
///
/// total = (first token + extra input) × host factor + output tokens / rate, the extra input being
/// counted past the first thousand tokens. Medians and spreads come from published benches; see the
/// notes in `mocks/bedrock/latency.yaml`.
public struct GenerationLatency: Hashable, Sendable {
    public var firstToken: LatencyModel
    /// Median output tokens a second.
    public var tokensPerSecond: Double
    /// Standard deviation of the logarithm of the rate, drawn once a call.
    public var rateSigma: Double
    /// Added for each thousand input tokens past the first thousand.
    public var perThousandInputTokens: SimulatedDuration
    /// How much slower than the bench this host is; 1 is equal.
    public var hostFactor: Double
    /// Generations at once, which those that come later wait for; nil has no limit.
    public var concurrency: Int?

    public init(
        firstToken: LatencyModel, tokensPerSecond: Double, rateSigma: Double = 0,
        perThousandInputTokens: SimulatedDuration = .zero, hostFactor: Double = 1, concurrency: Int? = nil
    ) {
        precondition(tokensPerSecond > 0 && hostFactor > 0, "a rate is positive")
        precondition(concurrency ?? 1 > 0, "a host runs one generation or more at once")
        self.firstToken = firstToken
        self.tokensPerSecond = tokensPerSecond
        self.rateSigma = rateSigma
        self.perThousandInputTokens = perThousandInputTokens
        self.hostFactor = hostFactor
        self.concurrency = concurrency
    }

    /// One generation's times, counted from the request.
    public struct Sample: Hashable, Sendable {
        public var firstToken: SimulatedDuration
        public var total: SimulatedDuration
    }

    /// - Parameter inputTokens: everything the model reads anew; tokens read from a cache do not count.
    public func sample(inputTokens: Int, outputTokens: Int, using stream: inout RandomStream) -> Sample {
        let extra = Double(max(0, inputTokens - 1_000)) / 1_000 * perThousandInputTokens.inSeconds
        let first = (firstToken.sample(using: &stream).inSeconds + extra) * hostFactor
        let rate = stream.logNormal(median: tokensPerSecond, sigma: rateSigma)
        return Sample(
            firstToken: SimulatedDuration(seconds: first),
            total: SimulatedDuration(seconds: first + Double(outputTokens) / rate * hostFactor))
    }
}
