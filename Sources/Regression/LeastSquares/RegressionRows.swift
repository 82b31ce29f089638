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
    /// Units a row, n_g; nil when every row is one unit.
    let unitCounts: [Int]?
    /// Mean outcome of the row's units, S_g / n_g.
    public let means: [Double]
    /// Sum of squared deviations of the row's units from their mean, Q_g − S_g² / n_g; nil when every row is one unit.
    let spreads: [Double]?
    /// The precision weight that each unit of the row carries; nil when all are one.
    let unitWeights: [Double]?

    /// One unit a row.
    /// - Precondition: one name a column; as many outcomes (and weights) as rows.
    public init(names: [String], design: Matrix, outcomes: [Double], weights: [Double]? = nil) {
        precondition(names.count == design.columnCount, "one name a column of the design")
        precondition(outcomes.count == design.rowCount, "one outcome a row")
        precondition(weights == nil || weights!.count == outcomes.count, "one weight a row")
        self.names = names
        self.design = design
        unitCounts = nil
        means = outcomes
        spreads = nil
        unitWeights = weights
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
        unitCounts = counts
        self.means = means
        spreads = deviations
        unitWeights = weights
    }

    /// Number of units, not of rows.
    public var unitCount: Int { unitCounts?.reduce(0, +) ?? means.count }

    /// Rows, each of one unit or more.
    public var rowCount: Int { means.count }

    /// Units of one row.
    @inline(__always)
    func count(_ row: Int) -> Double { unitCounts.map { Double($0[row]) } ?? 1 }

    /// The weight of one row's units.
    @inline(__always)
    func weight(_ row: Int) -> Double { unitWeights.map { $0[row] } ?? 1 }

    /// The spread within one row.
    @inline(__always)
    func spread(_ row: Int) -> Double { spreads.map { $0[row] } ?? 0 }

    /// Units a row.
    public var counts: [Int] { unitCounts ?? Array(repeating: 1, count: means.count) }

    /// Spreads a row.
    public var deviations: [Double] { spreads ?? Array(repeating: 0, count: means.count) }

    /// Weights a row.
    public var weights: [Double] { unitWeights ?? Array(repeating: 1, count: means.count) }

    /// Some of the rows, with another design.
    func selecting(_ rows: [Int], names: [String], design: Matrix) -> RegressionRows {
        RegressionRows(
            names: names, design: design, unitCounts: unitCounts.map { list in rows.map { list[$0] } },
            means: rows.map { means[$0] }, spreads: spreads.map { list in rows.map { list[$0] } },
            unitWeights: unitWeights.map { list in rows.map { list[$0] } })
    }

    private init(
        names: [String], design: Matrix, unitCounts: [Int]?, means: [Double], spreads: [Double]?,
        unitWeights: [Double]?
    ) {
        self.names = names
        self.design = design
        self.unitCounts = unitCounts
        self.means = means
        self.spreads = spreads
        self.unitWeights = unitWeights
    }
}
