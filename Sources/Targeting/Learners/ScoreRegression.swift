import Quantities
import Regression

/// The DR-learner: doubly robust scores regressed on the columns.
///
/// The model for fold k sees scores of the other folds only, and these come from outcome models without their own fold
/// and without k, so that nothing of fold k reaches its own predictions.
struct ScoreRegression {
    let cate: [Double]

    init(_ fit: CrossFit) throws(FinegrainError) {
        let sample = fit.sample
        cate = try fit.outOfFold { fold throws(FinegrainError) in
            var scores = Array(repeating: 0.0, count: sample.count)
            for (other, members) in fit.folds.members.enumerated() where other != fold {
                let low = try fit.models.predictions(treated: false, without: [fold, other], units: members)
                let high = try fit.models.predictions(treated: true, without: [fold, other], units: members)
                for (position, unit) in members.enumerated() {
                    scores[unit] = CrossFit.score(
                        sample, unit, control: low[position], treated: high[position])
                }
            }
            var moments = MomentMatrix(columnCount: sample.design.columnCount, outcomeCount: 1)
            moments.add(
                design: sample.design, outcomes: Matrix(columns: [scores]), rows: fit.units(outside: fold))
            return try moments.solve(ridge: fit.basis.penalty)
        }
    }
}
