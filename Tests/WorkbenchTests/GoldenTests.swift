import Campaigns
import Encodings
import Foundation
import Scenarios
import Testing
import Workbench

/// Each shipped scenario, shortened, against its stored result. `FINEGRAIN_RECORD=1` records anew.
@Suite struct GoldenTests {
    static let scenarios: [(name: String, settings: [String])] = [
        (
            "email-2008",
            ["run.campaigns=6", "sweep.replications=2", "sweep.side_replications=1", "uncertainty={}"]
        ),
        (
            "weekly-email",
            ["run.campaigns=3", "sweep.replications=1", "sweep.side_replications=1", "uncertainty={}"]
        ),
        (
            "zero-effect",
            ["run.campaigns=3", "sweep.replications=1", "sweep.side_replications=1", "uncertainty={}"]
        ),
        ("unreliable", ["run.campaigns=4", "sweep.replications=1", "sweep.side_replications=1"]),
        ("closed-form", ["run.campaigns=3", "sweep.replications=1", "sweep.side_replications=1"]),
        (
            "million",
            [
                "run.campaigns=2", "audience.synthetic.customers=100000", "sweep.side_replications=1",
                "uncertainty={}",
                "sweep.vary={segmentation.depth: [1, 6, 12]}",
            ]
        ),
    ]

    @Test(arguments: scenarios.indices) func aScenarioGivesItsStoredResult(_ index: Int) throws {
        let (name, settings) = GoldenTests.scenarios[index]
        let workspace = try Workspace(
            scenarioPath: SmallScenario.root + "/scenarios/\(name).yaml", overrides: settings)
        let result = try SmallScenario.sweep(workspace, jobs: 2)
        let lines = result.rows.map { row in
            let values =
                row.isBaseline ? "baseline" : row.values.map { $0.value.json.text() }.joined(separator: ", ")
            let metrics: [Metric] = [
                .segments, .personaHitRate, .copyHitRate, .personaCalls, .copyCalls, .costUSD, .reviewHours,
                .incrementalOutcomes,
            ]
            let numbers = metrics.map { metric in
                "\(metric.rawValue) " + (row[metric].map { String(format: "%.9g", $0) } ?? "-")
            }
            return JSONValue.string(
                "\(values): " + numbers.joined(separator: ", ")
                    + ", digest \(row.isBaseline ? "-" : row.digest)")
        }
        let document =
            JSONValue.members(["digest": .string(result.digest), "rows": .array(lines)]).text(indent: 2)
            + "\n"
        let path = SmallScenario.root + "/fixtures/golden/\(name).json"
        if ProcessInfo.processInfo.environment["FINEGRAIN_RECORD"] != nil {
            try document.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == document)
    }
}
