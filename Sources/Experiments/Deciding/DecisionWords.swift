import Encodings
import Uplift

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A decision as sentences that stand by themselves: what is shown, what to do meanwhile, what knowing would take.
struct DecisionWords {
    let metric: String
    /// As sentences name them (`ArmLabel`).
    let treatment: String
    let control: String
    /// True for outcomes of 0 and 1, whose differences are percentage points.
    let isRate: Bool
    let isPooled: Bool
    let marginUSD: Double?
    /// Of the interval, such as `95%`.
    let level: String
    /// How long the experiment has run.
    let weeks: Double?

    /// Why an interval on one side of the break-even is no evidence.
    enum Doubt {
        case tooFew
        /// So many clusters in the arm that has fewer.
        case fewClusters(Int)
        /// So many segments were looked at.
        case segments(Int)
        /// So many treatments were compared.
        case treatments(Int)
    }

    /// What the data show.
    func shown(_ rule: SegmentDecision, effect: Double, _ choice: DecisionResult.Decision, _ doubt: Doubt?)
        -> String
    {
        "\(said(rule, effect)) \(position(rule, choice, doubt))"
    }

    /// What to do as long as nothing is shown.
    /// - Parameter source: what speaks where the segment itself does not.
    func meanwhile(_ row: DecisionResult, _ rule: SegmentDecision, from source: String?) -> String {
        let action = ArmLabel.text(row.action)
        let order = action == control ? "Keep \(control)" : "Use \(action)"
        let because = source.map { ", as \($0) suggest" } ?? ""
        let chance =
            "\(treatment) is \(DecisionWords.percent(rule.probabilityPositive)) likely to \(marginUSD == nil ? "help" : "pay")"
        let gain = action == treatment ? " expected gain \(amount(row.expectedGain ?? 0))," : ""
        return "\(order) meanwhile\(because): \(chance);\(gain) loss if wrong "
            + "\(amount(row.expectedRegret ?? 0)) on average."
    }

    private func said(_ rule: SegmentDecision, _ effect: Double) -> String {
        let range = "\(signed(rule.interval.lower)) to \(signed(rule.interval.upper))"
        let kind = isPooled ? "pooled effect" : "effect"
        return "The \(kind) on \(metric) is \(signed(effect)) (\(level): \(range)),"
    }

    private func position(
        _ rule: SegmentDecision, _ choice: DecisionResult.Decision, _ doubt: Doubt?
    ) -> String {
        let bar = rule.stakes.hasCost ? "the break-even of \(signed(rule.stakes.breakEven))" : "zero"
        let (better, worse) = rule.stakes.isLowerBetter ? ("below", "above") : ("above", "below")
        switch choice {
        case .send: return "wholly \(better) \(bar)."
        case .keep: return "wholly \(worse) \(bar): stay with \(control)."
        case .noEvidence, .notIdentified:
            switch doubt {
            case .tooFew:
                return "from fewer than \(Decisions.enoughUnits) units in an arm, which shows nothing."
            case .fewClusters(let count):
                return
                    "from \(count) clusters in an arm, with which an error is hardly known: \(Decisions.enoughClusters) or "
                    + "more are needed."
            case .treatments(let count):
                return "on one side of \(bar), but one of \(count) treatments may be there by chance."
            case .segments(let count):
                return
                    "on one side of \(bar), but one of \(count) segments may be there by chance, and all together do "
                    + "not show it."
            case nil: return "which does not exclude \(bar)."
            }
        }
    }

    /// What knowing would take.
    func learning(_ needed: Int?, counted: Int) -> String {
        guard let needed else { return " No feasible number of units would show so small a difference." }
        guard needed > counted else {
            return
                " An effect of that size shows with about \(WrittenNumber.grouped(needed)) units in all in four of five such tests."
        }
        let factor = Double(needed) / Double(max(1, counted))
        let more =
            factor < 100
            ? DecisionWords.rounded(factor, digits: 2)
            : WrittenNumber.grouped(DecisionWords.whole(factor, digits: 2))
        let time =
            weeks.map {
                " or \(DecisionWords.rounded($0 * (factor - 1), digits: 2)) weeks more at the present rate"
            } ?? ""
        return
            " To know: about \(WrittenNumber.grouped(needed)) units in all, \(more) times the \(WrittenNumber.grouped(counted)) so far\(time)."
    }

    /// A gain or loss per 1,000 units: in USD with a margin, else in the metric.
    private func amount(_ value: Double) -> String {
        if let marginUSD {
            return "$\(DecisionWords.rounded(abs(value * marginUSD) * 1000, digits: 3)) per 1,000 units"
        }
        return "\(DecisionWords.rounded(1000 * abs(value), digits: 3)) of \(metric) per 1,000 units"
    }

    /// Three digits with a sign; rates in percentage points.
    private func signed(_ value: Double) -> String {
        let scaled = isRate ? 100 * value : value
        return (scaled < 0 ? "−" : "+") + DecisionWords.rounded(abs(scaled), digits: 3)
            + (isRate ? " pp" : "")
    }

    /// A share in whole percent; never 0% or 100% of what is only likely.
    private static func percent(_ share: Double) -> String {
        share > 0.995 && share < 1
            ? "over 99%" : share < 0.005 && share > 0 ? "under 1%" : "\(Int((100 * share).rounded()))%"
    }

    /// A number of 100 or more in so many digits, with zeros behind them.
    private static func whole(_ value: Double, digits: Int) -> Int {
        let scale = pow(10, floor(log10(value)) - Double(digits - 1))
        return Int((value / scale).rounded() * scale)
    }

    /// A positive number in as many digits as matter, thousands apart, without an exponent.
    static func rounded(_ value: Double, digits: Int) -> String {
        guard value > 0 else { return "0" }
        guard value < 1e15 else { return value.isFinite ? "\(value)" : "without bound" }
        let decimals = min(9, max(0, digits - 1 - Int(floor(log10(value)))))
        let scale = pow(10, Double(decimals))
        let whole = (value * scale).rounded()
        guard decimals > 0 else { return WrittenNumber.grouped(Int(whole)) }
        let text = "\(Int(whole))"
        let padded = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
        return "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }
}
