import Quantities

/// What a regression reads: distinct rows of the design, each with the number of units that share
/// it and their outcomes' mean and spread.
///
/// Wong, Forsell, Lewis, Mao & Wardrop, "You Only Compress Once" (2021): nothing that least squares
/// or HC0-HC3 needs is lost when units with equal rows are summed, because leverage depends on the
/// row alone. The spread is kept about the mean (Chan, Golub & LeVeque 1983), so that no variance is
/// the small difference of two large sums.
public struct RegressionRows: Sendable {
    /// One name a column of the design.
    public let names: [String]
    /// Distinct rows, or one a unit.
    public let design: Matrix
    /// Units a row, n_g.
    public let counts: [Int]
    /// Mean outcome of the row's units, S_g / n_g.
    public let means: [Double]
    /// Sum of squared deviations of the row's units from their mean, Q_g − S_g² / n_g.
    public let deviations: [Double]
    /// The precision weight that each unit of the row carries.
    public let weights: [Double]

    /// One unit a row.
    /// - Precondition: one name a column; as many outcomes (and weights) as rows.
    public init(names: [String], design: Matrix, outcomes: [Double], weights: [Double]? = nil) {
        self.init(
            names: names, design: design, counts: Array(repeating: 1, count: outcomes.count), means: outcomes,
            deviations: Array(repeating: 0, count: outcomes.count), weights: weights)
    }

    /// Many units a row, from their sums of outcomes and of squared outcomes.
    ///
    /// Sums carry less than moments: digits of the spread are lost when it is small beside the mean.
    /// - Precondition: as above, and as many counts and sums as rows.
    public init(
        names: [String], design: Matrix, counts: [Int], sums: [Double], sumSquares: [Double],
        weights: [Double]? = nil
    ) {
        let means = zip(sums, counts).map { $0 / Double($1) }
        let deviations = zip(sumSquares, zip(sums, means)).map { square, pair in
            max(0, square - pair.0 * pair.1)
        }
        self.init(
            names: names, design: design, counts: counts, means: means, deviations: deviations,
            weights: weights)
    }

    /// Many units a row, from their means and sums of squared deviations.
    /// - Precondition: as above.
    public init(
        names: [String], design: Matrix, counts: [Int], means: [Double], deviations: [Double],
        weights: [Double]? = nil
    ) {
        precondition(names.count == design.columnCount, "one name a column of the design")
        precondition(counts.count == design.rowCount && means.count == counts.count, "one outcome a row")
        precondition(deviations.count == counts.count, "one spread a row")
        precondition(weights == nil || weights!.count == counts.count, "one weight a row")
        self.names = names
        self.design = design
        self.counts = counts
        self.means = means
        self.deviations = deviations
        self.weights = weights ?? Array(repeating: 1, count: counts.count)
    }

    /// Number of units, not of rows.
    public var unitCount: Int { counts.reduce(0, +) }
}
