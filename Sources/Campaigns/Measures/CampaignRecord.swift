public import Pricing
public import Quantities

/// What one campaign did, as far as it is counted.
public struct CampaignRecord: Sendable {
    /// Counted from one.
    public var index: Int
    public var metrics = MetricValues()
    public var usage = Ledger()
    public var costByService: [(service: Meter.Service, cost: Money)] = []
    /// Misses by the name of their cause, in a fixed order.
    public var misses: [(cause: String, count: Int)] = []
    /// Share of each limit that was used, in the order of `Limit.allCases`; NaN where none is set.
    public var limitUse = [Double](repeating: .nan, count: Limit.allCases.count)
    /// Generations that were needed, and those that failed, by reason.
    public var failures = FailureTally()
    /// What services refused, and what it took to go on.
    public var services = ServiceTally()
    /// What was billed for answers that could not be used.
    public var wasted = Ledger()
    /// What the copy model was asked for.
    public var demand = ModelDemand()
    /// When its stages began and ended.
    public var timeline = CampaignTimeline()
    /// Folded from the times and kinds of all events of the campaign.
    public var trace: UInt64 = 0

    public init(index: Int) { self.index = index }
}
