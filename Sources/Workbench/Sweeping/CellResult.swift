public import Campaigns
import Encodings
public import Pricing
import Quantities

/// What one row did in one world: one cell of a sweep.
public struct CellResult: Sendable {
    /// Means over campaigns 2..N, the steady state.
    public var steady: MetricValues
    /// The first campaign, in which everything misses.
    public var first: MetricValues
    /// Sums of what adds up over all campaigns, means of the rest.
    public var total: MetricValues
    /// Mean cost a campaign by service, over campaigns 2..N.
    public var costByService: [(service: String, usd: Double)]
    /// Mean misses a campaign by cause, over campaigns 2..N.
    public var misses: [(cause: String, count: Double)]
    /// Mean use of each limit over campaigns 2..N; NaN where none is set.
    public var limitUse: [Double]
    /// All usage of all campaigns, for pricing it anew.
    public var usage: Ledger
    public var invariants: InvariantLedger
    /// Generations that were needed and that failed, over all campaigns.
    public var failures: FailureTally
    /// What the copy model was asked for in campaigns 2..N, and in the first.
    public var demand: ModelDemand
    public var firstDemand: ModelDemand
    /// When the stages of the first and of the last campaign began and ended.
    public var timelines: [CampaignTimeline]
    /// Customers who would get the baseline's mail, summed over campaigns.
    public var mails: Int
    /// Hash of all values of all campaigns.
    public var digest: UInt64

    /// Sums the campaigns of a run up.
    init(campaigns: [CampaignRecord], invariants: InvariantLedger, mails: Int) {
        let later = campaigns.dropFirst()
        steady = MetricValues.mean(later.map(\.metrics))
        first = campaigns[0].metrics
        total = MetricValues.total(campaigns.map(\.metrics))
        usage = Ledger()
        for campaign in campaigns { usage.add(campaign.usage) }
        let count = Double(later.count)
        costByService = Meter.Service.allCases.map { service in
            let sum = later.reduce(0.0) { sum, campaign in
                sum + (campaign.costByService.first { $0.service == service }?.cost.usd ?? 0)
            }
            return (service.rawValue, sum / count)
        }
        misses = campaigns[0].misses.indices.map { place in
            (
                campaigns[0].misses[place].cause,
                Double(later.reduce(0) { $0 + $1.misses[place].count }) / count
            )
        }
        limitUse = Limit.allCases.indices.map { place in later.reduce(0) { $0 + $1.limitUse[place] } / count }
        failures = campaigns.reduce(into: FailureTally()) { $0.merge($1.failures) }
        demand = later.reduce(into: ModelDemand()) { $0.merge($1.demand) }
        firstDemand = campaigns[0].demand
        timelines = [campaigns[0].timeline, campaigns[campaigns.count - 1].timeline]
        self.invariants = invariants
        self.mails = mails
        digest = CellResult.digest(of: campaigns)
    }

    private static func digest(of campaigns: [CampaignRecord]) -> UInt64 {
        var hash = Fingerprint()
        for campaign in campaigns {
            for metric in Metric.allCases where metric.isDigested {
                hash.combine(campaign.metrics[metric] ?? -.infinity)
            }
            for entry in campaign.usage.entries {
                hash.combine(entry.meter.service.rawValue)
                hash.combine(entry.meter.sku)
                hash.combine(entry.meter.kind.rawValue)
                hash.combine(entry.meter.tier.rawValue)
                hash.combine(entry.quantity)
            }
            for miss in campaign.misses {
                hash.combine(miss.cause)
                hash.combine(miss.count)
            }
            hash.combine(campaign.trace)
        }
        return hash.value
    }
}
