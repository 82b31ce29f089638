import Encodings
import Foundation
import Testing

@testable import Experiments
@testable import Reporting

@Suite struct UpliftNotebookTests {
    /// Runs the code cells beside the CSV files, without packages of the site or the user; nil without Python.
    private func output(_ readout: UpliftReadout) throws -> (text: String, code: Int32)? {
        try NotebookRun.output(
            UpliftCSV(readout).files.map { ($0.name, $0.text) }
                + [("report.ipynb", UpliftNotebook(readout, command: "x").text)], folder: "uplift-notebook")
    }

    @Test func itsCodeRunsWithTheStandardLibraryAloneAndPrintsTheActions() throws {
        let readout = try UpliftFixture.readout()
        guard let (text, code) = try output(readout) else { return }
        #expect(code == 0, "\(text)")
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        for action in [ActionList(readout.decisions).everybody].compactMap(\.self)
            + ActionList(readout.decisions).segments
        {
            let name = action.segment.map { EffectColumns.text($0) } ?? "everybody"
            let line = try #require(lines.first { $0.first == name })
            #expect(line[1] == action.row.action)
            let net = try #require(action.net.map { Digits.grouped($0, 2) })
            #expect(line[2] == net, "\(line)")
        }
        // The pooling that decides with its own interval, not 1.96 errors.
        let pooled = try #require(readout.pooling.last { $0.metric == "visit" && $0.isOfOneTreatment })
        #expect(text.contains("\(pooled.treatment): visit, pooled by \(pooled.method)"))
        #expect(text.contains(String(format: "%.5f", pooled.segments[0].lower)))
    }

    @Test func theFirstCellsHaveTheAnswerAndTheTableOfActions() throws {
        let readout = try UpliftFixture.readout()
        let notebook = try JSONParser.parse(UpliftNotebook(readout, command: "x").text)
        let cells = (notebook["cells"]?.array ?? []).prefix(2).map { cell in
            (cell["source"]?.array ?? []).compactMap(\.string).joined()
        }
        #expect(cells[0].contains(MarkdownText.plain(UpliftSummary(readout).sentences[0])))
        let rows = cells[1].split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(rows.count == 2 + 1 + ActionList(readout.decisions).segments.count)
        #expect(rows[2].hasPrefix("| everybody | "))
    }
}
