public import Quantities

/// Segments' effects as draws from one normal population, each seen with known error: its mean and its spread.
///
/// A spread of zero means that no spread could be told from noise, not that there is none; what is believed of
/// each segment therefore integrates over it (`IntegratedPooling`).
public struct PartialPooling: Sendable {
    /// τ², the variance of true effects between segments.
    public let betweenVariance: Double
    /// Precision-weighted mean effect.
    public let mean: Double
    /// √(1 / Σ w): right when τ² is known.
    public let modelStandardError: Double
    /// Hartung & Knapp (2001), Sidik & Jonkman (2002), without truncation: use it with t on K − 1. The
    /// model's when there is one segment.
    public let standardError: Double
    /// K − 1 over the segments that have data; at least 1.
    public let degreesOfFreedom: Double
    /// Q at τ² = 0, chi-squared on K − 1 if all effects are equal.
    public let heterogeneity: Double
    let estimates: [Double]
    let variances: [Double]
    /// - Parameter variances: squared standard errors; infinite for a segment without data.
    /// - Complexity: O(segments × iterations).
    /// - Throws: `FinegrainError(.badInput)` when no segment has data, an estimate is not finite or a
    ///   variance is not positive.
    public init(
        estimates: [Double], variances: [Double], method: BetweenVarianceMethod = .reml
    ) throws(FinegrainError) {
        try PoolingInput.check(estimates, variances)
        let estimator = BetweenVariance(
            values: estimates, variances: variances, groups: Array(repeating: 0, count: estimates.count),
            groupCount: 1)
        let tau2 = estimator.estimate(method)
        let known = variances.indices.filter { variances[$0].isFinite }
        let (mean, weight) = PartialPooling.weightedMean(estimates, variances, known, tau2)
        let (fixedMean, _) = PartialPooling.weightedMean(estimates, variances, known, 0)
        let modelVariance = 1 / weight

        self.estimates = estimates
        self.variances = variances
        betweenVariance = tau2
        self.mean = mean
        modelStandardError = modelVariance.squareRoot()
        degreesOfFreedom = Double(max(1, known.count - 1))
        heterogeneity = PartialPooling.squares(estimates, variances, known, 0, fixedMean)
        let spread = PartialPooling.squares(estimates, variances, known, tau2, mean)
        standardError =
            known.count == 1
            ? modelStandardError : (spread / Double(known.count - 1) * modelVariance).squareRoot()
    }

    /// Confidence interval of the mean, by Hartung, Knapp, Sidik and Jonkman.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval {
        ConfidenceInterval(
            center: mean, standardError: standardError, degreesOfFreedom: degreesOfFreedom,
            confidence: confidence)
    }

    static func weightedMean(
        _ estimates: [Double], _ variances: [Double], _ known: [Int], _ tau2: Double
    ) -> (mean: Double, weight: Double) {
        var weight = 0.0
        var sum = 0.0
        for index in known {
            let w = 1 / (variances[index] + tau2)
            weight += w
            sum += w * estimates[index]
        }
        return (sum / weight, weight)
    }

    static func squares(
        _ estimates: [Double], _ variances: [Double], _ known: [Int], _ tau2: Double, _ mean: Double
    ) -> Double {
        known.reduce(0) { total, index in
            let gap = estimates[index] - mean
            return total + gap * gap / (variances[index] + tau2)
        }
    }
}
