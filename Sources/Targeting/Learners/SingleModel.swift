import Quantities
import Regression

/// The S-learner: one model of the outcome on treatment and columns.
///
/// With a linear model the effect is the treatment's coefficient, the same for all, and ranks nobody. With a logit it
/// varies with the base rate; each unit's comes from a model without its fold.
struct SingleModel {
    let cate: [Double]
    let ate: Double
    let standardError: Double

    init(_ fit: CrossFit) throws(FinegrainError) {
        let sample = fit.sample
        let all = Array(0..<sample.count)
        if case .logit = fit.basis {
            let full = try SingleModel.logit(sample, all)
            guard let rates = GComputation(full.fit, treatment: "(treatment)", rows: full.rows) else {
                throw .badInput("the treatment does not vary", remedy: "give two arms")
            }
            var cate = Array(repeating: 0.0, count: sample.count)
            for (fold, members) in fit.folds.members.enumerated() where !members.isEmpty {
                let model = try SingleModel.logit(sample, fit.units(outside: fold)).fit
                let high = model.probabilities(SingleModel.design(sample, members, treatment: 1))
                let low = model.probabilities(SingleModel.design(sample, members, treatment: 0))
                for (position, unit) in members.enumerated() { cate[unit] = high[position] - low[position] }
            }
            (self.cate, ate, standardError) = (cate, rates.effect, rates.standardError)
            return
        }
        let model = try LeastSquares(
            RegressionRows(
                names: SingleModel.names(sample), design: SingleModel.design(sample, all, treatment: nil),
                outcomes: sample.outcomes), covariance: .hc3)
        guard let position = model.names.firstIndex(of: "(treatment)") else {
            throw .badInput("the treatment does not vary", remedy: "give two arms")
        }
        ate = model.coefficients[position]
        standardError = try model.covariance(.hc3)[position, position].squareRoot()
        cate = Array(repeating: ate, count: sample.count)
    }

    private static func names(_ sample: UnitSample) -> [String] {
        ["(constant)", "(treatment)"] + sample.columnNames
    }

    /// Constant, treatment (as it was when nil), columns.
    private static func design(_ sample: UnitSample, _ units: [Int], treatment: Double?) -> Matrix {
        let arm = units.map { treatment ?? (sample.treated[$0] ? 1 : 0) }
        let others = (0..<sample.design.columnCount).map { column -> [Double] in
            let values = sample.design.column(column)
            return units.map { values[values.startIndex + $0] }
        }
        return Matrix(columns: [Array(repeating: 1, count: units.count), arm] + others)
    }

    private static func logit(
        _ sample: UnitSample, _ units: [Int]
    ) throws(FinegrainError) -> (fit: LogisticRegression, rows: RegressionRows) {
        let rows = RegressionRows(
            names: names(sample), design: design(sample, units, treatment: nil),
            outcomes: units.map { sample.outcomes[$0] })
        let fit = try LogisticRegression(rows)
        return (fit.isSeparated ? try LogisticRegression(rows, penalty: .firth) : fit, rows)
    }
}
