public import ArgumentParser
public import Campaigns
import Encodings
import Quantities
import Reporting
import Workbench

/// The options of `run`, and what it does once a transport is chosen.
public struct RunOptions: ParsableArguments, Sendable {
    public init() {}

    @OptionGroup public var common: CommonOptions

    @Flag(
        help: "Keep requests and answers in the journal, and the lineage of segments for finegrain explain.")
    public var bodies = false

    public static let discussion = """
        Runs the scenario once, in the first world of its sweep. Prints campaigns, bill and invariants; writes \
        run.json, run.csv, journal.jsonl (every call that was made), results.csv (what the experiment measured, for \
        finegrain uplift --from-run) and truth.csv to the --out folder; with --bodies lineage.jsonl as well.
        """

    /// - Throws: `FinegrainError` for bad input and for a broken invariant.
    public func run(by transport: Transport) throws {
        let workspace = try common.workspace()
        let folder = common.folder(workspace)
        let result = try SingleRun(
            workspace: workspace, jobs: common.jobs, keepsBodies: bodies, transport: transport)
        let journal = JournalLines(result.journal)
        let lineage = try LineageFile(result, journal: journal)
        let document = RunDocument(result, lineage: lineage?.json ?? .null)
        try Output.write(document.json.text(indent: 2) + "\n", to: "run.json", in: folder)
        try Output.write(document.csv, to: "run.csv", in: folder)
        try Output.write(journal.bytes, to: JournalLines.file, in: folder)
        if let lineage {
            try Output.write(lineage.bytes, to: LineageFile.name, in: folder)
        } else {
            try Output.remove(LineageFile.name, in: folder)
        }
        for file in result.cells.files { try Output.write(file.text, to: file.name, in: folder) }
        try RunStore(folder: folder).save(StoredRun(result, command: common.command("run")))
        switch common.format {
        case .table: print(document.table)
        case .json: print(document.json.text(indent: 2))
        case .csv: print(document.csv, terminator: "")
        }
        common.note(
            "wrote \(folder)/run.json, run.csv, journal.jsonl, \(lineage == nil ? "" : "lineage.jsonl, ")results.csv "
                + "and truth.csv")
        if !result.invariants.isClean {
            throw FinegrainError(.broken, [Problem("an invariant does not hold; run.json names it")])
        }
    }
}
