import Experiments

/// What an action brings and risks as people read it: in USD where the metric has a margin, else in the metric.
struct ActionText {
    /// The metric that decides.
    let metric: String
    let isMoney: Bool
    private let isLowerBetter: Bool
    private let cost: Double
    private let margin: Double?

    init(_ readout: UpliftReadout) {
        metric = readout.decisions.first?.metric ?? readout.metrics.first ?? ""
        margin = readout.decisions.first?.marginUSD
        isMoney = margin != nil
        isLowerBetter = readout.plan.isBetterLower(metric)
        cost = readout.plan.costUSD ?? 0
    }

    /// `USD`, `visit` or `churn avoided`.
    var unit: String { isMoney ? "USD" : isLowerBetter ? metric + " avoided" : metric }

    /// `net` with a margin; without, nothing is taken off.
    var name: String { isMoney ? "net" : "gain" }

    /// What the probability is of.
    var chance: String { isMoney && cost > 0 ? "P(pays)" : "P(better)" }

    /// An amount per 1,000 units or in all: `$28.30`, `+12.4`.
    func amount(_ value: Double?) -> String {
        guard let value else { return "-" }
        return isMoney ? Digits.usd(value) : EffectText.signed(value)
    }

    /// A loss, which has no sign.
    func loss(_ value: Double?) -> String {
        guard let value else { return "-" }
        guard !isMoney else { return Digits.usd(value) }
        return value > 0 && value < 1e-6 ? "<0.000001" : EffectText.significant(value)
    }

    /// Within a sentence: `$28.30`, `12.4 visit`.
    func phrase(_ value: Double?) -> String { isMoney ? loss(value) : "\(loss(value)) \(unit)" }

    /// `54%`, `99.6%`; never quite certain.
    static func probability(_ value: Double?) -> String {
        guard let value else { return "-" }
        if value > 0.999 { return ">99.9%" }
        if value < 0.001 { return "<0.1%" }
        return Digits.percent(value, value > 0.985 || value < 0.015 ? 1 : 0)
    }

    static func probabilities(_ range: (low: Double, high: Double)?) -> String {
        guard let range else { return "-" }
        let (low, high) = (probability(range.low), probability(range.high))
        return low == high ? low : "\(low.dropLast())–\(high)"
    }

    /// What the amounts are, as a sentence.
    var basis: String {
        guard isMoney, let margin else {
            return "Gains are in \(unit); state --margin \(metric)=<usd> (and --cost) to see money."
        }
        if metric == UpliftPlan.valueMetric {
            return "Net values are in USD by the margins, each unit costs \(price(cost))."
        }
        let worth = isLowerBetter ? "one \(metric) less is worth" : "one \(metric) is worth"
        return "Net values are in USD: treating a unit costs \(price(cost)), \(worth) \(price(abs(margin)))."
    }

    /// `$25`, `$0.50`, `$0.0004`.
    private func price(_ value: Double) -> String {
        let cents = 100 * value
        guard abs(cents - cents.rounded()) < 1e-9 else { return "$" + EffectText.significant(value) }
        return "$" + Digits.grouped(value, abs(value - value.rounded()) < 1e-9 ? 0 : 2)
    }
}
