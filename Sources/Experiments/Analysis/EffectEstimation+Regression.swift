import Regression
import Uplift

/// A contrast of coefficients with its error.
struct Contrast {
    var effect: Double
    var standardError: Double
    var degreesOfFreedom: Double?
    /// Control mean as the model adjusts it, its variance, and its covariance with the effect.
    var base: (mean: Double, variance: Double, covariance: Double)?
    var errorKind: String
    var dropped: [String] = []
}

extension EffectEstimation {
    /// The covariance that the plan asks for, the contract's default otherwise; clusters overrule both.
    private func kind(_ estimator: Estimator, _ usual: RobustError) -> RobustError {
        let named = plan.standardErrors[estimator]
        guard comparison.table.clusters != nil else { return named ?? usual }
        return named.map { [.cr0, .cr1, .cr2].contains($0) ? $0 : .cr2 } ?? .cr2
    }

    /// Ordinary least squares of the outcome on treatment and covariates.
    func ols() throws -> [EffectResult] {
        let rows = comparison.rows
        let covariates = comparison.table.design.indices.map { comparison.covariate($0, rows: rows) }
        let names = ["(constant)", "(treatment)"] + comparison.table.design.map(\.name)
        let columns = [Array(repeating: 1, count: rows.count), comparison.treatmentIndicator] + covariates
        guard control.count + treatment.count > names.count + 1 else { return [] }
        return try regression(.ols, names, columns, rows, kind(.ols, .hc3))
    }

    /// Difference in means with clusters or weights, as a regression on the treatment alone.
    func regressionDifference() throws -> [EffectResult] {
        let rows = comparison.rows
        let columns = [Array(repeating: 1, count: rows.count), comparison.treatmentIndicator]
        return try regression(
            .differenceInMeans, ["(constant)", "(treatment)"], columns, rows,
            kind(.differenceInMeans, .hc2))
    }

    private func regression(
        _ estimator: Estimator, _ names: [String], _ columns: [[Double]], _ rows: [Int],
        _ kind: RobustError
    ) throws -> [EffectResult] {
        let fit = try LeastSquares(
            comparison.regressionRows(names: names, columns: columns, rows: rows),
            covariance: comparison.table.clusters == nil ? CovarianceKind(kind) : nil)
        guard let position = fit.names.firstIndex(of: "(treatment)") else { return [] }
        let errors = try errors(fit, kind, rows: rows, position: position)
        let means = fit.names.map { name -> Double in
            let column = names.firstIndex(of: name)!
            return position == fit.names.firstIndex(of: name) ? 0 : weightedMean(columns[column], rows)
        }
        let contrast = Contrast(
            effect: fit.coefficients[position],
            standardError: errors.covariance[position, position].squareRoot(),
            degreesOfFreedom: errors.degreesOfFreedom,
            base: EffectEstimation.base(fit.coefficients, means, errors.covariance, position),
            errorKind: kind.rawValue, dropped: fit.dropped)
        return [result(estimator, contrast)]
    }

    /// Lin (2013), by arms where the error allows it, else by one regression with all interactions.
    func lin() throws -> [EffectResult] {
        let rows = comparison.rows
        let design = comparison.table.design
        let kind = kind(.lin, .hc2)
        guard min(control.count, treatment.count) > design.count + 2 else { return [] }
        let covariates = design.indices.map { comparison.covariate($0, rows: rows) }
        guard [.hc0, .hc2, .hc3].contains(kind) else {
            return try interacted(
                covariates.map { values in
                    let mean = weightedMean(values, rows)
                    return values.map { $0 - mean }
                }, rows, kind)
        }
        let lin = try LinEstimator(
            comparison.regressionRows(names: design.map(\.name), columns: covariates, rows: rows),
            treated: comparison.treatmentIndicator.map { $0 == 1 }, covariance: CovarianceKind(kind))
        return [
            result(
                .lin,
                Contrast(
                    effect: lin.effect, standardError: lin.standardError,
                    degreesOfFreedom: Double(lin.residualDegreesOfFreedom),
                    base: (lin.controlMean, lin.controlVariance, -lin.controlVariance),
                    errorKind: kind.rawValue,
                    dropped: lin.dropped))
        ]
    }

    private func interacted(
        _ covariates: [[Double]], _ rows: [Int], _ kind: RobustError
    ) throws -> [EffectResult] {
        let indicator = comparison.treatmentIndicator
        let names =
            ["(constant)", "(treatment)"] + comparison.table.design.map(\.name)
            + comparison.table.design.map { "(treatment):" + $0.name }
        let columns =
            [Array(repeating: 1, count: rows.count), indicator] + covariates
            + covariates.map { column in zip(column, indicator).map { $0 * $1 } }
        return try regression(.lin, names, columns, rows, kind)
    }

    private func errors(
        _ fit: LeastSquares, _ kind: RobustError, rows: [Int], position: Int
    ) throws -> (covariance: Matrix, degreesOfFreedom: Double) {
        if let clusters = comparison.table.clusters, let cluster = ClusterCovarianceKind(kind) {
            let estimate = try fit.clusterCovariance(cluster, clusters: rows.map { clusters[$0] })
            return (estimate.matrix, estimate.degreesOfFreedom[position])
        }
        return (
            try fit.covariance(CovarianceKind(kind)), Double(fit.residualDegreesOfFreedom)
        )
    }

    func weightedMean(_ values: [Double], _ rows: [Int]) -> Double {
        var (sum, weight) = (0.0, 0.0)
        for (value, row) in zip(values, rows) {
            let share = Double(comparison.table.count(row)) * (comparison.table.weights?[row] ?? 1)
            sum += value * share
            weight += share
        }
        return sum / weight
    }

    /// The adjusted control mean c'b at the covariates' means, Var(c'b), and Cov(effect, c'b).
    private static func base(
        _ coefficients: [Double], _ means: [Double], _ covariance: Matrix, _ position: Int
    ) -> (Double, Double, Double) {
        var (mean, variance, cross) = (0.0, 0.0, 0.0)
        for row in coefficients.indices {
            mean += means[row] * coefficients[row]
            cross += means[row] * covariance[row, position]
            for column in coefficients.indices {
                variance += means[row] * means[column] * covariance[row, column]
            }
        }
        return (mean, variance, cross)
    }
}

extension CovarianceKind {
    init(_ kind: RobustError) {
        self =
            switch kind {
            case .classical: .classical
            case .hc0, .cr0: .hc0
            case .hc1, .cr1: .hc1
            case .hc2, .cr2: .hc2
            case .hc3: .hc3
            }
    }
}

extension ClusterCovarianceKind {
    init?(_ kind: RobustError) {
        switch kind {
        case .cr0: self = .cr0
        case .cr1: self = .cr1
        case .cr2: self = .cr2
        default: return nil
        }
    }
}
