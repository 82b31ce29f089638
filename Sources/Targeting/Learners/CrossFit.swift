public import Quantities
public import RandomStreams
import Regression

/// What every learner shares: folds, models of the outcome without each fold, and doubly robust scores.
public struct CrossFit: Sendable {
    public let sample: UnitSample
    public let folds: Folds
    public let basis: Basis
    /// Predicted outcome without and with treatment, by models that have not seen the unit's fold.
    public let controlPredictions: [Double]
    public let treatedPredictions: [Double]
    /// ψ = m₁ − m₀ + t(y − m₁)/p − (1 − t)(y − m₀)/(1 − p): unbiased for the unit's effect whatever the models
    /// (Robins, Rotnitzky & Zhao 1994).
    public let scores: [Double]
    let models: OutcomeModels

    /// - Throws: `FinegrainError(.badInput)` when an arm is empty outside some fold.
    /// - Complexity: O(units × columns²).
    public init(_ sample: UnitSample, basis: Basis = .ols, foldCount: Int = 5, seed: Seed)
        throws(FinegrainError)
    {
        let folds = Folds(keys: sample.keys, count: foldCount, seed: seed)
        let models = OutcomeModels(sample, folds: folds, basis: basis)
        var control = Array(repeating: 0.0, count: sample.count)
        var treated = control
        for (fold, members) in folds.members.enumerated() {
            let low = try models.predictions(treated: false, without: [fold], units: members)
            let high = try models.predictions(treated: true, without: [fold], units: members)
            for (position, unit) in members.enumerated() {
                control[unit] = low[position]
                treated[unit] = high[position]
            }
        }
        self.sample = sample
        self.folds = folds
        self.basis = basis
        self.models = models
        controlPredictions = control
        treatedPredictions = treated
        scores = (0..<sample.count).map { unit in
            CrossFit.score(sample, unit, control: control[unit], treated: treated[unit])
        }
    }

    static func score(_ sample: UnitSample, _ unit: Int, control: Double, treated: Double) -> Double {
        let p = sample.propensity
        let y = sample.outcomes[unit]
        let correction = sample.treated[unit] ? (y - treated) / p : -(y - control) / (1 - p)
        return treated - control + correction
    }

    /// Effects by a model an arm that has seen every unit, the T-learner's: for comparing rankings with programs that score
    /// their own training data, and for nothing else.
    public func effectsInSample() throws(FinegrainError) -> [Double] {
        let units = Array(0..<sample.count)
        let high = try models.predictions(treated: true, without: [], units: units)
        return try zip(high, models.predictions(treated: false, without: [], units: units)).map { $0 - $1 }
    }

    /// Units that are not in a fold.
    func units(outside fold: Int) -> [Int] { (0..<sample.count).filter { folds.ofUnit[$0] != fold } }

    /// A prediction for every unit by a model that has not seen its fold.
    func outOfFold(
        _ fit: (_ fold: Int) throws(FinegrainError) -> LinearModel
    ) throws(FinegrainError) -> [Double] {
        var result = Array(repeating: 0.0, count: sample.count)
        for (fold, members) in folds.members.enumerated() {
            let model = try fit(fold)
            for (unit, value) in zip(members, model.predictions(sample.design, rows: members)) {
                result[unit] = value
            }
        }
        return result
    }
}
