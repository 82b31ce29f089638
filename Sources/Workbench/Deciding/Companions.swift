import Campaigns
import Scenarios
import ServiceModels
import Workers
import YAMLReading

/// What stands beside the subject row of a decision: the same design never refreshed, and with more of a quota
/// or of time where that binds. Each runs on the base's own worlds.
struct Companions {
    /// The subject's design with `cache.policy: never`; nil where that is its policy, or with one world.
    private(set) var neverRefresh: SweepRow?
    /// Prices of limits that only another simulation can relax: tokens per minute, hours to the deadline.
    private(set) var shadowPrices: [ShadowPrice] = []

    private let workspace: Workspace

    /// Worlds that a companion is run on: its difference from the subject is paired, so a few tell.
    private static let most = 10

    init(
        designs: [Design], base: [SweepRow], decision: Decision, workspace: Workspace, source: CellSource
    ) throws {
        self.workspace = workspace
        guard decision.isConclusive, decision.worlds > 1, let subject = decision.subject else { return }
        let design = designs[subject - 1]
        guard design.depth > 0 else { return }
        let worlds = min(Companions.most, decision.worlds)
        var values: [(limit: Limit?, value: Named<YAMLTree>, unit: String)] = []
        if design.scenario.cache.policy != .never {
            values.append((nil, Named("cache.policy", .scalar("never", line: nil)), ""))
        }
        let limits = design.scenario.limits
        let row = base[subject]
        if row.breaks.contains(.quota) || row.binding == Limit.quota.rawValue {
            values.append(
                (
                    .quota,
                    Named(
                        "limits.bedrock_tokens_per_minute",
                        .scalar(String(limits.bedrockTokensPerMinute + 10_000), line: nil)),
                    "10,000 tokens per minute"
                ))
        }
        let run = design.scenario.run
        if row.binding == Limit.deadline.rawValue, run.sendAfterHours < run.intervalHours {
            values.append(
                (
                    .deadline,
                    Named("run.send_after_hours", .scalar(String(run.sendAfterHours + 1), line: nil)),
                    "1 h more until the send"
                ))
        }
        let rows = try workspace.designs(
            values.map { value in design.values.filter { $0.name != value.value.name } + [value.value] })
        let cells = try source.cells(rows, worlds: 0..<worlds)
        for (place, value) in values.enumerated() {
            let companion = SweepRow(
                values: rows[place].values, cells: cells[place], scenario: rows[place].scenario)
            guard let limit = value.limit else {
                neverRefresh = companion
                continue
            }
            let change = WorldMean(zip(companion.netValues, row.netValues).map { $0 - $1 })
            shadowPrices.append(
                ShadowPrice(limit: limit, perUnitUSD: change.mean, unit: value.unit, units: 1, row: subject))
        }
    }

    /// How long answers are that nothing cuts, found by generating the first failing design's first campaign
    /// with the largest answer that a scenario allows.
    func uncutTokens(_ failure: FailureDiagnosis?, _ designs: [Design], _ workers: WorkerPool) throws
        -> (mean: Double, enough: Int)?
    {
        guard let failure, failure.reasons.first?.reason == .copyCut,
            let design = designs.first(where: { $0.depth > 0 })
        else { return nil }
        let limit = Named("copy.max_tokens", YAMLTree.scalar("8192", line: nil))
        let longer = try workspace.designs([design.values.filter { $0.name != limit.name } + [limit]])
        let runner = ReplicationRunner(workspace: workspace, detail: .totals)
        let tally = try runner.firstCampaign(longer[0], workers).record.failures
        guard tally.answers > 0, tally.share <= FailureDiagnosis.mostShare else { return nil }
        let mean = Double(tally.answerTokens) / Double(tally.answers)
        return (mean, Int((mean * 1.25 / 50).rounded(.up)) * 50)
    }
}
