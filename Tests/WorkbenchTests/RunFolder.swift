import Campaigns
import Encodings
import Foundation
import Workbench

/// The folder that `finegrain run` leaves behind, as far as its results go.
enum RunFolder {
    static func write(_ run: SingleRun, _ name: String) throws -> String {
        let folder = try SmallScenario.folder(name)
        let document = JSONValue.members([
            "schema": "finegrain.run/1",
            "campaigns": .array(run.campaigns.map { .members(["index": .integer($0.index)]) }),
            "results": run.cells.json,
        ])
        let files = run.cells.files + [(name: "run.json", text: document.text(indent: 2))]
        for file in files {
            try file.text.write(toFile: folder + "/" + file.name, atomically: true, encoding: .utf8)
        }
        return folder
    }
}
