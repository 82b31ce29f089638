import Foundation
import Quantities
import Testing

@testable import Experiments
@testable import Reporting

@Suite struct UpliftNotebookTests {
    /// Runs the code cells beside the CSV files, without packages of the site or the user; nil without Python.
    private func output(_ readout: UpliftReadout) throws -> (text: String, code: Int32)? {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "finegrain-uplift-notebook-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        for file in UpliftCSV(readout).files { try write(file.text, file.name) }
        try write(UpliftNotebook(readout, command: "x").text, "report.ipynb")
        try write(
            """
            import json
            names = {}
            for cell in json.load(open("report.ipynb", encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    exec("".join(cell["source"]), names)
            """, "execute.py")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
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
