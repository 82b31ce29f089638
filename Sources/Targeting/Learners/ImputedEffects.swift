import Quantities
import Regression

/// The X-learner: y − m₀ of the treated and m₁ − y of the others regressed on the columns, the two models weighed by
/// the propensity.
///
/// With linear models the imputed effects' moments follow from those of the outcome, without another pass.
struct ImputedEffects {
    let cate: [Double]

    init(_ fit: CrossFit) throws(FinegrainError) {
        let sample = fit.sample
        let p = sample.propensity
        cate = try fit.outOfFold { fold throws(FinegrainError) in
            let (ofTreated, ofControl) = try ImputedEffects.models(fit, without: fold)
            return LinearModel(
                intercept: p * ofControl.intercept + (1 - p) * ofTreated.intercept,
                slopes: zip(ofControl.slopes, ofTreated.slopes).map { p * $0 + (1 - p) * $1 }, dropped: [])
        }
    }

    private static func models(
        _ fit: CrossFit, without fold: Int
    ) throws(FinegrainError) -> (ofTreated: LinearModel, ofControl: LinearModel) {
        let penalty = fit.basis.penalty
        if case .logit = fit.basis {
            return try (
                imputed(fit, treated: true, without: fold), imputed(fit, treated: false, without: fold)
            )
        }
        let control = fit.models.moments(treated: false, without: [fold])
        let treated = fit.models.moments(treated: true, without: [fold])
        let ofTreated = try treated.subtracting(control.solve(ridge: penalty)).solve(ridge: penalty)
        let negative = try control.subtracting(treated.solve(ridge: penalty)).solve(ridge: penalty)
        return (
            ofTreated,
            LinearModel(
                intercept: -negative.intercept, slopes: negative.slopes.map { -$0 }, dropped: negative.dropped
            )
        )
    }

    /// Effects imputed from a logit, then least squares.
    private static func imputed(
        _ fit: CrossFit, treated: Bool, without fold: Int
    ) throws(FinegrainError) -> LinearModel {
        let sample = fit.sample
        let units = fit.units(outside: fold).filter { sample.treated[$0] == treated }
        let other = try fit.models.predictions(treated: !treated, without: [fold], units: units)
        let effects = zip(units, other).map { treated ? sample.outcomes[$0] - $1 : $1 - sample.outcomes[$0] }
        var outcomes = Array(repeating: 0.0, count: sample.count)
        for (unit, effect) in zip(units, effects) { outcomes[unit] = effect }
        var moments = MomentMatrix(columnCount: sample.design.columnCount, outcomeCount: 1)
        moments.add(design: sample.design, outcomes: Matrix(columns: [outcomes]), rows: units)
        return try moments.solve()
    }
}
