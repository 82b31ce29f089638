import Audiences
public import Campaigns
public import Pricing
public import Quantities
import Scenarios
public import ServiceModels
import Workers

/// One configuration, campaign by campaign, with its journal and its bill.
public struct SingleRun: Sendable {
    public let workspace: Workspace
    public let campaigns: [CampaignRecord]
    public let invoice: Invoice
    public let journal: Journal
    public let invariants: InvariantLedger
    public let digest: UInt64
    /// The run as a sweep's row of one replication.
    public let cell: CellResult
    /// What everybody's generic mail would have cost: taken off the invoice's total in `cost_usd`.
    public let baselineCost: Money
    public let labels: [String]
    /// What the experiment measured over all campaigns, with the truth beside it.
    public let cells: RunCells
    /// What happened to each segment, campaign by campaign; nil unless bodies are kept.
    public let lineage: Lineage?
    let design: Design

    /// - Parameters:
    ///   - jobs: threads; the result does not depend on them.
    ///   - keepsBodies: whether the journal holds requests and answers, and the lineage of segments is kept.
    ///   - transport: how calls reach the services; the result does not depend on it.
    public init(workspace: Workspace, jobs: Int, keepsBodies: Bool, transport: Transport = .typed) throws {
        self.workspace = workspace
        let design = try workspace.design([])
        self.design = design
        let runner = ReplicationRunner(
            workspace: workspace, detail: keepsBodies ? .bodies : .entries, transport: transport)
        let run = try runner.run([design], sharing: 0, WorkerPool(jobs: jobs))[0]
        campaigns = run.campaigns
        journal = run.journal
        lineage = run.lineage
        invariants = run.result.invariants
        digest = run.result.digest
        cell = run.result
        let tariff = try Tariff(book: try workspace.book(for: design.scenario), scenario: design.scenario)
        invoice = try Invoice(run.result.usage, at: tariff.card)
        baselineCost = try tariff.baselineCost(mails: run.result.mails)
        labels = design.layout.names
        cells = RunCells(
            run.measured, hierarchy: design.hierarchy, depth: design.depth,
            experiment: design.scenario.experiment,
            metric: design.scenario.response.outcome ?? RunCells.defaultMetric)
    }
}
