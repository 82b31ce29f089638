import ArgumentParser
import Campaigns
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
            Runs every combination of the values in the scenario's sweep.vary and in --vary, in several worlds each.
            Prints a table and a recommendation; writes sweep.json, sweep.csv and report.html to the --out folder.
            """)

    @OptionGroup var common: CommonOptions

    @Option(name: .customLong("vary"), help: "Vary a field: path=v1,v2,... May be repeated.")
    var variations: [String] = []

    @Option(help: "Worlds that each row is run in.")
    var replications: Int?

    @Flag(help: "Take cells that an interrupted sweep finished from the run store.")
    var resume = false

    func validate() throws {
        if let replications, replications < 1 { throw ValidationError("--replications is at least 1") }
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
        let result = try Sweep(workspace: workspace, plan: plan, options: options).run()
        bar.finish()
        let document = SweepDocument(result)
        try Output.write(document.json.text(indent: 2) + "\n", to: "sweep.json", in: folder)
        try Output.write(SweepCSV(result).text, to: "sweep.csv", in: folder)
        try Output.write(SweepReport(result, command: command).html, to: "report.html", in: folder)
        switch common.format {
        case .table: print(SweepTable(result).text)
        case .json: print(document.json.text(indent: 2))
        case .csv: print(SweepCSV(result).text, terminator: "")
        }
        common.note("wrote \(folder)/sweep.json, sweep.csv and report.html")
        let broken = result.rows.contains { !$0.invariants.isClean }
        if broken {
            throw FinegrainError(.broken, [Problem("an invariant does not hold; sweep.json names it")])
        }
    }

    /// What remakes the result.
    private var command: String {
        var parts = ["finegrain sweep", common.scenario]
        parts += common.settings.map { "--set \($0)" } + variations.map { "--vary \($0)" }
        if let seed = common.seed { parts.append("--seed \(seed)") }
        if let replications { parts.append("--replications \(replications)") }
        return parts.joined(separator: " ")
    }
}
