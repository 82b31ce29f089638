public import Campaigns

/// How one row stands in the decision: what it brings, how well that is known, and what it breaks.
public struct Standing: Sendable {
    /// Net value per campaign over the whole run, mean over worlds with its simulation error.
    public var net: WorldMean
    /// Share of worlds in which the row beats the generic copy; nil for the baseline.
    public var beatsBaselineShare: Double?
    /// Worlds in which it does worse than the generic copy.
    public var lossShare: Double
    /// Net value per campaign in the worst and the best twentieth of worlds; nil with one world.
    public var p5: Double?
    public var p95: Double?
    /// Limits that the row breaks in the steady state; empty when it is feasible.
    public var breaks: [Limit]
    /// Limits that only the first campaign breaks, in which everything is generated.
    public var firstCampaignBreaks: [Limit]
    /// Mean over worlds of (best feasible row of that world − this row), USD per campaign.
    public var regretUSD: Double

    public var isFeasible: Bool { breaks.isEmpty }

    init(_ row: SweepRow, regretUSD: Double) {
        net = WorldMean(row.netValues)
        let count = Double(max(1, row.netValues.count))
        beatsBaselineShare = row.isBaseline ? nil : Double(row.netValues.count { $0 > 0 }) / count
        lossShare = Double(row.netValues.count { $0 < 0 }) / count
        let band = Band(row.netValues.map { $0 })
        p5 = band.p5
        p95 = band.p95
        breaks = row.breaks
        firstCampaignBreaks = row.firstCampaignBreaks
        self.regretUSD = regretUSD
    }
}
