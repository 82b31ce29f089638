public import Quantities
public import Regression

/// Means adjusted by covariates known before the treatment: y − θ'(x − x̄) (Deng, Xu, Kohavi & Walker 2013).
///
/// Works on moments, so units and cells give the same. With slopes from within the arms the effect equals the coefficient
/// of a regression on treatment and covariates (ANCOVA); with slopes from both arms stacked it is what GrowthBook and
/// tea-tasting print for one covariate. Welch's error then treats θ as known.
public struct Cuped: Hashable, Sendable {
    /// Where the slopes come from.
    public enum Slopes: String, CaseIterable, Sendable {
        /// Both arms stacked, deviations from the common mean.
        case total
        /// Deviations from each arm's mean.
        case within
    }

    /// One a covariate; zero for one that others already say.
    public let slopes: [Double]
    /// The arms with adjusted means and spreads.
    public let treatment: ArmSummary
    public let control: ArmSummary
    /// The control mean as observed, the base of the relative lift.
    public let observedControlMean: Double
    /// One less the ratio of the adjusted difference's variance to the plain one's.
    public let varianceReduction: Double
    /// Covariance of the adjusted control mean with the observed one.
    public let controlCovariance: Double
    /// Variance of the observed control mean.
    public let observedControlVariance: Double

    /// - Parameters:
    ///   - treatment: moments of the treated units: covariates, then the outcome.
    ///   - control: the same of the control.
    /// - Precondition: one outcome, equal covariates.
    /// - Throws: `FinegrainError(.badInput)` for an arm of fewer than two units.
    /// - Complexity: O(covariates³), whatever the units.
    public init(
        treatment: MomentMatrix, control: MomentMatrix, slopes kind: Slopes = .total
    ) throws(FinegrainError) {
        precondition(treatment.columnCount == control.columnCount, "equal covariates in both arms")
        precondition(treatment.outcomeCount == 1 && control.outcomeCount == 1, "one outcome")
        for (name, arm) in [("treatment", treatment), ("control", control)] where arm.unitCount < 2 {
            throw .badInput(
                "\(arm.unitCount) units have no variance", remedy: "compare arms of two units or more",
                field: name)
        }
        let stacked: MomentMatrix
        switch kind {
        case .total: stacked = control.merging(treatment)
        case .within: stacked = control.recentred().merging(treatment.recentred())
        }
        let slopes = try stacked.solve().slopes
        let together = control.merging(treatment)
        func adjusted(_ arm: MomentMatrix) -> (summary: ArmSummary, cross: Double, plain: Double) {
            let width = slopes.count
            var mean = arm.means[width]
            var spread = arm.products[width, width]
            var cross = arm.products[width, width]
            for column in 0..<width {
                mean -= slopes[column] * (arm.means[column] - together.means[column])
                cross -= slopes[column] * arm.products[column, width]
                spread -= 2 * slopes[column] * arm.products[column, width]
                for other in 0..<width {
                    spread += slopes[column] * slopes[other] * arm.products[column, other]
                }
            }
            return (
                ArmSummary(count: arm.unitCount, mean: mean, squaredDeviations: max(0, spread)), cross,
                arm.products[width, width]
            )
        }
        func overSize(_ sum: Double, _ arm: MomentMatrix) -> Double {
            sum / Double(arm.unitCount - 1) / Double(arm.unitCount)
        }
        let (treated, compared) = (adjusted(treatment), adjusted(control))
        self.slopes = slopes
        self.treatment = treated.summary
        self.control = compared.summary
        observedControlMean = control.means[slopes.count]
        observedControlVariance = overSize(compared.plain, control)
        controlCovariance = overSize(compared.cross, control)
        let plain = overSize(treated.plain, treatment) + observedControlVariance
        let rest = treated.summary.varianceOfMean + compared.summary.varianceOfMean
        varianceReduction = plain > 0 ? 1 - rest / plain : 0
    }

    /// Effect, error and degrees of freedom by Welch on the adjusted outcomes.
    /// - Throws: never in practice: both arms have two units.
    public func difference() throws(FinegrainError) -> DifferenceInMeans {
        try DifferenceInMeans(treatment: treatment, control: control)
    }

    /// The adjusted effect over the control mean as observed: base and effect share the control's units, and their
    /// covariance enters (leaving it out makes the interval too narrow).
    public var relativeLift: RelativeLift {
        // m₁ here stands for base + effect, so that (m₁ − m₀)/|m₀| is effect over base.
        let effect = treatment.mean - control.mean
        let effectVariance = treatment.varianceOfMean + control.varianceOfMean
        let cross = -controlCovariance
        return RelativeLift(
            treatmentMean: observedControlMean + effect, controlMean: observedControlMean,
            treatmentVariance: observedControlVariance + effectVariance + 2 * cross,
            controlVariance: observedControlVariance, covariance: observedControlVariance + cross)
    }
}
