import ArgumentParser
import Foundation
import Tabular
import Terminal

/// `finegrain compress`: unit rows to cells.
struct CompressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compress", abstract: "Turn customer rows into cells: attributes, arm, n and sums.",
        discussion: """
            One streaming pass; memory does not grow with the file. Example:

              finegrain compress customers.csv --by region,recency --arm group --outcomes visit,spend \\
                --bands 'recency=1-3,4-6,7-9,10-12' -o cells.csv
            """)

    @Argument(help: "A CSV file with one row per customer.", completion: .file(extensions: ["csv"]))
    var file: String

    @Option(help: ArgumentHelp("Attribute columns, separated by commas.", valueName: "columns"))
    var by: String

    @Option(help: ArgumentHelp("Column with the arm of an experiment.", valueName: "column"))
    var arm: String?

    @Option(help: ArgumentHelp("Outcome columns, separated by commas.", valueName: "columns"))
    var outcomes: String = ""

    @Option(help: ArgumentHelp("Covariate columns, separated by commas.", valueName: "columns"))
    var covariates: String = ""

    @Option(
        help: ArgumentHelp(
            "Bands of a numeric attribute, such as 'recency=1-3,4-6'. May be repeated, or separated by semicolons.",
            valueName: "column=bands")
    )
    var bands: [String] = []

    @OptionGroup var numberOptions: NumberOptions

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("File to write; by default standard output.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Threads. The result does not depend on them.", valueName: "count"))
    var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

    @Flag(help: "No notes on standard error.")
    var quiet = false

    func run() throws {
        var compressor = CellCompressor(
            by: list(by), arm: arm, outcomes: list(outcomes), covariates: list(covariates),
            bands: try Bands.parse(bands, field: "--bands"), jobs: max(1, jobs))
        compressor.numbers = try numberOptions.style()
        let (cells, format) = try compressor.read(file)
        if let output {
            try cells.write(to: output)
        } else {
            FileHandle.standardOutput.write(Data(cells.csv().bytes))
        }
        if !quiet, let note = format.note { Failure.write(note) }
        if !quiet { Failure.write("\(cells.customerCount) customers in \(cells.cellCount) cells") }
    }

    private func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
