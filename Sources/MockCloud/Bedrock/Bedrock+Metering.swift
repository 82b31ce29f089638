import Quantities

extension Bedrock {
    /// The meters of one answer.
    ///
    /// The prompt decides the tier, and so counts what was read from and written to the cache; input
    /// tokens are those that were neither.
    static func usage(
        _ tokens: TokenCounts, model: ModelProfile, lifetime: CachePoint.Lifetime?, isBatch: Bool
    ) -> Usage {
        let isLong = model.longContextThreshold.map { tokens.prompt > $0 } ?? false
        let tier: Meter.Tier = isBatch ? .batch : isLong ? .longContext : .standard
        let writes: Meter.Kind = lifetime == .oneHour ? .cacheWriteTokens1h : .cacheWriteTokens5m
        var usage = Usage()
        usage.add(tokens.input, to: Meter(.bedrock, model.id, .inputTokens, tier: tier))
        usage.add(tokens.cacheWrite, to: Meter(.bedrock, model.id, writes, tier: tier))
        usage.add(tokens.cacheRead, to: Meter(.bedrock, model.id, .cacheReadTokens, tier: tier))
        usage.add(tokens.output, to: Meter(.bedrock, model.id, .outputTokens, tier: tier))
        return usage
    }
}
