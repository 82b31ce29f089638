import Encodings
import Foundation
import Testing
import Workbench

@testable import Reporting

@Suite struct SweepNotebookTests {
    private func notebook() throws -> JSONValue {
        try JSONParser.parse(SweepNotebook(try DocumentTests.sweep.get(), command: "finegrain sweep x").text)
    }

    @Test func itHasTheKeysOfFormatFour() throws {
        let notebook = try notebook()
        #expect(notebook["nbformat"]?.integer == 4 && notebook["nbformat_minor"]?.integer == 5)
        let cells = try #require(notebook["cells"]?.array)
        #expect(Set(cells.compactMap { $0["id"]?.string }).count == cells.count)
        for cell in cells {
            let kind = try #require(cell["cell_type"]?.string)
            #expect(["markdown", "code"].contains(kind))
            if kind == "code" { #expect(cell["outputs"]?.array?.isEmpty == true) }
        }
    }

    /// Runs the code cells in a folder with what a sweep writes there; nil without Python.
    private func output(replicates: String? = nil) throws -> (text: String, code: Int32)? {
        let result = try DocumentTests.sweep.get()
        return try NotebookRun.output(
            [
                ("sweep.json", SweepDocument(result).json.text(indent: 2)),
                ("report.ipynb", SweepNotebook(result, command: "x").text),
            ] + (replicates.map { [("replicates.csv", $0)] } ?? []),
            folder: "notebook-\(replicates == nil ? "a" : "b")")
    }

    @Test func itsCodeRunsWithTheStandardLibraryAlone() throws {
        guard let (text, code) = try output() else { return }
        let result = try DocumentTests.sweep.get()
        #expect(code == 0, "\(text)")
        #expect(text.contains(DecisionText(result).answer) && text.contains("replicates.csv is not here"))
        let expected = result.decision.recommended.map { RowName.long(result.rows[$0]) } ?? "generic copy"
        #expect(text.contains("recommended: \(expected)"))
        // Its own choice of the highest mean is the decision's.
        if result.decision.best > 0 {
            #expect(text.contains("highest mean: \(RowName.long(result.rows[result.decision.best])) |"))
        }
    }

    @Test func itCountsWorldsWhereTheirValuesWereKept() throws {
        let lines =
            ["row,replication,seed,part,metric,value"]
            + [3.0, -1, 2].enumerated().map { "1,\($0.offset),7,total,net_value_usd,\($0.element)" }
        guard let (text, code) = try output(replicates: lines.joined(separator: "\n") + "\n") else { return }
        #expect(code == 0, "\(text)")
        #expect(text.contains("beats the generic copy in 2 of 3 worlds"))
    }

    @Test func markdownHasTheAnswerTheRowsTheLimitsAndWhatToConfirm() throws {
        let result = try DocumentTests.sweep.get()
        let text = SweepMarkdown(result, command: "finegrain sweep x").text
        #expect(text == SweepMarkdown(result, command: "finegrain sweep x").text)
        #expect(text.contains("**\(MarkdownText.plain(DecisionText(result).answer))**"))
        for entry in KeyAssumptions(result).list { #expect(text.contains("(`\(entry.path)`)")) }
        let tables = text.split(separator: "\n").filter { $0.hasPrefix("|") }
        let never = result.neverRefresh == nil ? 0 : 1
        #expect(tables.count == 2 + result.rows.count + never + 2 + LimitLines(result).lines.count)
        // Every line of a table has the columns of its header.
        let columns = tables.map { $0.replacing("\\|", with: "").filter { $0 == "|" }.count }
        #expect(Set(columns) == [12, 6])
    }
}
