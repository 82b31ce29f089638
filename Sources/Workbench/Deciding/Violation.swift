public import Campaigns

/// A limit that a row breaks: the statistic that is held against it, and the bound.
public struct Violation: Hashable, Sendable {
    public var limit: Limit
    public var metric: Metric
    /// `mean`, `p5` or `p95`.
    public var statistic: String
    /// Nil where no value exists, as for a lift that no segment can show.
    public var value: Double?
    public var bound: Double

    /// By how much the value is beyond the bound.
    public var excess: Double? { value.map { abs($0 - bound) } }
}
