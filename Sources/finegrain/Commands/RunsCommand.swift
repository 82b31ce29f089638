import ArgumentParser
import Encodings
import Quantities
import Reporting
import Terminal
import Workbench

/// `finegrain runs`: the stored runs.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "The stored runs, and what is kept of one.",
        discussion: """
            Every finished sweep and run is kept in runs.sqlite of its --out folder, with the values of every world. \
            Its id is the first twelve digits of its digest; equal results are one run.
            """,
        subcommands: [List.self, Show.self], defaultSubcommand: List.self)

    /// `finegrain runs list`, also without `list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the stored runs of a folder, or of all below notebooks-out.")

        @OptionGroup var source: RunFolderOptions

        func run() throws {
            let catalog = try source.catalog()
            for problem in catalog.problems { Failure.write(problem.description) }
            let document = RunsDocument(catalog.headers)
            source.print(table: document.table, json: document.json, csv: document.csv)
        }
    }

    /// `finegrain runs show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show one stored run: where it came from, and its rows.",
            discussion: "With --format csv, the values of every world.")

        @Argument(help: "The run's id, or as many of its first digits as tell it from others.")
        var id: String

        @OptionGroup var source: RunFolderOptions

        func run() throws {
            let document = StoredRunDocument(try RunCatalog.run(try source.catalog().header(id: id)))
            source.print(table: document.table, json: document.json, csv: document.csv)
        }
    }
}

/// Where stored runs are looked for, and how they are printed.
struct RunFolderOptions: ParsableArguments {
    @Option(help: "Folder whose runs are meant (default: all folders below notebooks-out).")
    var out: String?

    @Option(help: "Output: table, json or csv.")
    var format: Format = .table

    func catalog() throws -> RunCatalog {
        try out.map { try RunCatalog(folder: $0) } ?? RunCatalog(below: RunCatalog.defaultFolder)
    }

    func print(table: String, json: JSONValue, csv: String) {
        switch format {
        case .table: Swift.print(table)
        case .json: Swift.print(json.text(indent: 2))
        case .csv: Swift.print(csv, terminator: "")
        }
    }
}
