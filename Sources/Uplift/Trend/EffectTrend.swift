/// How an effect changes over periods: the slope of differences in means over the period's number.
///
/// b = Σ c_p δ_p with c_p = ω_p (p − p̄) / Σ ω (p − p̄)² and ω_p = n₁n₀ / (n₁ + n₀), weights that know no outcome. Unit i
/// moves δ_p by (y − ȳ₁) / n₁ when treated and −(y − ȳ₀) / n₀ when not; what one cluster (or a unit seen in several
/// periods) adds is summed before it is squared.
public struct EffectTrend: Hashable, Sendable {
    /// One outcome of one unit in one period.
    public struct Observation: Hashable, Sendable {
        public let unit: Int
        public let isTreated: Bool
        public let value: Double
        /// A sampling weight, positive.
        public let weight: Double

        public init(unit: Int, isTreated: Bool, value: Double, weight: Double = 1) {
            self.unit = unit
            self.isTreated = isTreated
            self.value = value
            self.weight = weight
        }
    }

    /// Change of the effect from one period to the next, in the outcome's unit.
    public let slope: Double
    public let standardError: Double
    /// Units (or clusters) less two.
    public let degreesOfFreedom: Double

    public var pValue: Double { StudentT(degreesOfFreedom: degreesOfFreedom).twoSided(slope / standardError) }

    /// - Parameter periods: their observations in time order; `unit` names what is independent, counted from zero.
    /// - Returns: nil with fewer than three periods that have both arms, or without spread.
    /// - Complexity: O(observations).
    public init?(_ periods: [[Observation]]) {
        let means = periods.map { EffectTrend.means($0) }
        let used = periods.indices.filter { means[$0].treated.count > 1 && means[$0].control.count > 1 }
        guard used.count > 2 else { return nil }
        let weights = used.map { period -> Double in
            let (a, b) = (means[period].treated.weight, means[period].control.weight)
            return a * b / (a + b)
        }
        let total = weights.reduce(0, +)
        let center = zip(used, weights).reduce(0) { $0 + Double($1.0) * $1.1 } / total
        let spread = zip(used, weights).reduce(0) { sum, entry in
            sum + entry.1 * (Double(entry.0) - center) * (Double(entry.0) - center)
        }
        var slope = 0.0
        var sums: [Double] = Array(
            repeating: 0, count: (used.flatMap { periods[$0].map(\.unit) }.max() ?? -1) + 1)
        var isSeen = Array(repeating: false, count: sums.count)
        for (period, weight) in zip(used, weights) {
            let factor = weight * (Double(period) - center) / spread
            let (treated, control) = (means[period].treated, means[period].control)
            slope += factor * (treated.mean - control.mean)
            for entry in periods[period] {
                let arm = entry.isTreated ? treated : control
                let addition = factor * entry.weight * (entry.value - arm.mean) / arm.weight
                sums[entry.unit] += entry.isTreated ? addition : -addition
                isSeen[entry.unit] = true
            }
        }
        let units = Double(isSeen.reduce(0) { $0 + ($1 ? 1 : 0) })
        let variance = sums.reduce(0) { $0 + $1 * $1 } * units / (units - 1)
        guard variance > 0, units > 2 else { return nil }
        self.slope = slope
        standardError = variance.squareRoot()
        degreesOfFreedom = units - 2
    }

    private struct Arm {
        var count = 0
        var weight = 0.0
        var mean = 0.0
    }

    private static func means(_ period: [Observation]) -> (treated: Arm, control: Arm) {
        var (treated, control) = (Arm(), Arm())
        func add(_ entry: Observation, _ arm: inout Arm) {
            arm.count += 1
            arm.weight += entry.weight
            arm.mean += entry.weight * entry.value
        }
        for entry in period {
            if entry.isTreated { add(entry, &treated) } else { add(entry, &control) }
        }
        if treated.weight > 0 { treated.mean /= treated.weight }
        if control.weight > 0 { control.mean /= control.weight }
        return (treated, control)
    }
}
