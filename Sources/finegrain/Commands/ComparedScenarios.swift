import ArgumentParser
import Encodings
import Foundation
import Quantities
import Reporting
import Scenarios
import Terminal
import Workbench

/// The options of `compare` that say how a scenario file is run.
struct ComparedScenarios: ParsableArguments {
    @Option(name: .customLong("set"), help: "Set a field on both sides: path=value. May be repeated.")
    var settings: [String] = []

    @Option(name: .customLong("vary"), help: "Vary a field on both sides: path=v1,v2,... May be repeated.")
    var variations: [String] = []

    @Option(help: "Replications per row (default: the scenario's).")
    var replications: Int?

    @Option(help: "Seed of both sides (default: the stored run's, or A's).")
    var seed: Int?

    @Option(help: "Threads. The result does not depend on it.")
    var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

    @Flag(help: "Reuse finished results from the run store.")
    var resume = false

    @Flag(help: "No progress and no notes on standard error.")
    var quiet = false

    /// Both sides, read from their stores or run now; nothing runs before both are known to be right.
    func runs(_ a: RunReference, _ b: RunReference) throws -> (StoredRun, StoredRun) {
        let seed = try self.seed ?? stored(a)?.seed ?? stored(b)?.seed ?? scenarioSeed(a)
        let plans = try (plan(a, seed), plan(b, seed))
        return (try run(a, plans.0), try run(b, plans.1))
    }

    private func stored(_ reference: RunReference) -> StoredRun.Header? {
        if case .stored(let header) = reference { header } else { nil }
    }

    private func scenarioSeed(_ reference: RunReference) throws -> Int? {
        guard case .scenario(let path) = reference else { return nil }
        return try ScenarioFile(path: path).scenario(overrides: settings).seed
    }

    private struct Plan {
        var workspace: Workspace
        var rows: SweepPlan
        var command: String
    }

    private func plan(_ reference: RunReference, _ seed: Int?) throws -> Plan? {
        guard case .scenario(let path) = reference else { return nil }
        let workspace = try Workspace(
            scenarioPath: path, overrides: settings + (seed.map { ["seed=\($0)"] } ?? []))
        var words = ["finegrain", "sweep", path]
        for setting in settings { words += ["--set", setting] }
        for variation in variations { words += ["--vary", variation] }
        if let seed { words += ["--seed", String(seed)] }
        if let replications { words += ["--replications", String(replications)] }
        return Plan(
            workspace: workspace,
            rows: try SweepPlan(
                scenario: workspace.scenario, options: try variations.map(ScenarioFile.variation)),
            command: ShellWord.line(words))
    }

    private func run(_ reference: RunReference, _ plan: Plan?) throws -> StoredRun {
        guard let plan else {
            guard let header = stored(reference) else { throw FinegrainError.defect("a side without a run") }
            return try RunCatalog.run(header)
        }
        let bar = ProgressBar(isQuiet: quiet)
        let folder = RunCatalog.defaultFolder + "/" + plan.workspace.scenario.name
        var options = Sweep.Options()
        options.jobs = jobs
        options.replications = replications
        options.resumes = resume
        options.storeFolder = folder
        options.progress = { bar.update($0, of: $1) }
        let result = try Sweep(workspace: plan.workspace, plan: plan.rows, options: options).run()
        bar.finish()
        var run = try StoredRun(result, command: plan.command, document: SweepDocument(result).json)
        run.header.folder = folder
        try RunStore(folder: folder).save(run)
        return run
    }
}
