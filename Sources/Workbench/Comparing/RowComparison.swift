public import Encodings
public import Scenarios

/// One configuration on both sides.
public struct RowComparison: Sendable {
    /// B's values of what either run varies; `baseline: true` for the baseline, empty for two single runs.
    public var vary: [Named<JSONValue>]
    public var isBaseline: Bool
    /// Places among the rows of A and of B.
    public var places: (a: Int, b: Int)
    /// Why worlds are not the same; nil when they are, and differences are paired.
    public var whyNotPaired: String?
    /// Worlds compared: shared ones when paired, else the fewer of both sides.
    public var worlds: Int
    /// Metrics that at least one side has.
    public var metrics: [MetricComparison]
    public var money: MoneySplit

    public var isPaired: Bool { whyNotPaired == nil }

    public subscript(metric: String) -> MetricComparison? { metrics.first { $0.name == metric } }

    /// Whether every metric is unchanged.
    public var isUnchanged: Bool { metrics.allSatisfy { $0.verdict == .unchanged } }
}
