/// What is counted of a campaign, by the names of the contract.
public enum Metric: String, CaseIterable, Sendable {
    case segments
    case reachedShare = "reached_share"
    case fallbackShare = "fallback_share"
    case heldSegments = "held_segments"
    case heldShare = "held_share"
    case reuseShare = "reuse_share"
    case personaHitRate = "persona_hit_rate"
    case copyHitRate = "copy_hit_rate"
    case personaCalls = "persona_calls"
    case copyCalls = "copy_calls"
    case throttledCalls = "throttled_calls"
    case failedShare = "failed_share"
    case throttledShare = "throttled_share"
    case refusedCalls = "refused_calls"
    case retriedCalls = "retried_calls"
    case retryHours = "retry_hours"
    case wastedTokens = "wasted_tokens"
    case wastedCostUSD = "wasted_cost_usd"
    case undeliveredShare = "undelivered_share"
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"
    case llmCostUSD = "llm_cost_usd"
    case costUSD = "cost_usd"
    case sunkCostUSD = "sunk_cost_usd"
    case reviewHours = "review_hours"
    case onTimeShare = "on_time_share"
    case minimumDetectableLift = "minimum_detectable_lift"
    case poweredSegments = "powered_segments"
    case incrementalOutcomes = "incremental_outcomes"
    case measuredIncrementalOutcomes = "measured_incremental_outcomes"
    case netValueUSD = "net_value_usd"
    case profileAge = "profile_age_campaigns"
    case pooledShare = "pooled_share"

    /// Whether amounts add up over campaigns; shares and rates do not.
    public var isAdditive: Bool {
        switch self {
        case .personaCalls, .copyCalls, .throttledCalls, .refusedCalls, .retriedCalls, .retryHours,
            .wastedTokens, .wastedCostUSD, .inputTokens, .outputTokens, .llmCostUSD, .costUSD,
            .sunkCostUSD, .reviewHours, .incrementalOutcomes, .measuredIncrementalOutcomes, .netValueUSD:
            true
        default: false
        }
    }

    /// Whether a run's digest has it. What calls that came to nothing took follows from usage, times and the rest.
    public var isDigested: Bool {
        switch self {
        case .refusedCalls, .retriedCalls, .retryHours, .wastedTokens, .wastedCostUSD, .undeliveredShare:
            false
        default: true
        }
    }

    var place: Int { Metric.places[self]! }
    private static let places = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

/// A number for each metric; absent where there is nothing to count.
public struct MetricValues: Hashable, Sendable {
    private var values: [Double]

    public init() { values = [Double](repeating: .nan, count: Metric.allCases.count) }

    public subscript(metric: Metric) -> Double? {
        get {
            let value = values[metric.place]
            return value.isNaN ? nil : value
        }
        set { values[metric.place] = newValue ?? .nan }
    }

    /// The mean over several campaigns, of those that have the metric.
    public static func mean(_ list: some Sequence<MetricValues>) -> MetricValues {
        summarised(list) { $0 / Double($1) }
    }

    /// Sums of what adds up, means of what does not.
    public static func total(_ list: some Sequence<MetricValues>) -> MetricValues {
        var totals = mean(list)
        let sums = summarised(list) { sum, _ in sum }
        for metric in Metric.allCases where metric.isAdditive { totals[metric] = sums[metric] }
        return totals
    }

    private static func summarised(
        _ list: some Sequence<MetricValues>, finish: (Double, Int) -> Double
    ) -> MetricValues {
        var result = MetricValues()
        for metric in Metric.allCases {
            var sum = 0.0
            var count = 0
            for values in list {
                if let value = values[metric] {
                    sum += value
                    count += 1
                }
            }
            if count > 0 { result[metric] = finish(sum, count) }
        }
        return result
    }
}
