import ArgumentParser
import Encodings
import Foundation
import Quantities
import Reporting
import Terminal
import Workbench

/// `finegrain compare`: two runs side by side.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare two stored runs, or two scenarios that are run now.",
        discussion: """
            A and B are ids of stored runs (or their first digits), folders (their newest run), or scenario files, \
            which are run now as a sweep, both with the same seed. Differences are B less A, world by world where \
            both ran in the same worlds.

            --budget takes METRIC[.mean|.p5|.p50|.p95] <=|<|>=|> NUMBER[%], such as 'cost_usd.p95<=500', \
            'delta(cost_usd)<=5%' or 'row(segmentation.depth=3).review_hours<=20'. Without row(...) it holds for the \
            row that B recommends. A broken budget ends with exit code 3; so does a metric that is not computed.
            """)

    @Argument(help: "The run before: an id, a folder or a scenario file.", completion: .file())
    var a: String

    @Argument(help: "The run after: an id, a folder or a scenario file.", completion: .file())
    var b: String

    @Option(name: .customLong("budget"), help: "A limit that B must keep: METRIC<=NUMBER. May be repeated.")
    var budgets: [String] = []

    @Option(help: "Percentage of a metric's value in A that counts as the same.")
    var tolerance: String = "1%"

    @Option(help: "Part of the run: steady (campaigns 2 to N), first or total.")
    var part: HorizonPart = .steady

    @Option(help: "Output: table, markdown, json or csv.")
    var format: ComparisonFormat = .table

    @Option(help: "Folder for compare.json, compare.csv and compare.md (default: none is written).")
    var out: String?

    @Option(help: "Name of the hidden tag at the end of the Markdown (default: B's scenario).")
    var tag: String?

    @Flag(
        name: .customLong("skip-no-diff"), help: "Print nothing when nothing changed and no budget is broken."
    )
    var skipsNoDifference = false

    @Option(name: .customLong("runs"), help: "Folder below which ids are looked up.")
    var runsFolder: String = RunCatalog.defaultFolder

    @OptionGroup(title: "Options for scenario files") var scenarios: ComparedScenarios

    func validate() throws {
        if let replications = scenarios.replications, replications < 1 {
            throw ValidationError("--replications is at least 1")
        }
        if scenarios.jobs < 1 { throw ValidationError("--jobs is at least 1") }
    }

    func run() throws {
        var options = RunComparison.Options()
        options.part = part
        options.tolerance = try share(tolerance)
        options.jobs = scenarios.jobs
        options.budgets = try parsedBudgets()
        let (before, after) = try scenarios.runs(
            try RunReference(a, runsFolder: runsFolder), try RunReference(b, runsFolder: runsFolder))
        let comparison = try RunComparison(before, after, options: options)
        let markdown = try CompareMarkdown(comparison, command: command, tag: tag)
        let document = CompareDocument(comparison)
        if let out {
            try Output.write(document.json.text(indent: 2) + "\n", to: "compare.json", in: out)
            try Output.write(document.csv, to: "compare.csv", in: out)
            try Output.write(markdown.text, to: "compare.md", in: out)
        }
        let broken = comparison.budget.filter { !$0.holds }
        if !(skipsNoDifference && comparison.isUnchanged && broken.isEmpty) {
            switch format {
            case .table: print(CompareTable(comparison).text)
            case .markdown: print(markdown.text, terminator: "")
            case .json: print(document.json.text(indent: 2))
            case .csv: print(document.csv, terminator: "")
            }
        }
        if !broken.isEmpty {
            let words = ComparisonText(comparison)
            throw FinegrainError(.broken, broken.map { Problem(words.budget($0), field: "--budget") })
        }
    }

    /// All budgets, or everything that is wrong with any of them.
    private func parsedBudgets() throws -> [BudgetExpression] {
        var problems: [Problem] = []
        let parsed = try budgets.compactMap { text -> BudgetExpression? in
            do { return try BudgetExpression(text) } catch let error as FinegrainError {
                problems += error.problems
                return nil
            }
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        return parsed
    }

    private func share(_ text: String) throws -> Double {
        let number = text.hasSuffix("%") ? Double(text.dropLast()).map { $0 / 100 } : nil
        guard let number, number >= 0, number.isFinite else {
            throw FinegrainError.badInput(
                "'\(text)' is not a percentage", remedy: "write 1% or 0%", field: "--tolerance")
        }
        return number
    }

    private var command: String {
        ShellWord.line(["finegrain"] + CommandLine.arguments.dropFirst())
    }
}

/// How a comparison is printed.
enum ComparisonFormat: String, ExpressibleByArgument, CaseIterable {
    case table, markdown, json, csv
}
