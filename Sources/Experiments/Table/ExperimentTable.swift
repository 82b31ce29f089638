/// The units of an experiment as columns, sorted by their keys so that every sum has one order.
///
/// A row stands for one unit or, when the file holds cells, for `counts` units of which only the sums are known.
package struct ExperimentTable: Sendable {
    /// A metric: what the treatment may change.
    package struct Outcome: Sendable {
        package var name: String
        /// The unit's value or the cell's mean; NaN when missing.
        package var values: [Double]
        /// Σ (y − mean)² within the cell; nil for units.
        package var deviations: [Double]?
        /// True when every value is 0 or 1.
        package var isBinary: Bool
        /// How values follow from the rows of an arm; nil when they are the units' own.
        package var linearization: Linearization?

        package init(name: String, values: [Double], deviations: [Double]?, isBinary: Bool) {
            self.name = name
            self.values = values
            self.deviations = deviations
            self.isBinary = isBinary
        }
    }

    /// A number for the design of a regression: a covariate, or an indicator of one of its levels.
    package struct DesignColumn: Sendable {
        package var name: String
        package var values: [Double]

        package init(name: String, values: [Double]) {
            self.name = name
            self.values = values
        }
    }

    /// Σ (y − ȳ)(z − z̄) within cells of two outcomes, by their positions.
    package struct OutcomePair: Sendable {
        package var first: Int
        package var second: Int
        package var products: [Double]
    }

    /// Sums within cells of a covariate that does not define them.
    package struct CellCovariate: Sendable {
        package var name: String
        package var means: [Double]
        package var deviations: [Double]
        /// Σ (x − mean)(y − mean) within the cell, one list an outcome; nil when the file does not hold it.
        package var products: [[Double]?]
        /// Σ (x − mean)(z − mean) with covariates before this one, by their position; those not held are zero.
        package var pairs: [(other: Int, sums: [Double])]
    }

    /// Control first.
    package var arms: [String]
    /// A position in `arms`, one a row.
    package var armCodes: [Int]
    /// Units a row; nil when every row is one unit.
    package var counts: [Int]?
    package var outcomes: [Outcome]
    /// Products of outcomes that the cells hold; empty for units.
    package var outcomePairs: [OutcomePair]
    /// What the plan calls covariates, levels after the first as indicators.
    package var design: [DesignColumn]
    /// Covariates of which cells hold sums only.
    package var cellCovariates: [CellCovariate]
    /// Segments in the order of their columns' levels; empty without `--by`.
    package var segments: [SegmentName]
    /// Codes of each segment's levels, for nesting.
    package var segmentPaths: [[Int]]
    /// A position in `segments`, one a row; empty without `--by`.
    package var segmentCodes: [Int]
    /// Positions in an unnamed list of clusters.
    package var clusters: [Int]?
    package var textNames: [String]
    /// A position in `textNames`, −1 for none.
    package var textCodes: [Int]?
    package var weights: [Double]?
    /// A position in `periods`, one per row; nil without `--over`.
    package var periodCodes: [Int]?
    /// Values of the column of `--over` in their order.
    package var periods: [String] = []
    /// What was recorded send by send; nil when the file has one row per unit.
    package var sendRecords: SendRecords?
    /// Hashes of the units' ids, or of their contents.
    package var keys: [UInt64]
    /// Row of the file without the header, counted from one.
    package var fileRows: [Int]

    /// Units in the given arms, in the order of their keys; everything else is empty.
    package init(arms: [String], armCodes: [Int], keys: [UInt64], fileRows: [Int], counts: [Int]? = nil) {
        self.arms = arms
        self.armCodes = armCodes
        self.counts = counts
        self.keys = keys
        self.fileRows = fileRows
        outcomes = []
        outcomePairs = []
        design = []
        cellCovariates = []
        segments = []
        segmentPaths = []
        segmentCodes = []
        textNames = []
    }

    package var rowCount: Int { armCodes.count }
    package var isCells: Bool { counts != nil }

    package func count(_ row: Int) -> Int { counts?[row] ?? 1 }

    /// Products of two outcomes within each cell; nil when the cells do not hold them.
    func products(_ first: Int, _ second: Int) -> [Double]? {
        outcomePairs.first { ($0.first, $0.second) == (min(first, second), max(first, second)) }?.products
    }

    /// Units of each arm, control first.
    package var unitCounts: [Int] {
        var result = Array(repeating: 0, count: arms.count)
        for row in 0..<rowCount { result[armCodes[row]] += count(row) }
        return result
    }

    /// An arm as sentences name it.
    func label(_ arm: Int) -> String { ArmLabel.text(arms[arm]) }
}
