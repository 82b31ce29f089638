import Audiences
import Campaigns
import Foundation
import MockCloud
import Pricing
public import Quantities
import Scenarios
import Synchronization
import Workers

/// Runs a sweep: every row in every replication, beside it the worlds that show what would change the answer.
public struct Sweep: Sendable {
    public struct Options: Sendable {
        /// Threads.
        public var jobs = ProcessInfo.processInfo.activeProcessorCount
        /// Worlds; by default the scenario's.
        public var replications: Int?
        /// Folder of the run store; none stores nothing.
        public var storeFolder: String?
        /// Whether stored cells are taken instead of run.
        public var resumes = false
        /// Called with cells done and cells in all.
        public var progress: (@Sendable (Int, Int) -> Void)?

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
        let designs = try checkedDesigns(plan.rows)
        let replications = options.replications ?? workspace.scenario.sweep.replications
        let store = try options.storeFolder.map { try RunStore(folder: $0) }
        let side = try SideWorlds(
            sweep: self, replications: min(replications, workspace.scenario.sweep.sideReplications))
        let tracker = Progress(
            total: designs.count * replications + side.designs.count * side.replications,
            report: options.progress)
        let all = try cells(designs, replications, beside: side.designs, side.replications, store, tracker)
        let cells = Array(all.prefix(designs.count))
        var rows = designs.indices.map { place in
            SweepRow(values: designs[place].values, cells: cells[place], scenario: designs[place].scenario)
        }
        rows.insert(SweepRow.baseline(replications: replications, scenario: workspace.scenario), at: 0)
        ParetoFront.mark(&rows)
        let recommendation = Recommendation(rows: rows)
        let tornado = try side.tornado(
            base: (designs, cells), side: Array(all.dropFirst(designs.count)), recommendation: recommendation)
        return SweepResult(
            workspace: workspace, replications: replications, rows: rows, recommendation: recommendation,
            tornado: tornado,
            assumptions: try assumptions(of: cells))
    }

    /// The prices behind everything that was used.
    private func assumptions(of cells: [[CellResult]]) throws -> [GradeSummary.Assumption] {
        var usage = Ledger()
        for row in cells { for cell in row { usage.add(cell.usage) } }
        return GradeSummary(
            try Invoice(usage, at: Tariff(book: workspace.book, scenario: workspace.scenario).card)
        ).assumptions
    }

    /// The designs of rows, or all that is wrong with them.
    func checkedDesigns(_ rows: [[Named<YAMLTree>]]) throws -> [Design] {
        var problems: [Problem] = []
        var designs: [Design] = []
        for row in rows {
            do {
                designs.append(try workspace.design(row))
            } catch let error as FinegrainError {
                problems += error.problems.filter { !problems.contains($0) }
            }
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        return designs
    }

    /// Results by design and replication, those of the side designs after the sweep's own; stored ones are
    /// taken where the sweep is resumed.
    ///
    /// Replications are shared out among threads; a single one shares out its customers and rows.
    private func cells(
        _ designs: [Design], _ replications: Int, beside sideDesigns: [Design], _ sideReplications: Int,
        _ store: RunStore?, _ tracker: Progress
    ) throws -> [[CellResult]] {
        let outer = WorkerPool(jobs: min(options.jobs, replications))
        let inner = WorkerPool(jobs: max(1, options.jobs / max(1, replications)))
        let runner = ReplicationRunner(workspace: workspace, detail: .totals)
        let byReplication = try outer.map(replications) { replication in
            let all = designs + (replication < sideReplications ? sideDesigns : [])
            var results: [CellResult?] = all.map { design in
                options.resumes ? store?.cell(key(of: design, replication)) : nil
            }
            let missing = results.indices.filter { results[$0] == nil }
            tracker.advance(by: all.count - missing.count)
            try runner.run(missing.map { all[$0] }, replication: replication, workers: inner) {
                index, result in
                results[missing[index]] = result
                try store?.save(result, key: key(of: all[missing[index]], replication))
                tracker.advance(by: 1)
            }
            return results.map { $0! }
        }
        return (designs + sideDesigns).indices.map { place in
            byReplication.compactMap { place < $0.count ? $0[place] : nil }
        }
    }

    private func key(of design: Design, _ replication: Int) -> String {
        SHA256.hex("\(workspace.inputsKey)|\(replication)|\(design.resultKey)".utf8)
    }
}

/// Counts finished cells over threads.
final class Progress: Sendable {
    private let done = Mutex(0)
    private let total: Int
    private let report: (@Sendable (Int, Int) -> Void)?

    init(total: Int, report: (@Sendable (Int, Int) -> Void)?) {
        self.total = total
        self.report = report
    }

    func advance(by count: Int) {
        let now = done.withLock { done in
            done += count
            return done
        }
        report?(now, total)
    }
}
