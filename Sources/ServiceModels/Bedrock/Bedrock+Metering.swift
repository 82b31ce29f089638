package import Quantities
package import Writing

extension Bedrock {
    /// The meters of one answer.
    ///
    /// The prompt decides the tier, and so counts what was read from and written to the cache; input
    /// tokens are those that were neither.
    /// - Parameter longWrites: tokens of the cache write that live an hour; nil goes by the lifetime.
    package static func usage(
        _ tokens: TokenCounts, model: ModelProfile, lifetime: CachePoint.Lifetime?, isBatch: Bool,
        longWrites: Int? = nil
    ) -> Usage {
        let isLong = model.longContextThreshold.map { tokens.prompt > $0 } ?? false
        let tier: Meter.Tier = isBatch ? .batch : isLong ? .longContext : .standard
        let long = longWrites ?? (lifetime == .oneHour ? tokens.cacheWrite : 0)
        var usage = Usage()
        usage.add(tokens.input, to: Meter(.bedrock, model.id, .inputTokens, tier: tier))
        usage.add(tokens.cacheWrite - long, to: Meter(.bedrock, model.id, .cacheWriteTokens5m, tier: tier))
        usage.add(long, to: Meter(.bedrock, model.id, .cacheWriteTokens1h, tier: tier))
        usage.add(tokens.cacheRead, to: Meter(.bedrock, model.id, .cacheReadTokens, tier: tier))
        usage.add(tokens.output, to: Meter(.bedrock, model.id, .outputTokens, tier: tier))
        return usage
    }
}
