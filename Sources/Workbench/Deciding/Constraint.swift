public import Campaigns
public import Scenarios

/// A limit as a condition on a row: a metric in the steady state, a bound, and the statistic that is held to it.
///
/// Mean over worlds by default; with `limits.at_p95` the unfavourable 5th or 95th percentile.
public struct Constraint: Sendable {
    public let limit: Limit
    public let metric: Metric
    public let bound: Double
    /// Whether the bound is the largest value allowed, or the smallest.
    public let isUpper: Bool
    public let isTail: Bool

    /// All limits that a scenario sets.
    public static func all(of scenario: Scenario) -> [Constraint] {
        let limits = scenario.limits
        let list: [(LimitsSettings.LimitName, Limit, Metric, Double?, Bool)] = [
            (.budget, .budget, .costUSD, limits.budgetUSD, true),
            (.reviewHours, .reviewHours, .reviewHours, limits.reviewHours, true),
            (.deadline, .deadline, .onTimeShare, limits.onTimeShare, false),
            (.quota, .quota, .throttledShare, limits.throttledShare, true),
            (.kAnonymity, .kAnonymity, .pooledShare, limits.pooledShare, true),
            (.power, .power, .minimumDetectableLift, limits.detectableLift, true),
            (.reach, .reach, .reachedShare, limits.reachedShare, false),
        ]
        return list.compactMap { name, limit, metric, bound, isUpper in
            bound.map {
                Constraint(
                    limit: limit, metric: metric, bound: $0, isUpper: isUpper,
                    isTail: limits.atP95.contains(name))
            }
        }
    }

    /// The statistic of a row; nil where there is nothing to count, as when nothing was reviewed.
    public func value(_ list: [(metric: Metric, band: Band)]) -> Double? {
        guard let band = list.first(where: { $0.metric == metric })?.band else { return nil }
        guard isTail else { return band.mean }
        return (isUpper ? band.p95 : band.p5) ?? band.mean
    }

    /// How the values break the limit; nil where they keep it.
    func violation(_ list: [(metric: Metric, band: Band)]) -> Violation? {
        let value = value(list)
        let rounding = 1e-9 * max(1, abs(bound))
        // A lift that no segment can show is larger than any limit; another metric that is absent breaks nothing.
        let holds = value.map { isUpper ? $0 <= bound + rounding : $0 >= bound - rounding }
        guard !(holds ?? (metric != .minimumDetectableLift)) else { return nil }
        return Violation(
            limit: limit, metric: metric, statistic: isTail ? (isUpper ? "p95" : "p5") : "mean",
            value: value, bound: bound)
    }

    /// The limits that a personalised row breaks, in the order of `Limit.allCases`.
    static func breaks(_ row: SweepRow, _ scenario: Scenario) -> [Limit] {
        guard !row.isBaseline else { return [] }
        var broken = Set(row.violations.map(\.limit))
        if let least = scenario.limits.minimumK, row.privacyK < least { broken.insert(.kAnonymity) }
        if row.failures.share > FailureDiagnosis.mostShare { broken.insert(.generation) }
        return Limit.allCases.filter { broken.contains($0) }
    }
}
