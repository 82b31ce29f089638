/// What a metric is worth, which way it should go, and which one decides.
extension UpliftPlan {
    /// The name of the outcome that adds up several margins, in USD per unit before the cost of treating it.
    public static let valueMetric = "value_usd"

    /// The name of the outcome that says which units are left after the last send.
    public static let retentionMetric = "retention"

    /// True when less of the metric is better: as stated, else by a name such as `unsubscribed` or `churn`.
    ///
    /// What is worth money by the sum of margins is always better when higher.
    public func isBetterLower(_ metric: String) -> Bool {
        if let stated = directions.first(where: { $0.metric == metric }) { return stated.better == .down }
        return MetricNameGuess(metric) == .down
    }

    /// +1 when more is better, −1 when less is: effects times this are gains.
    public func sign(of metric: String) -> Double { isBetterLower(metric) ? -1 : 1 }

    /// USD that one more unit of the metric brings, negative when less is better; nil without a margin.
    ///
    /// The margin of a metric that is better when lower may be given with either sign: a cost of 5 and a margin of −5
    /// say the same.
    public func margin(of metric: String) -> Double? {
        if sumsMargins, metric == UpliftPlan.valueMetric { return 1 }
        return margins.first { $0.metric == metric }.map { sign(of: metric) * abs($0.usd) }
    }

    /// The effect on a metric at which the treatment pays its cost, negative when less is better; nil without a cost or a
    /// margin.
    public func breakEven(of metric: String) -> Double? {
        guard let costUSD, costUSD > 0, let margin = margin(of: metric), margin != 0 else { return nil }
        return costUSD / margin
    }

    /// True when several outcomes have a margin: their sum per unit decides.
    public var sumsMargins: Bool { margins.count > 1 }

    /// The position of the metric that decides: the sum of all margins, else the one with a margin, else the first that
    /// is named as an outcome or is not only a guardrail.
    /// - Precondition: there is a metric.
    public func decidingMetric(_ metrics: [String]) -> Int {
        if sumsMargins, let sum = metrics.firstIndex(of: UpliftPlan.valueMetric) { return sum }
        if let priced = metrics.firstIndex(where: { margin(of: $0) != nil }) { return priced }
        return metrics.firstIndex { metric in
            outcomes.contains(metric) || !guardrails.contains { $0.metric == metric }
        } ?? 0
    }

    /// Columns of outcomes that ratios and guardrails need.
    var neededOutcomes: [String] {
        let made = ratios.map(\.name) + [UpliftPlan.valueMetric, UpliftPlan.retentionMetric]
        var names: [String] = []
        for name in ratios.flatMap({ [$0.numerator, $0.denominator] }) + guardrails.map(\.metric)
        where !names.contains(name) && !made.contains(name) {
            names.append(name)
        }
        return names
    }
}
