import MockCloud
import Quantities

/// How much of the token quota the busiest minute reserved.
struct QuotaUse {
    private var minute: Int64 = -1
    private var tokens = 0
    private(set) var peak = 0
    private(set) var throttled = 0

    /// Counts what a call reserved: its prompt and its largest answer.
    mutating func note(_ handled: Handled<ConverseResponse>, maxTokens: Int, at now: SimulatedInstant) {
        guard let response = handled.response else {
            if handled.error?.status == 429 { throttled += 1 }
            return
        }
        let current = now.nanoseconds / SimulatedDuration.minutes(1).nanoseconds
        if current != minute { (minute, tokens) = (current, 0) }
        tokens += response.tokens.prompt + maxTokens
        peak = max(peak, tokens)
    }

    /// Share of the quota; a throttled call means that all of it was wanted.
    func share(of tokensPerMinute: Int) -> Double {
        max(Double(peak) / Double(max(1, tokensPerMinute)), throttled > 0 ? 1 : 0)
    }
}
