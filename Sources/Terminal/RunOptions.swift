public import ArgumentParser
public import Campaigns
import Quantities
import Reporting
import Workbench

/// The options of `run`, and what it does once a transport is chosen.
public struct RunOptions: ParsableArguments, Sendable {
    public init() {}

    @OptionGroup public var common: CommonOptions

    @Flag(help: "Keep requests and answers in the journal.")
    public var bodies = false

    public static let discussion = """
        Runs the scenario once, in the first world of its sweep. Prints campaigns, bill and invariants; writes
        run.json, run.csv, journal.jsonl (every call that was made), results.csv (what the experiment measured, for
        finegrain uplift --from-run) and truth.csv to the --out folder.
        """

    /// - Throws: `FinegrainError` for bad input and for a broken invariant.
    public func run(by transport: Transport) throws {
        let workspace = try common.workspace()
        let folder = common.folder(workspace)
        let result = try SingleRun(
            workspace: workspace, jobs: common.jobs, keepsBodies: bodies, transport: transport)
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
