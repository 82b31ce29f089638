public import Quantities

/// The token counts of one model call, each token counted once.
///
/// Providers disagree on what "input" means: Bedrock and Anthropic leave cached tokens out of it,
/// OpenAI counts them in. Bills that mix the two up charge cached tokens twice or turn negative, so a
/// reading can be made only by saying which convention the counts follow.
public struct TokenReading: Hashable, Sendable {
    /// Input that is neither read from nor written to a prompt cache.
    public let plainInput: Int
    public let cacheRead: Int
    public let cacheWrite5m: Int
    public let cacheWrite1h: Int
    public let output: Int

    /// Counts in the manner of Bedrock and Anthropic: `input` leaves out what the cache served or stored.
    /// - Throws: `FinegrainError` (bad input) for a negative count.
    public init(
        inputWithoutCache input: Int, cacheRead: Int = 0, cacheWrite5m: Int = 0, cacheWrite1h: Int = 0,
        output: Int
    ) throws(FinegrainError) {
        guard min(input, cacheRead, cacheWrite5m, cacheWrite1h, output) >= 0 else {
            throw .badInput("a token count is negative", remedy: "counts are zero or above")
        }
        plainInput = input
        self.cacheRead = cacheRead
        self.cacheWrite5m = cacheWrite5m
        self.cacheWrite1h = cacheWrite1h
        self.output = output
    }

    /// Counts in the manner of OpenAI: `input` counts the cached tokens in, and storing them is free.
    /// - Throws: `FinegrainError` (bad input) for a negative count, or for more cached tokens than input.
    public init(inputWithCache input: Int, cacheRead: Int = 0, output: Int) throws(FinegrainError) {
        guard cacheRead <= input else {
            throw .badInput(
                "\(cacheRead) cached tokens cannot be part of \(input) input tokens",
                remedy: "this provider leaves cached tokens out of the input: use inputWithoutCache")
        }
        try self.init(inputWithoutCache: input - cacheRead, cacheRead: cacheRead, output: output)
    }

    /// All tokens of the prompt, which decide the price tier.
    public var promptTokens: Int { plainInput + cacheRead + cacheWrite5m + cacheWrite1h }

    /// The call as usage by meter.
    /// - Throws: `FinegrainError` (bad input) for a batch record above the model's long-context
    ///   threshold: no provider publishes a price for it.
    public func usage(
        of service: Meter.Service, sku: String, limits: ModelLimits, batch: Bool = false
    ) throws(FinegrainError) -> Usage {
        var tier = limits.tier(promptTokens: promptTokens)
        if batch {
            guard tier == .standard else {
                throw .badInput(
                    "a batch record of \(promptTokens) prompt tokens for \(sku) has no published price",
                    remedy: "send it on demand, or shorten the prompt to \(limits.longContextThreshold ?? 0)")
            }
            tier = .batch
        }
        var usage = Usage()
        usage.add(plainInput, to: Meter(service, sku, .inputTokens, tier: tier))
        usage.add(cacheRead, to: Meter(service, sku, .cacheReadTokens, tier: tier))
        usage.add(cacheWrite5m, to: Meter(service, sku, .cacheWriteTokens5m, tier: tier))
        usage.add(cacheWrite1h, to: Meter(service, sku, .cacheWriteTokens1h, tier: tier))
        usage.add(output, to: Meter(service, sku, .outputTokens, tier: tier))
        return usage
    }
}
