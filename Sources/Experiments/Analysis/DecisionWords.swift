import Uplift

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A decision as a sentence that stands by itself.
struct DecisionWords {
    let metric: String
    let treatment: String
    let control: String
    /// True for outcomes of 0 and 1, whose differences are percentage points.
    let isRate: Bool
    let alpha: Double
    let isPooled: Bool

    func sentence(_ rule: SegmentDecision, needed: Int?, counted: Int) -> String {
        let effect = signed(rule.effect)
        let range = "\(signed(rule.interval.lower)) to \(signed(rule.interval.upper))"
        let level = "\(Int((100 * (1 - alpha)).rounded())) %"
        let kind = isPooled ? "pooled effect" : "effect"
        let bar = rule.threshold == 0 ? "zero" : "the break-even of \(signed(rule.threshold))"
        switch rule.choice {
        case .send:
            return "The \(kind) on \(metric) is \(effect) (\(level): \(range)), wholly above \(bar)."
        case .keep:
            return
                "The \(kind) on \(metric) is \(effect) (\(level): \(range)), wholly below \(bar): stay with "
                + "\(control)."
        case .noEvidence:
            let more =
                needed.map {
                    " An effect of that size would show with about \($0) units in all; there are \(counted)."
                }
                ?? " No feasible number of units would show so small a difference."
            return
                "The \(kind) on \(metric) is \(effect) (\(level): \(range)), which does not exclude \(bar)."
                + more
        }
    }

    /// Three digits with a sign; rates in percentage points.
    private func signed(_ value: Double) -> String {
        let scaled = isRate ? 100 * value : value
        let digits = DecisionWords.rounded(abs(scaled))
        return (scaled < 0 ? "−" : "+") + digits + (isRate ? " pp" : "")
    }

    private static func rounded(_ value: Double) -> String {
        guard value > 0, value.isFinite else { return "0" }
        let decimals = min(9, max(0, 2 - Int(floor(log10(value)))))
        let scale = pow(10, Double(decimals))
        let whole = (value * scale).rounded()
        guard decimals > 0 else { return "\(Int(whole))" }
        let text = "\(Int(whole))"
        let padded = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
        return "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }
}
