import Quantities

/// The units of an experiment as columns, sorted by their keys so that every sum has one order.
///
/// A row stands for one unit or, when the file holds cells, for `counts` units of which only the sums are known.
struct ExperimentTable {
    /// A metric: what the treatment may change.
    struct Outcome {
        var name: String
        /// The unit's value or the cell's mean; NaN when missing.
        var values: [Double]
        /// Σ (y − mean)² within the cell; nil for units.
        var deviations: [Double]?
        /// True when every value is 0 or 1.
        var isBinary: Bool
    }

    /// A number for the design of a regression: a covariate, or an indicator of one of its levels.
    struct DesignColumn {
        var name: String
        var values: [Double]
    }

    /// Sums within cells of a covariate that does not define them.
    struct CellCovariate {
        var name: String
        var means: [Double]
        var deviations: [Double]
        /// Σ (x − mean)(y − mean) within the cell, one list an outcome; nil when the file does not hold it.
        var products: [[Double]?]
        /// Σ (x − mean)(z − mean) with covariates before this one, by their position; those not held are zero.
        var pairs: [(other: Int, sums: [Double])]
    }

    /// Control first.
    var arms: [String]
    /// A position in `arms`, one a row.
    var armCodes: [Int]
    /// Units a row; nil when every row is one unit.
    var counts: [Int]?
    var outcomes: [Outcome]
    /// What the plan calls covariates, levels after the first as indicators.
    var design: [DesignColumn]
    /// Covariates of which cells hold sums only.
    var cellCovariates: [CellCovariate]
    /// Segments in the order of their columns' levels; empty without `--by`.
    var segments: [SegmentName]
    /// Codes of each segment's levels, for nesting.
    var segmentPaths: [[Int]]
    /// A position in `segments`, one a row; empty without `--by`.
    var segmentCodes: [Int]
    /// Positions in an unnamed list of clusters.
    var clusters: [Int]?
    var textNames: [String]
    /// A position in `textNames`, −1 for none.
    var textCodes: [Int]?
    var weights: [Double]?
    /// Hashes of the units' ids, or of their contents.
    var keys: [UInt64]
    /// Row of the file without the header, counted from one.
    var fileRows: [Int]
    var ids: [String]?

    var rowCount: Int { armCodes.count }
    var isCells: Bool { counts != nil }

    func count(_ row: Int) -> Int { counts?[row] ?? 1 }

    /// Units of each arm, control first.
    var unitCounts: [Int] {
        var result = Array(repeating: 0, count: arms.count)
        for row in 0..<rowCount { result[armCodes[row]] += count(row) }
        return result
    }
}
