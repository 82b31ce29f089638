import Quantities
import Regression

/// The R-learner (Nie & Wager 2021): y − m regressed on (t − p)(1, x), m the outcome whatever the arm.
///
/// Given either arm's models, m = p m₁ + (1 − p) m₀. As with the DR-learner nothing of a fold reaches its own predictions.
struct ResidualRegression {
    let cate: [Double]
    let ate: Double
    let standardError: Double

    init(_ fit: CrossFit) throws(FinegrainError) {
        let sample = fit.sample
        let p = sample.propensity
        let sides = sample.treated.map { ($0 ? 1 : 0) - p }
        // Columns times (t − p), so that weighted least squares is least squares on them, without a constant.
        let weights = sides.map { $0 * $0 }
        cate = try fit.outOfFold { fold throws(FinegrainError) in
            var targets = Array(repeating: 0.0, count: sample.count)
            for (other, members) in fit.folds.members.enumerated() where other != fold {
                let low = try fit.models.predictions(treated: false, without: [fold, other], units: members)
                let high = try fit.models.predictions(treated: true, without: [fold, other], units: members)
                for (position, unit) in members.enumerated() {
                    let mean = p * high[position] + (1 - p) * low[position]
                    targets[unit] = (sample.outcomes[unit] - mean) / sides[unit]
                }
            }
            var moments = MomentMatrix(columnCount: sample.design.columnCount, outcomeCount: 1)
            moments.add(
                design: sample.design, outcomes: Matrix(columns: [targets]), rows: fit.units(outside: fold),
                weights: weights)
            return try moments.solve(ridge: fit.basis.penalty)
        }
        let residuals = (0..<sample.count).map { unit in
            sample.outcomes[unit] - p * fit.treatedPredictions[unit] - (1 - p) * fit.controlPredictions[unit]
        }
        (ate, standardError) = try ResidualRegression.mean(sample, sides, residuals)
    }

    /// The coefficient of (t − p) with (t − p)(x − x̄) beside it, HC3.
    private static func mean(
        _ sample: UnitSample, _ sides: [Double], _ residuals: [Double]
    ) throws(FinegrainError) -> (Double, Double) {
        let columns = (0..<sample.design.columnCount).map { column -> [Double] in
            let values = sample.design.column(column)
            let mean = values.reduce(0, +) / Double(sample.count)
            return zip(values, sides).map { ($0 - mean) * $1 }
        }
        let fit = try LeastSquares(
            RegressionRows(
                names: ["(treatment)"] + sample.columnNames, design: Matrix(columns: [sides] + columns),
                outcomes: residuals), covariance: .hc3)
        return (fit.coefficients[0], try fit.covariance(.hc3)[0, 0].squareRoot())
    }
}
