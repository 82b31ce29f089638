public import Quantities

/// The effect of a treatment with covariates centred and interacted (Lin 2013), from one regression in each arm.
///
/// Equal to the one regression y ~ 1 + t + (x − x̄) + t(x − x̄) in coefficient, HC0, HC2 and HC3: the arms share no unit, so
/// that their intercepts at x̄ are uncorrelated. x̄ is over both arms and taken as fixed: the units at hand are the population.
public struct LinEstimator: Sendable {
    /// Treated less control intercept.
    public let effect: Double
    /// The control's intercept: its mean, adjusted to the covariates of all.
    public let controlMean: Double
    /// Of the effect, and of the control's intercept.
    public let variance: Double
    public let controlVariance: Double
    /// Units less coefficients, both arms.
    public let residualDegreesOfFreedom: Int
    /// Covariates that an arm left out.
    public let dropped: [String]

    public var standardError: Double { variance.squareRoot() }

    /// - Parameters:
    ///   - rows: covariates without a constant.
    ///   - treated: one a row.
    /// - Precondition: one flag a row; the covariance is HC0, HC2 or HC3.
    /// - Throws: `FinegrainError(.badInput)` for an arm of fewer units than coefficients.
    /// - Complexity: O(rows × columns²).
    public init(
        _ rows: RegressionRows, treated: [Bool], covariance kind: CovarianceKind = .hc2
    ) throws(FinegrainError) {
        precondition(treated.count == rows.rowCount, "one flag a row")
        precondition([.hc0, .hc2, .hc3].contains(kind), "arms by themselves have HC0, HC2 and HC3")
        let means = LinEstimator.means(rows)
        let control = try LinEstimator.arm(rows, means, treated.indices.filter { !treated[$0] }, kind)
        let treatment = try LinEstimator.arm(rows, means, treated.indices.filter { treated[$0] }, kind)
        effect = treatment.fit.coefficients[0] - control.fit.coefficients[0]
        controlMean = control.fit.coefficients[0]
        variance = control.variance + treatment.variance
        controlVariance = control.variance
        residualDegreesOfFreedom =
            control.fit.residualDegreesOfFreedom + treatment.fit.residualDegreesOfFreedom
        dropped = rows.names.filter { control.fit.dropped.contains($0) || treatment.fit.dropped.contains($0) }
    }

    /// Means of the covariates over all units.
    private static func means(_ rows: RegressionRows) -> [Double] {
        let sizes = rows.rootSizes?.map { $0 * $0 }
        let total = sizes?.reduce(0, +) ?? Double(rows.rowCount)
        return (0..<rows.design.columnCount).map { column in
            let values = rows.design.column(column)
            guard let sizes else { return values.reduce(0, +) / total }
            return zip(values, sizes).reduce(0) { $0 + $1.0 * $1.1 } / total
        }
    }

    private static func arm(
        _ rows: RegressionRows, _ means: [Double], _ chosen: [Int], _ kind: CovarianceKind
    ) throws(FinegrainError) -> (fit: LeastSquares, variance: Double) {
        var design = Matrix(rowCount: chosen.count, columnCount: means.count + 1, repeating: 1)
        design.elements.withUnsafeMutableBufferPointer { target in
            rows.design.elements.withUnsafeBufferPointer { source in
                for (column, mean) in means.enumerated() {
                    let (from, to) = (column * rows.design.rowCount, (column + 1) * chosen.count)
                    for (position, row) in chosen.enumerated() {
                        target[to + position] = source[from + row] - mean
                    }
                }
            }
        }
        let fit = try LeastSquares(
            rows.selecting(chosen, names: ["(constant)"] + rows.names, design: design), covariance: kind)
        return (fit, try fit.covariance(kind)[0, 0])
    }
}
