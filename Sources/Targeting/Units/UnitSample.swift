public import Regression

/// The units of one comparison: one treatment's and the control's, in the order of their keys.
public struct UnitSample: Sendable {
    /// What keeps a unit in its fold: a hash of its id, or of its row.
    public let keys: [UInt64]
    public let treated: [Bool]
    public let outcomes: [Double]
    /// Numbers known before the treatment, one row a unit, without a constant.
    public let design: Matrix
    public let columnNames: [String]
    /// Chance of treatment: planned, or the observed share.
    public let propensity: Double

    /// - Precondition: one entry a unit everywhere; the propensity lies strictly between 0 and 1.
    public init(
        keys: [UInt64], treated: [Bool], outcomes: [Double], design: Matrix, columnNames: [String],
        propensity: Double
    ) {
        precondition(
            treated.count == keys.count && outcomes.count == keys.count && design.rowCount == keys.count,
            "one entry a unit")
        precondition(columnNames.count == design.columnCount, "one name a column")
        precondition(propensity > 0 && propensity < 1, "some units are treated, some are not")
        self.keys = keys
        self.treated = treated
        self.outcomes = outcomes
        self.design = design
        self.columnNames = columnNames
        self.propensity = propensity
    }

    public var count: Int { keys.count }

    /// Units of one arm.
    public func count(treated wanted: Bool) -> Int { treated.reduce(0) { $0 + ($1 == wanted ? 1 : 0) } }
}
