import ArgumentParser
import Foundation
import Quantities
import Terminal
import Workbench

/// `finegrain init`: a first scenario for a file of customers.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a commented scenario for a file of customers; it runs as it is.",
        discussion: """
            Reads the file once, proposes dimensions, bands, k and the depths to sweep, and says why other columns \
            are left out. What only you know, such as prices and margin, is marked 'confirm:'. Example:

              finegrain init customers.csv
              finegrain sweep customers.yaml
            """)

    @Argument(
        help: "A CSV file with one row per customer, or cells from `finegrain compress`.",
        completion: .file(extensions: ["csv"]))
    var file: String

    @Option(
        help: ArgumentHelp(
            "Column that tells customers apart; with --old detected from common names if omitted.",
            valueName: "column"))
    var id: String?

    @Option(
        help: ArgumentHelp(
            "An earlier export of the same customers, from which drift is fitted.", valueName: "file"),
        completion: .file(extensions: ["csv"]))
    var old: String?

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            "Scenario file to write; by default the name of the CSV file with .yaml, in the working folder.",
            valueName: "file"))
    var output: String?

    @Flag(help: "Overwrite the scenario file if it exists.")
    var force = false

    @Flag(help: "No summary on standard output.")
    var quiet = false

    func run() throws {
        let name = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
        let path = output ?? name + ".yaml"
        guard force || !FileManager.default.fileExists(atPath: path) else {
            throw FinegrainError.badInput(
                "the file exists", remedy: "give another name with -o, or --force to overwrite it", file: path
            )
        }
        let start = try ScenarioStart(file: file, identifier: id, older: old, scenarioPath: path)
        let folder = (path as NSString).deletingLastPathComponent
        try Output.write(
            start.text, to: (path as NSString).lastPathComponent, in: folder.isEmpty ? "." : folder)
        if !quiet { print(start.summary) }
    }
}
