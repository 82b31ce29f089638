import Uplift

/// One metric of one row on both sides.
public struct MetricComparison: Sendable {
    public var name: String
    /// Means: over the shared worlds when paired, else over each side's own.
    public var a: Double?
    public var b: Double?
    /// b − a.
    public var difference: Double?
    /// Of the difference; nil with fewer than two worlds.
    public var standardError: Double?
    /// 95 % interval of the difference, by Student's t.
    public var lower: Double?
    public var upper: Double?
    /// Share of the shared worlds in which B is better; ties are not. Nil where the metric has no better
    /// side, or worlds are not shared.
    public var betterShare: Double?
    public var verdict: Verdict

    /// Difference over the size of a; nil where a is zero.
    public var relative: Double? {
        guard let a, let difference, a != 0 else { return nil }
        return difference / abs(a)
    }
}

/// Compares the values of a metric over worlds.
///
/// Paired, d_r = b_r − a_r over the n worlds r that both sides have: mean d̄, standard error s_d/√n, interval
/// d̄ ± t(n − 1)·s_d/√n (Student 1908). Not paired: means of each side's own worlds, standard error
/// √(s_a²/n_a + s_b²/n_b), degrees of freedom by Welch (1947) and Satterthwaite (1946). Units are the
/// metric's own. Values are NaN where a world has none; such a world is left out on both sides when paired.
/// With one world there is no standard error: equal values are unchanged, others unknown.
struct WorldStatistics {
    /// Share of |a| that counts as the same.
    let tolerance: Double
    private var quantiles = TQuantiles()

    init(tolerance: Double) { self.tolerance = tolerance }

    /// - Parameter isBetterHigher: nil where neither side is better.
    mutating func paired(_ name: String, _ a: [Double], _ b: [Double], isBetterHigher: Bool?)
        -> MetricComparison?
    {
        var differences: [Double] = []
        differences.reserveCapacity(min(a.count, b.count))
        var (sumA, sumB, better) = (0.0, 0.0, 0)
        for (x, y) in zip(a, b) where !x.isNaN && !y.isNaN {
            sumA += x
            sumB += y
            differences.append(y - x)
            if isBetterHigher == true ? y > x : y < x { better += 1 }
        }
        guard !differences.isEmpty else { return oneSided(name, a, b) }
        let count = differences.count
        let difference = ArmSummary(differences)
        var result = MetricComparison(
            name: name, a: sumA / Double(count), b: sumB / Double(count), difference: difference.mean,
            betterShare: isBetterHigher == nil ? nil : Double(better) / Double(count), verdict: .unknown)
        if count > 1 {
            close(
                &result, standardError: difference.varianceOfMean.squareRoot(),
                degreesOfFreedom: Double(count - 1))
        } else if difference.mean == 0 {
            result.verdict = .unchanged
        }
        return result
    }

    mutating func unpaired(_ name: String, _ a: [Double], _ b: [Double]) -> MetricComparison? {
        let (before, after) = (a.filter { !$0.isNaN }, b.filter { !$0.isNaN })
        guard !before.isEmpty, !after.isEmpty else { return oneSided(name, a, b) }
        let (control, treatment) = (ArmSummary(before), ArmSummary(after))
        var result = MetricComparison(
            name: name, a: control.mean, b: treatment.mean, difference: treatment.mean - control.mean,
            verdict: .unknown)
        if let welch = try? DifferenceInMeans(treatment: treatment, control: control) {
            close(&result, standardError: welch.standardError, degreesOfFreedom: welch.degreesOfFreedom)
        }
        return result
    }

    /// A metric that one side lacks in every world; nil where both do.
    private func oneSided(_ name: String, _ a: [Double], _ b: [Double]) -> MetricComparison? {
        let (before, after) = (a.filter { !$0.isNaN }, b.filter { !$0.isNaN })
        guard !before.isEmpty || !after.isEmpty else { return nil }
        return MetricComparison(
            name: name, a: before.isEmpty ? nil : ArmSummary(before).mean,
            b: after.isEmpty ? nil : ArmSummary(after).mean, verdict: .unknown)
    }

    private mutating func close(
        _ result: inout MetricComparison, standardError: Double, degreesOfFreedom: Double
    ) {
        guard let difference = result.difference, let a = result.a else { return }
        let reach = standardError == 0 ? 0 : quantiles.upper(degreesOfFreedom) * standardError
        let (lower, upper) = (difference - reach, difference + reach)
        result.standardError = standardError
        result.lower = lower
        result.upper = upper
        result.verdict = Verdict(lower: lower, upper: upper, tolerance: tolerance * abs(a))
    }
}

/// Quantiles of Student's t for 95 % intervals; the last is remembered, as most metrics have as many worlds.
private struct TQuantiles {
    private var degreesOfFreedom = 0.0
    private var quantile = 0.0

    mutating func upper(_ degreesOfFreedom: Double) -> Double {
        if degreesOfFreedom != self.degreesOfFreedom {
            self.degreesOfFreedom = degreesOfFreedom
            quantile = StudentT(degreesOfFreedom: degreesOfFreedom).quantile(upper: 0.025)
        }
        return quantile
    }
}
