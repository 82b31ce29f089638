import Audiences
import Campaigns
import Foundation
import Pricing
import Quantities
import Scenarios
import Synchronization
import Workers
import YAMLReading

/// Runs a sweep: every row in every replication, beside it the worlds that show what would change the answer.
public struct Sweep: Sendable {
    public struct Options: Sendable {
        /// Threads.
        public var jobs = ProcessInfo.processInfo.activeProcessorCount
        /// Replications per row; by default the scenario's, else as many as the decision needs.
        public var replications: Int?
        /// Folder of the run store; none stores nothing.
        public var storeFolder: String?
        /// Whether stored cells are taken instead of run.
        public var resumes = false
        /// Called with cells done and cells known to be needed so far.
        public var progress: (@Sendable (Int, Int) -> Void)?
        /// Whether no more worlds are to be added; nil adds all that are needed.
        public var isOutOfTime: (@Sendable () -> Bool)?

        public init() {}
    }

    public let workspace: Workspace
    public let plan: SweepPlan
    public let options: Options

    public init(workspace: Workspace, plan: SweepPlan, options: Options) {
        self.workspace = workspace
        self.plan = plan
        self.options = options
    }

    /// - Throws: `FinegrainError` with every problem of every row before anything runs.
    public func run() throws -> SweepResult {
        let designs = try workspace.designs(plan.rows)
        var side = try SideWorlds(workspace: workspace, rows: plan.rows)
        let source = try CellSource(workspace: workspace, options: options)
        let cells = try baseCells(designs, beside: side, source)
        let worlds = cells[0].count
        var rows = designs.indices.map { place in
            SweepRow(values: designs[place].values, cells: cells[place], scenario: designs[place].scenario)
        }
        rows.insert(SweepRow.baseline(replications: worlds, scenario: workspace.scenario), at: 0)
        ParetoFront.mark(&rows)
        var decision = Decision(rows: rows, settings: workspace.scenario.decision)
        try side.run(base: rows, decision: decision, most: sideLimit(worlds), source)
        let tornado = try side.tornado(designs: designs, cells: cells, base: rows, decision: decision)
        let companions = try Companions(
            designs: designs, base: rows, decision: decision, workspace: workspace, source: source)
        decision.shadowPrices += companions.shadowPrices
        let uncut = try companions.uncutTokens(decision.failure, designs, WorkerPool(jobs: options.jobs))
        decision.failure?.uncutTokens = uncut
        return SweepResult(
            workspace: workspace, rows: rows, cells: cells, decision: decision, tornado: tornado,
            neverRefresh: companions.neverRefresh, drift: try workspace.driftSummary(),
            inertFields: try workspace.inertFields(varied: plan.rows.first?.map(\.name) ?? []),
            assumptions: try assumptions(of: cells))
    }

    /// The cells of the sweep's own rows: the number of worlds that was asked for, or as many as the decision
    /// needs, in steps, always in the order of replications.
    ///
    /// The first worlds take the side cases along, which then share the customers' drift with them.
    private func baseCells(_ designs: [Design], beside side: SideWorlds, _ source: CellSource) throws
        -> [[CellResult]]
    {
        let settings = workspace.scenario.sweep
        let fixed = options.replications ?? settings.replications
        let first = fixed ?? min(StoppingRule.firstWorlds, settings.maxReplications)
        let shared = min(SideWorlds.firstWorlds, sideLimit(first))
        let sideDesigns = side.cases.flatMap(\.designs)
        var cells = Array(try source.cells(designs + sideDesigns, worlds: 0..<shared).prefix(designs.count))
        func extend(to worlds: Int) throws {
            guard worlds > cells[0].count else { return }
            let more = try source.cells(designs, worlds: cells[0].count..<worlds)
            for place in designs.indices { cells[place] += more[place] }
        }
        try extend(to: first)
        while fixed == nil, cells[0].count < settings.maxReplications, !source.isOutOfTime {
            let feasible = designs.indices.map {
                SweepRow(values: designs[$0].values, cells: cells[$0], scenario: designs[$0].scenario)
            }.filter(\.breaks.isEmpty)
            let tolerance = workspace.scenario.decision.tolerance
            if StoppingRule.isEnough(
                feasible.map { .init(grain: $0.grain, nets: $0.netValues) }, tolerance: tolerance)
            {
                break
            }
            try extend(to: min(settings.maxReplications, cells[0].count + StoppingRule.step))
        }
        return cells
    }

    /// Worlds that a side case may have: the base's own, or fewer where the scenario says so.
    private func sideLimit(_ worlds: Int) -> Int {
        min(worlds, workspace.scenario.sweep.sideReplications ?? worlds)
    }

    /// The prices behind everything that was used.
    private func assumptions(of cells: [[CellResult]]) throws -> [GradeSummary.Assumption] {
        var usage = Ledger()
        for row in cells { for cell in row { usage.add(cell.usage) } }
        return GradeSummary(
            try Invoice(usage, at: Tariff(book: workspace.book, scenario: workspace.scenario).card)
        ).assumptions
    }
}
