public import Campaigns
import Encodings
public import Scenarios
public import YAMLReading

/// One row of a sweep over all its replications.
public struct SweepRow: Sendable {
    /// What the row varies; empty for the baseline.
    public var values: [Named<YAMLTree>]
    public var isBaseline: Bool
    public var metrics: [(metric: Metric, band: Band)]
    public var firstCampaign: [(metric: Metric, band: Band)]
    public var horizonTotal: [(metric: Metric, band: Band)]
    public var costByService: [(service: String, usd: Double)]
    public var misses: [(cause: String, count: Double)]
    /// Mean use of each limit, in the order of `Limit.allCases`; NaN where none is set.
    public var limitUse: [Double]
    public var binding: String
    public var isPareto = false
    public var digest: String
    /// Net value a campaign in each replication, over the whole horizon: what rows are ranked by.
    public var netValues: [Double]
    public var privacyK: Int
    public var invariants: InvariantLedger
    /// Generations that were needed and that failed, over all worlds and campaigns.
    public var failures: FailureTally
    /// What the copy model was asked for in the steady state and in the first campaign, over all worlds.
    public var demand: ModelDemand
    public var firstDemand: ModelDemand
    /// Limits that the row breaks in the steady state; empty when it is feasible.
    public private(set) var breaks: [Limit] = []
    /// The limits that it breaks, with value and bound; those without a metric of their own are left out.
    public private(set) var violations: [Violation] = []
    /// Limits that only its first campaign breaks.
    public private(set) var firstCampaignBreaks: [Limit] = []

    /// Whether the row is within all limits.
    public var isFeasible: Bool { breaks.isEmpty }

    /// How fine the row is: its mean number of segments, the baseline below all.
    var grain: Double { isBaseline ? -1 : self[.segments] ?? 0 }

    public subscript(metric: Metric) -> Double? { metrics.first { $0.metric == metric }?.band.mean }

    init(values: [Named<YAMLTree>], cells: [CellResult], scenario: Scenario) {
        self.values = values
        isBaseline = false
        metrics = SweepRow.bands(cells.map(\.steady))
        firstCampaign = SweepRow.bands(cells.map(\.first))
        horizonTotal = SweepRow.bands(cells.map(\.total))
        let count = Double(cells.count)
        costByService = cells[0].costByService.indices.map { place in
            (
                cells[0].costByService[place].service,
                cells.reduce(0) { $0 + $1.costByService[place].usd } / count
            )
        }
        misses = cells[0].misses.indices.map { place in
            (cells[0].misses[place].cause, cells.reduce(0) { $0 + $1.misses[place].count } / count)
        }
        limitUse = Limit.allCases.indices.map { place in cells.reduce(0) { $0 + $1.limitUse[place] } / count }
        binding = Limit.binding(limitUse)
        var hash = Fingerprint()
        for cell in cells { hash.combine(cell.digest) }
        digest = hash.hex
        netValues = cells.map { ($0.total[.netValueUSD] ?? 0) / Double(scenario.run.campaigns) }
        privacyK = scenario.privacy.k
        var invariants = InvariantLedger()
        for cell in cells { invariants.merge(cell.invariants) }
        self.invariants = invariants
        failures = cells.reduce(into: FailureTally()) { $0.merge($1.failures) }
        demand = cells.reduce(into: ModelDemand()) { $0.merge($1.demand) }
        firstDemand = cells.reduce(into: ModelDemand()) { $0.merge($1.firstDemand) }
        let constraints = Constraint.all(of: scenario)
        violations = constraints.compactMap { $0.violation(metrics) }
        breaks = Constraint.breaks(self, scenario)
        let broken = breaks
        firstCampaignBreaks = constraints.filter {
            !broken.contains($0.limit) && $0.violation(firstCampaign) != nil
        }.map(\.limit)
    }

    /// The generic copy for all: everything is counted against it, so its own figures are zero.
    static func baseline(replications: Int, scenario: Scenario) -> SweepRow {
        var zero = MetricValues()
        for metric in Metric.allCases where metric.isAdditive { zero[metric] = 0 }
        zero[.segments] = 0
        zero[.reachedShare] = 0
        zero[.fallbackShare] = 1
        zero[.heldSegments] = 0
        zero[.poweredSegments] = 0
        zero[.sunkCostUSD] = scenario.prices.sunkUSD
        var row = SweepRow(values: [], cells: [CellResult.zero(zero)], scenario: scenario)
        let list = Array(repeating: zero, count: replications)
        row.metrics = SweepRow.bands(list)
        row.firstCampaign = SweepRow.bands(list)
        row.horizonTotal = SweepRow.bands(list)
        row.netValues = Array(repeating: 0, count: replications)
        row.isBaseline = true
        row.breaks = []
        row.violations = []
        row.firstCampaignBreaks = []
        return row
    }

    private static func bands(_ list: [MetricValues]) -> [(metric: Metric, band: Band)] {
        Metric.allCases.map { metric in (metric, Band(list.map { $0[metric] })) }
    }
}

extension CellResult {
    /// A cell in which nothing was done.
    static func zero(_ values: MetricValues) -> CellResult {
        var record = CampaignRecord(index: 1)
        record.metrics = values
        return CellResult(campaigns: [record, record], invariants: InvariantLedger(), mails: 0)
    }
}
