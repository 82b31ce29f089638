public import Quantities
import Regression
public import Uplift

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A way to estimate each unit's effect (Künzel, Sekhon, Bickel & Yu 2019; Nie & Wager 2021; Kennedy 2023).
public enum Learner: String, CaseIterable, Sendable {
    /// One model with the treatment as a column, no interactions: with linear models one effect for all.
    case s = "S"
    /// One model an arm.
    case t = "T"
    /// Effects imputed by the other arm's model, regressed in each arm; equal to T with least squares.
    case x = "X"
    /// Residuals of the outcome on residuals of the treatment.
    case r = "R"
    /// Doubly robust scores regressed on the columns.
    case dr = "DR"
}

/// One learner's effects.
public struct LearnedEffects: Sendable {
    public let learner: Learner
    /// By models that have not seen the unit's fold.
    public let cate: [Double]
    /// The units by them, within folds.
    public let ranked: RankedUnits
    /// Mean effect of the units at hand.
    public let ate: Double
    public let standardError: Double

    /// - Throws: `FinegrainError(.badInput)` when an arm has no more units than columns.
    /// - Complexity: O(units × columns²).
    public init(_ learner: Learner, _ fit: CrossFit) throws(FinegrainError) {
        self.learner = learner
        switch learner {
        case .s:
            let single = try SingleModel(fit)
            (cate, ate, standardError) = (single.cate, single.ate, single.standardError)
        case .t:
            cate = zip(fit.treatedPredictions, fit.controlPredictions).map { $0 - $1 }
            (ate, standardError) = try LearnedEffects.interacted(fit.sample)
        case .x:
            cate = try ImputedEffects(fit).cate
            (ate, standardError) = try LearnedEffects.interacted(fit.sample)
        case .r:
            let residual = try ResidualRegression(fit)
            (cate, ate, standardError) = (residual.cate, residual.ate, residual.standardError)
        case .dr:
            cate = try ScoreRegression(fit).cate
            let mean = fit.scores.reduce(0, +) / Double(fit.scores.count)
            let spread = fit.scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            ate = mean
            standardError = (spread / Double(fit.scores.count - 1) / Double(fit.scores.count)).squareRoot()
        }
        ranked = RankedUnits(scores: cate, within: fit.folds)
    }

    /// Lin's estimator, the mean of a linear model an arm.
    private static func interacted(_ sample: UnitSample) throws(FinegrainError) -> (Double, Double) {
        let lin = try LinEstimator(
            RegressionRows(names: sample.columnNames, design: sample.design, outcomes: sample.outcomes),
            treated: sample.treated)
        return (lin.effect, lin.standardError)
    }

    /// Interval of the mean effect.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval {
        ConfidenceInterval(
            center: ate, standardError: standardError, degreesOfFreedom: .infinity, confidence: confidence)
    }
}
