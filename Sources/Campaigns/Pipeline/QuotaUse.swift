import Quantities
import ServiceModels
import Writing

/// What the copy model's calls took of the token quota, minute by minute.
struct QuotaUse {
    private var minute: Int64 = -1
    private var tokens = 0
    private var calls = 0
    private(set) var demand = ModelDemand()

    /// Counts what a call reserved: its prompt and its largest answer. Calls come in the order of time.
    mutating func note(_ handled: Handled<ConverseResponse>, maxTokens: Int, at now: SimulatedInstant) {
        guard let response = handled.response else {
            if handled.error?.status == 429 { demand.throttled += 1 }
            return
        }
        let current = now.nanoseconds / SimulatedDuration.minutes(1).nanoseconds
        if current != minute {
            (minute, tokens, calls) = (current, 0, 0)
            demand.busyMinutes += 1
        }
        let reserved = response.tokens.prompt + maxTokens
        tokens += reserved
        calls += 1
        demand.calls += 1
        demand.inputTokens += response.tokens.prompt
        demand.outputTokens += response.tokens.output
        demand.reservedTokens += reserved
        demand.peakTokensPerMinute = max(demand.peakTokensPerMinute, tokens)
        demand.peakCallsPerMinute = max(demand.peakCallsPerMinute, calls)
    }

    /// Share of the quota; a throttled call means that all of it was wanted.
    func share(of tokensPerMinute: Int) -> Double {
        max(
            Double(demand.peakTokensPerMinute) / Double(max(1, tokensPerMinute)),
            demand.throttled > 0 ? 1 : 0)
    }
}
