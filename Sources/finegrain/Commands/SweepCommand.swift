import ArgumentParser
import Campaigns
import Encodings
import Quantities
import Reporting
import Scenarios
import Terminal
import Workbench

/// `finegrain sweep`: granularity against cost and hit rate.
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "Sweep granularity, or anything else, and say what to build.",
        discussion: """
            Runs every combination of the values in the scenario's sweep.vary and in --vary, in as many worlds as \
            the decision needs. Prints a table and the decision; writes sweep.json, sweep.csv, replicates.csv, \
            report.html with its charts/*.csv, report.ipynb and report.md to the --out folder, and keeps the values \
            of every world there for finegrain runs and finegrain compare.
            """)

    @OptionGroup var common: CommonOptions

    @Option(
        name: .customLong("vary"),
        help: ArgumentHelp("Vary a field of the scenario. May be repeated.", valueName: "path=v1,v2"))
    var variations: [String] = []

    @Option(
        help: ArgumentHelp(
            "Replications per row. By default worlds are added until simulation error is small.",
            valueName: "count"))
    var replications: Int?

    @Option(
        help: ArgumentHelp(
            "Add no further worlds after this time; what was begun is finished.", valueName: "seconds"))
    var maxSeconds: Double?

    @Flag(help: "Reuse finished results of the same sweep from its run store.")
    var resume = false

    func validate() throws {
        if let replications, replications < 1 { throw ValidationError("--replications is at least 1") }
        if let maxSeconds, maxSeconds < 0 { throw ValidationError("--max-seconds is at least 0") }
    }

    func run() throws {
        let workspace = try common.workspace()
        let plan = try SweepPlan(
            scenario: workspace.scenario, options: try variations.map(ScenarioFile.variation))
        let folder = common.folder(workspace)
        let bar = ProgressBar(isQuiet: common.quiet)
        var options = Sweep.Options()
        options.jobs = common.jobs
        options.replications = replications
        options.resumes = resume
        options.storeFolder = folder
        options.progress = { bar.update($0, of: $1) }
        if let maxSeconds { options.isOutOfTime = { bar.elapsedSeconds > maxSeconds } }
        let result = try Sweep(workspace: workspace, plan: plan, options: options).run()
        bar.finish()
        let document = SweepDocument(result)
        try Output.write(document.json.text(indent: 2) + "\n", to: "sweep.json", in: folder)
        try Output.write(SweepCSV(result).text, to: "sweep.csv", in: folder)
        let report = SweepReport(result, command: command)
        try Output.write(report.html, to: "report.html", in: folder)
        for file in report.files { try Output.write(file.text, to: file.path, in: folder) }
        try Output.write(SweepNotebook(result, command: command).text, to: "report.ipynb", in: folder)
        try Output.write(SweepMarkdown(result, command: command).text, to: "report.md", in: folder)
        try Output.write(ReplicatesCSV(result).text, to: "replicates.csv", in: folder)
        let stored = try StoredRun(result, command: command, document: document.json)
        try RunStore(folder: folder).save(stored)
        switch common.format {
        case .table: print(SweepTable(result).text)
        case .json: print(document.json.text(indent: 2))
        case .csv: print(SweepCSV(result).text, terminator: "")
        }
        common.note(
            "wrote \(folder)/sweep.json, sweep.csv, replicates.csv, charts/*.csv and report.html, .ipynb, .md; "
                + "run \(stored.header.id)")
        if let failure = result.decision.failure {
            throw FinegrainError(.broken, [Problem(FailureText(failure, result.scenario).text)])
        }
        let broken = result.rows.contains { !$0.invariants.isClean }
        if broken {
            throw FinegrainError(.broken, [Problem("an invariant does not hold; sweep.json names it")])
        }
    }

    /// What remakes the result.
    private var command: String {
        common.command(
            "sweep",
            variations.flatMap { ["--vary", $0] }
                + (replications.map { ["--replications", String($0)] } ?? []))
    }
}
