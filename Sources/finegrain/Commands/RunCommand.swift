import ArgumentParser
import Campaigns
import Quantities
import Reporting
import Workbench

/// `finegrain run`: one configuration, stage by stage.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run one configuration, with its journal and its bill.",
        discussion: """
            Runs the scenario once, in the first world of its sweep. Prints campaigns, bill and invariants; writes
            run.json, run.csv, journal.jsonl (every call that was made), results.csv (what the experiment measured, for
            finegrain uplift --from-run) and truth.csv to the --out folder.
            """)

    @OptionGroup var common: CommonOptions

    @Flag(help: "Keep requests and answers in the journal.")
    var bodies = false

    func run() throws {
        let workspace = try common.workspace()
        let folder = common.folder(workspace)
        let result = try SingleRun(workspace: workspace, jobs: common.jobs, keepsBodies: bodies)
        let document = RunDocument(result)
        try Output.write(document.json.text(indent: 2) + "\n", to: "run.json", in: folder)
        try Output.write(document.csv, to: "run.csv", in: folder)
        try Output.write(JournalLines(result.journal).text, to: "journal.jsonl", in: folder)
        for file in result.cells.files { try Output.write(file.text, to: file.name, in: folder) }
        switch common.format {
        case .table: print(document.table)
        case .json: print(document.json.text(indent: 2))
        case .csv: print(document.csv, terminator: "")
        }
        common.note("wrote \(folder)/run.json, run.csv, journal.jsonl, results.csv and truth.csv")
        if !result.invariants.isClean {
            throw FinegrainError(.broken, [Problem("an invariant does not hold; run.json names it")])
        }
    }
}
