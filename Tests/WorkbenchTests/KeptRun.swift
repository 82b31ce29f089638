import Encodings
import Foundation
import Pricing
import Quantities

@testable import Workbench

/// A run with bodies and the folder that it leaves, as far as `explain` reads it.
struct KeptRun {
    let run: SingleRun
    let folder: String

    init(_ name: String, _ settings: [String], text: String = SmallScenario.text) throws {
        run = try SingleRun(
            workspace: SmallScenario.workspace("kept-" + name, settings, text: text), jobs: 1,
            keepsBodies: true)
        folder = try SmallScenario.folder("kept-run-" + name)
        let journal = JournalLines(run.journal)
        let lineage = try LineageFile(run, journal: journal)!
        let digest = String(run.digest, radix: 16)
        let document = JSONValue.members([
            "schema": "finegrain.run/1", "seed": .integer(7),
            "digest": .string(String(repeating: "0", count: 16 - digest.count) + digest),
            "scenario": "small", "inputs": .array(run.workspace.inputs.map(\.json)),
            "invoice": .array(run.invoice.lines.map { .members(["cost_usd": .number($0.cost.usd)]) }),
            "invoice_total_usd": .number(run.invoice.total.usd), "lineage": lineage.json,
        ])
        try write(document.text(indent: 2), "run.json")
        try Data(journal.bytes).write(to: URL(fileURLWithPath: folder + "/journal.jsonl"))
        try Data(lineage.bytes).write(to: URL(fileURLWithPath: folder + "/lineage.jsonl"))
    }

    func write(_ text: String, _ name: String) throws {
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }

    func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }

    /// Reads only the lines that are asked about, as with a journal that is too large to be read as a whole.
    func quickExplainer() throws -> Explainer {
        var explainer = try Explainer(try RunDirectory(folder))
        explainer.smallFiles = 0
        return explainer
    }

    /// Charges the whole journal anew, as with a small one.
    func explainer() throws -> Explainer { try Explainer(try RunDirectory(folder), checksWholeJournal: true) }

    /// The journal's lines, read by Foundation.
    var lines: [[String: Any]] {
        get throws {
            try text("journal.jsonl").split(separator: "\n").map {
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
            }
        }
    }
}
