import ArgumentParser
import Encodings
import Experiments
import Foundation
import Reporting
import Terminal
import Workbench

/// `finegrain uplift`: what an experiment says, from its exported results.
struct UpliftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uplift", abstract: "Report what worked, for whom, and what it is worth.",
        discussion: """
            Reads one row per unit, or cells with counts and sums. Prints a summary; writes report.html, \
            report.ipynb, uplift.json and CSV tables to the --out folder. Example:

              finegrain uplift results.csv --treatment arm --control none --outcome visit,spend \\
                --covariates recency,history --by region --cost 0.02 --margin visit=1
            """)

    @Argument(
        help: "A CSV file with one row per unit, or with cells; omitted with --from-run.",
        completion: .file(extensions: ["csv"]))
    var file: String?

    @OptionGroup var options: UpliftOptions

    @Option(
        name: .customLong("from-run"),
        help: ArgumentHelp(
            "The folder that `finegrain run` wrote; shows the simulated truth beside the estimates.",
            valueName: "folder"))
    var fromRun: String?

    @Flag(
        name: .customLong("emit-response"),
        help: "Write a response model that a scenario can use as its world.")
    var emitsResponse = false

    @Flag(help: "Also print intervals for every look and p-values corrected over segments and treatments.")
    var details = false

    @Option(help: "Output format.")
    var format: Format = .table

    @Option(
        help: ArgumentHelp(
            "Folder for files; by default notebooks-out/<name of the file>.", valueName: "folder"))
    var out: String?

    @Option(help: ArgumentHelp("Seed of folds and half samples.", valueName: "number"))
    var seed: Int = 1

    @Option(help: ArgumentHelp("Threads. The result does not depend on them.", valueName: "count"))
    var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

    @Flag(help: "No notes on standard error.")
    var quiet = false

    func validate() throws {
        guard jobs >= 1 else { throw ValidationError("--jobs is at least 1") }
        guard (file == nil) != (fromRun == nil) else {
            throw ValidationError("give either a file or --from-run")
        }
    }

    func run() throws {
        var plan = try options.plan(seed: seed, jobs: jobs)
        let results = try fromRun.map { try RunResults(folder: $0) }
        if let results { results.complete(&plan) }
        let path = results?.cellsFile ?? file ?? ""
        let input = try InputFile(reading: path)
        var readout = try UpliftAnalysis.readout(of: path, sha256: input.sha256, plan: plan)
        if let results {
            readout.truths = TruthTable(results).compared(with: readout)
            readout.warnings.append(
                UpliftReadout.Warning(code: "repeated_customers", message: results.caveat))
        }
        let folder = out ?? "notebooks-out/uplift-" + UpliftCommand.plainName(path)
        try write(readout, to: folder)
        if emitsResponse {
            for file in try ResponseFiles(readout, file: path).files {
                try Output.write(file.text, to: file.name, in: folder)
            }
        }
        switch format {
        case .table: print(UpliftTable(readout, details: details).text)
        case .json: print(UpliftDocument(readout).json.text(indent: 2))
        case .csv: print(UpliftCSV(readout).results, terminator: "")
        }
        note("wrote \(folder)/report.html, report.ipynb, uplift.json and tables")
        if emitsResponse { note("wrote \(folder)/response.yaml: finegrain sweep \(folder)/response.yaml") }
    }

    private func write(_ readout: UpliftReadout, to folder: String) throws {
        let command = ShellWord.line(["finegrain"] + CommandLine.arguments.dropFirst())
        try Output.write(UpliftDocument(readout).json.text(indent: 1) + "\n", to: "uplift.json", in: folder)
        for file in UpliftCSV(readout).files { try Output.write(file.text, to: file.name, in: folder) }
        try Output.write(UpliftReport(readout, command: command).html, to: "report.html", in: folder)
        try Output.write(UpliftNotebook(readout, command: command).text, to: "report.ipynb", in: folder)
    }

    private func note(_ text: String) {
        if !quiet { Failure.write(text) }
    }

    /// The file's name without its folder and ending.
    private static func plainName(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? "results"
        return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    }
}
