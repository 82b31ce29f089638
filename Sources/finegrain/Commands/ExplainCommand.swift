import ArgumentParser
import Encodings
import Quantities
import Reporting
import Terminal
import Workbench

/// `finegrain explain`: how a segment came to its copy, what that cost and what it brought.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show the lineage of one segment in one campaign of a run.",
        discussion: """
            Reads what finegrain run --bodies stored; nothing is run again. Shows definition, profile, persona, prompts, \
            calls, review, delivery, result and cost of the segment, and checks that the costs of all segments and of \
            what they share sum to the invoice. Exit code 3 if they do not.
            """)

    /// How it is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json, html
    }

    /// One campaign or all of them.
    enum Campaign: ExpressibleByArgument {
        case number(Int)
        case all

        init?(argument: String) {
            if argument == "all" {
                self = .all
            } else if let number = Int(argument) {
                self = .number(number)
            } else {
                return nil
            }
        }
    }

    @Argument(
        help: ArgumentHelp(
            "The run: its --out folder, the folder's name below notebooks-out, or its id.", valueName: "run"))
    var name: String

    @Argument(
        help: """
            The segment: its label, its conditions (attribute=value,attribute=value) or its number. Without it, the \
            segments of the campaign are listed.
            """)
    var segment: String?

    @Option(help: "The campaign, counted from 1, or all for one line per campaign; by default the last.")
    var campaign: Campaign?

    @Option(help: "Output: table, json or html.")
    var format: Format = .table

    @Option(name: .customLong("diff"), help: "Another run: shows what differs for the segment.")
    var other: String?

    @Flag(help: "Check the whole journal and the checksums of the files, however large they are.")
    var verify = false

    @Option(help: "Folder for explain.html and explain.json; by default nothing is written.")
    var out: String?

    func validate() throws {
        if segment == nil, other != nil { throw ValidationError("--diff needs a segment") }
        if segment == nil, case .all = campaign { throw ValidationError("--campaign all needs a segment") }
    }

    func run() throws {
        let explanation = try explain(name)
        if let other {
            try show(ExplainDifference(explanation, try explain(other)))
        } else {
            try show(ExplainDocument(explanation))
        }
        if !explanation.problems.isEmpty { throw FinegrainError(.broken, explanation.problems) }
    }

    private func explain(_ run: String) throws -> Explanation {
        let explainer = try Explainer(try RunDirectory(run), checksWholeJournal: verify)
        guard let segment else { return try explainer.list(campaign: number) }
        if case .all = campaign { return try explainer.timeline(segment) }
        return try explainer.segment(segment, campaign: number)
    }

    private var number: Int? {
        if case .number(let number) = campaign { number } else { nil }
    }

    private func show(_ document: some Explained) throws {
        switch format {
        case .table: print(document.text)
        case .json: print(document.json.text(indent: 2))
        case .html: print(document.html, terminator: "")
        }
        guard let out else { return }
        try Output.write(document.html, to: "explain.html", in: out)
        try Output.write(document.json.text(indent: 2) + "\n", to: "explain.json", in: out)
    }
}
