/// A cap as it was applied.
public struct CapResult: Hashable, Sendable {
    public struct ArmCount: Hashable, Sendable {
        public var arm: String
        public var capped: Int
        public var count: Int
    }

    public var metric: String
    /// The value above which values count as this one, in the metric's unit.
    public var limit: Double
    /// The quantile that gave the limit; nil when the value was named.
    public var quantile: Double?
    /// Units with a larger value, by arm with the control first.
    public var arms: [ArmCount]
    /// Share of the metric's total that the cap took away.
    public var shareRemoved: Double

    /// Units with a larger value in all arms.
    public var cappedCount: Int { arms.reduce(0) { $0 + $1.capped } }
}
