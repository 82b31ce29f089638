/// What the copy model was asked for: the figures of a quota request.
///
/// Tokens are reserved ones, as the provider counts them against a quota: the prompt and the largest answer
/// that a call may give. Where calls were throttled, the quota caps the peak, and demand is at least this.
public struct ModelDemand: Hashable, Sendable {
    public var calls = 0
    /// Prompt tokens of all calls that were answered.
    public var inputTokens = 0
    public var outputTokens = 0
    public var reservedTokens = 0
    /// Minutes in which at least one call was answered.
    public var busyMinutes = 0
    /// The busiest minute.
    public var peakTokensPerMinute = 0
    public var peakCallsPerMinute = 0
    /// Calls that the quota refused.
    public var throttled = 0

    public init() {}

    /// Sums over campaigns; the peak is the highest of all.
    public mutating func merge(_ other: ModelDemand) {
        calls += other.calls
        inputTokens += other.inputTokens
        outputTokens += other.outputTokens
        reservedTokens += other.reservedTokens
        busyMinutes += other.busyMinutes
        peakTokensPerMinute = max(peakTokensPerMinute, other.peakTokensPerMinute)
        peakCallsPerMinute = max(peakCallsPerMinute, other.peakCallsPerMinute)
        throttled += other.throttled
    }

    /// Tokens reserved a minute while calls are made.
    public var steadyTokensPerMinute: Double {
        busyMinutes > 0 ? Double(reservedTokens) / Double(busyMinutes) : 0
    }

    public var steadyCallsPerMinute: Double { busyMinutes > 0 ? Double(calls) / Double(busyMinutes) : 0 }

    public var meanInputTokens: Double? { calls > 0 ? Double(inputTokens) / Double(calls) : nil }

    public var meanOutputTokens: Double? { calls > 0 ? Double(outputTokens) / Double(calls) : nil }
}
