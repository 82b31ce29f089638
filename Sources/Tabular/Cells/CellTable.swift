/// Customers aggregated to cells: one row a combination of attribute levels (and arm), with counts
/// and the sums that means, variances and regressions need.
///
/// The columns of the file are the attributes, `arm` when there is one, `n`, for each outcome y
/// `sum_y, sumsq_y`, for each covariate x `sum_x, sumsq_x`, for each pair of covariates
/// `sum_x1_x2`, and for each covariate and outcome `sum_x_y`.
public struct CellTable: Hashable, Sendable {
    public var attributes: [CategoricalColumn]
    /// The arm of each cell; nil when the table is an audience without an experiment.
    public var arm: CategoricalColumn?
    /// The customers of each cell, at least one.
    public var counts: [Int]
    public var outcomes: [MetricSums]
    public var covariates: [MetricSums]
    /// The pairs of covariates in the order of ``productNames(outcomes:covariates:)``, then each
    /// covariate with each outcome.
    public var products: [ProductSums]

    /// - Precondition: every column has one entry a cell.
    public init(
        attributes: [CategoricalColumn], arm: CategoricalColumn? = nil, counts: [Int],
        outcomes: [MetricSums] = [], covariates: [MetricSums] = [], products: [ProductSums] = []
    ) {
        let lengths =
            attributes.map(\.codes.count)
            + (outcomes + covariates).flatMap { [$0.sums.count, $0.squares.count] }
            + products.map(\.sums.count) + [arm?.codes.count ?? counts.count]
        precondition(lengths.allSatisfy { $0 == counts.count }, "every column has one entry a cell")
        self.attributes = attributes
        self.arm = arm
        self.counts = counts
        self.outcomes = outcomes
        self.covariates = covariates
        self.products = products
    }

    public var cellCount: Int { counts.count }

    /// All customers.
    public var customerCount: Int { counts.reduce(0, +) }

    public func attribute(_ name: String) -> CategoricalColumn? { attributes.first { $0.name == name } }

    /// The sums of an outcome or a covariate.
    public func metric(_ name: String) -> MetricSums? { (outcomes + covariates).first { $0.name == name } }

    /// Σab of each cell, in either order; nil when the table does not hold it, as for two outcomes.
    public func product(_ a: String, _ b: String) -> [Double]? {
        if a == b { return metric(a)?.squares }
        return products.first { ($0.first, $0.second) == (a, b) || ($0.first, $0.second) == (b, a) }?.sums
    }

    /// The pairs whose products a table holds, in the order of its columns.
    static func productNames(outcomes: [String], covariates: [String]) -> [(first: String, second: String)] {
        var pairs: [(first: String, second: String)] = []
        for (index, first) in covariates.enumerated() {
            for second in covariates[(index + 1)...] { pairs.append((first, second)) }
        }
        for first in covariates { for second in outcomes { pairs.append((first, second)) } }
        return pairs
    }

    /// The names of the columns, in the order of the file.
    public var header: [String] {
        CellTable.header(
            attributes: attributes.map(\.name), hasArm: arm != nil, outcomes: outcomes.map(\.name),
            covariates: covariates.map(\.name), products: products.map { ($0.first, $0.second) })
    }

    static func header(
        attributes: [String], hasArm: Bool, outcomes: [String], covariates: [String],
        products: [(first: String, second: String)]
    ) -> [String] {
        attributes + (hasArm ? [armColumn] : []) + [countColumn]
            + (outcomes + covariates).flatMap { [sumPrefix + $0, squarePrefix + $0] }
            + products.map { productColumn($0.first, $0.second) }
    }

    static let armColumn = "arm"
    static let countColumn = "n"
    static let sumPrefix = "sum_"
    static let squarePrefix = "sumsq_"

    static func productColumn(_ first: String, _ second: String) -> String {
        sumPrefix + first + "_" + second
    }
}
