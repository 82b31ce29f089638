public import Campaigns

extension Metric {
    /// Whether more of it is better; nil where neither is: counts of segments, and what is only measured.
    public var isBetterHigher: Bool? {
        switch self {
        case .reachedShare, .personaHitRate, .copyHitRate, .onTimeShare, .poweredSegments,
            .incrementalOutcomes, .netValueUSD:
            true
        case .fallbackShare, .personaCalls, .copyCalls, .throttledCalls, .refusedCalls,
            .retriedCalls, .retryHours, .wastedTokens, .wastedCostUSD, .undeliveredShare, .inputTokens,
            .outputTokens,
            .llmCostUSD, .costUSD, .sunkCostUSD, .reviewHours, .minimumDetectableLift, .profileAge:
            false
        default: rawValue == "reuse_share" ? true : nil
        }
    }
}
