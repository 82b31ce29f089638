import Quantities
import Regression

/// Lin's estimator (2013): one regression an arm, both read at the mean of all units, with HC2.
struct ArmRegressions {
    private let sample: UnitSample

    init(_ sample: UnitSample) { self.sample = sample }

    func effect() throws(FinegrainError) -> (ate: Double, standardError: Double) {
        let means = (0..<sample.design.columnCount).map { column in
            sample.design.column(column).reduce(0, +) / Double(max(1, sample.count))
        }
        let control = try intercept(treated: false, means)
        let treated = try intercept(treated: true, means)
        return (treated.value - control.value, (treated.variance + control.variance).squareRoot())
    }

    private func intercept(
        treated: Bool, _ means: [Double]
    ) throws(FinegrainError) -> (value: Double, variance: Double) {
        let rows = (0..<sample.count).filter { sample.treated[$0] == treated }
        let columns = means.indices.map { column -> [Double] in
            let values = sample.design.column(column)
            return rows.map { values[values.startIndex + $0] - means[column] }
        }
        let fit = try LeastSquares(
            RegressionRows(
                names: ["(constant)"] + sample.columnNames,
                design: Matrix(columns: [Array(repeating: 1, count: rows.count)] + columns),
                outcomes: rows.map { sample.outcomes[$0] }), covariance: .hc2)
        return (fit.coefficients[0], try fit.covariance(.hc2)[0, 0])
    }
}
