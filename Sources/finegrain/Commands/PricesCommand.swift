import ArgumentParser
import Encodings
import Foundation
import Pricing
import Reporting
import Terminal
import Workbench

/// `finegrain prices`: the price book.
struct PricesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prices", abstract: "The price book with source, date and grade.")

    @Option(help: ArgumentHelp("Only models or products whose name contains this text.", valueName: "text"))
    var model: String = ""

    @Option(
        help: ArgumentHelp(
            "Folder or file of a price book; by default the one that comes with the program.",
            valueName: "path"))
    var book: String?

    @Option(help: "Output format.")
    var format: Format = .table

    func run() throws {
        let path = try book ?? Home(scenarioFolder: "").path + "/fixtures/prices"
        let document = PricesDocument(try PriceBook.load([path]), pattern: model.filter { $0 != "*" })
        switch format {
        case .table: print(document.table)
        case .json: print(document.json.text(indent: 2))
        case .csv: print(document.csv, terminator: "")
        }
    }
}
