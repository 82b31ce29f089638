import Foundation
import Quantities
import Testing

@testable import Reporting
@testable import Workbench

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
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "finegrain-notebook-\(replicates == nil ? "a" : "b")-\(ProcessInfo.processInfo.processIdentifier)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = try DocumentTests.sweep.get()
        func write(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        try write(SweepDocument(result).json.text(indent: 2), "sweep.json")
        try write(SweepNotebook(result, command: "x").text, "report.ipynb")
        if let replicates { try write(replicates, "replicates.csv") }
        try write(
            """
            import json
            cells = json.load(open("report.ipynb", encoding="utf-8"))["cells"]
            names = {}
            for cell in cells:
                if cell["cell_type"] == "code":
                    exec("".join(cell["source"]), names)
            """, "execute.py")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // Isolated: without packages of the site or the user.
        process.arguments = ["python3", "-I", "-S", "execute.py"]
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        if process.terminationStatus == 127 {
            print("skipped: no python3 to execute the notebook with")
            return nil
        }
        return (String(decoding: data, as: UTF8.self), process.terminationStatus)
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
