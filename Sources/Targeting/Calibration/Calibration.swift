public import Quantities
import Regression
import Uplift

/// Whether predicted effects are as large as the observed ones (Chernozhukov, Demirer, Duflo & Fernández-Val 2018).
public struct Calibration: Sendable {
    /// Units of like prediction.
    public struct Group: Hashable, Sendable {
        public let predicted: Double
        public let row: DecileTable.Row
    }

    /// Of (t − p)(τ − τ̄) in a regression of the outcome on columns, t − p and this: 1 when calibrated, 0 without signal; nil
    /// when predictions do not vary.
    public let slope: Double?
    /// HC3.
    public let slopeError: Double?
    public let degreesOfFreedom: Double
    /// Largest predictions first.
    public let groups: [Group]

    /// - Throws: `FinegrainError(.badInput)` when there are fewer units than columns.
    /// - Complexity: O(units × columns²).
    public init(
        _ sample: UnitSample, scores: OutOfFoldScores, groups count: Int = 5
    ) throws(FinegrainError) {
        // About each fold's mean: see `RankedUnits` on why scores of different folds cannot be compared.
        let tau = scores.ranked.centred
        let mean = tau.reduce(0, +) / Double(max(1, tau.count))
        let p = sample.propensity
        let sides = sample.treated.map { ($0 ? 1 : 0) - p }
        let columns = (0..<sample.design.columnCount).map { Array(sample.design.column($0)) }
        let fit = try LeastSquares(
            RegressionRows(
                names: ["(constant)", "(treatment)", "(prediction)"] + sample.columnNames,
                design: Matrix(
                    columns: [
                        Array(repeating: 1, count: tau.count), sides,
                        zip(sides, tau).map { $0 * ($1 - mean) },
                    ]
                        + columns), outcomes: sample.outcomes), covariance: .hc3)
        let position = fit.names.firstIndex(of: "(prediction)")
        slope = position.map { fit.coefficients[$0] }
        slopeError = try position.map { position throws(FinegrainError) in
            try fit.covariance(.hc3)[position, position].squareRoot()
        }
        degreesOfFreedom = Double(fit.residualDegreesOfFreedom)
        groups = Calibration.groups(sample, scores.ranked, count)
    }

    private static func groups(_ sample: UnitSample, _ ranked: RankedUnits, _ count: Int) -> [Group] {
        let (ranks, tau) = (ranked.ranks, ranked.scores)
        var sums = Array(repeating: 0.0, count: count)
        var sizes = sums
        for unit in tau.indices {
            let part = min(count - 1, Int(ranks[unit] * Double(count)))
            sums[part] += tau[unit]
            sizes[part] += 1
        }
        return zip(DecileTable(sample, ranked: ranked, parts: count).rows, zip(sums, sizes)).compactMap {
            row, sum in
            sum.1 > 0 ? Group(predicted: sum.0 / sum.1, row: row) : nil
        }
    }
}
