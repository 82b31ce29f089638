import Audiences
import Campaigns
import Foundation
import Quantities
import Tabular
import Testing

@testable import Workbench

/// The results that a run leaves for the uplift workbench, and the truth beside them.
@Suite struct RunResultsTests {
    private func run(_ name: String, _ settings: [String], jobs: Int = 1) throws -> SingleRun {
        try SingleRun(
            workspace: SmallScenario.workspace(name, ["experiment.generic=0.2"] + settings), jobs: jobs,
            keepsBodies: false)
    }

    @Test func theTruthAddsUpToTheIncrementalOutcomesOfTheRun() throws {
        let run = try run(
            "truth-sum",
            ["experiment.holdout=0.1", "response.lift=0.5", "response.knowledge=1", "response.base_rate=0.2"])
        let expected = run.campaigns.reduce(0) { $0 + ($1.metrics[.incrementalOutcomes] ?? .nan) }
        let found = run.cells.cells.reduce(0.0) { $0 + Double($1.customers) * $1.effect }
        #expect(abs(expected) > 5 && abs(found - expected) < 1e-9 * abs(expected))
    }

    @Test func everyCustomerCountsOnceACampaignAndNoOutcomeIsLost() throws {
        let run = try run("counts", ["privacy.k=1"])
        #expect(run.cells.cells.reduce(0) { $0 + $1.customers } == 4 * 4_000)
        let outcomes = run.cells.cells.reduce(0) { $0 + $1.outcomes }
        #expect(outcomes > 600 && outcomes < 1_100)
        #expect(run.invariants.rows.allSatisfy { $0.violations == 0 })
    }

    @Test func aHeldOutCustomerLosesWhatMailAdds() throws {
        let results = try RunResults(
            folder: RunFolder.write(run("held-out", ["experiment.holdout=0.2"]), "held-out-run"))
        #expect(results.treatmentArms == ["personalised", "holdout"] && results.controlArm == "control")
        #expect(results.planned.map(\.arm) == ["control", "personalised", "holdout"])
        #expect(abs(results.planned[1].share - 0.6) < 1e-12 && results.planned[2].share == 0.2)
        let withoutMail = 1 / (1 + exp(-(log(0.05 / 0.95) - 0.2)))
        let cells = results.truth.filter { $0.arm == "holdout" }
        #expect(cells.count >= 10)
        for cell in cells { #expect(abs(cell.effect - (withoutMail - 0.05)) < 1e-8) }
        // One base rate for all: chance can put nothing into the arms.
        for cell in results.truth { #expect(abs(try #require(cell.imbalance)) < 1e-8) }
    }

    @Test func theFilesReadBackAsCellsAndTruth() throws {
        let run = try run("read-back", ["privacy.k=150", "response.outcome=orders"])
        let results = try RunResults(folder: RunFolder.write(run, "read-back-run"))
        #expect(results.metric == "orders" && results.campaigns == 4)
        #expect(results.columns == ["region", "plan", "age"])
        let cells = try CellTable(file: results.cellsFile)
        #expect(
            cells.attributes.map(\.name) == results.columns
                && cells.arm?.levels == ["control", "personalised"])
        #expect(cells.customerCount == run.cells.cells.reduce(0) { $0 + $1.customers })
        #expect(cells.metric("orders")?.sums == cells.metric("orders")?.squares)
        let treated = run.cells.cells.filter { $0.arm == "personalised" }
        #expect(results.truth.map(\.n) == treated.map(\.customers))
        #expect(results.truth.map(\.effect) == treated.map(\.effect))
        #expect(results.truth.map { $0.attributes.map(\.value) } == treated.map(\.values))
        #expect(treated.contains { $0.values.contains(RunCells.rest) })
        let north = try #require(
            results.effect(of: "personalised", where: [.init(column: "region", value: "north")]))
        let own = treated.filter { $0.values[0] == "north" }
        #expect(north.n == own.reduce(0) { $0 + $1.customers })
        let sum = own.reduce(0.0) { $0 + Double($1.customers) * $1.effect }
        #expect(abs(north.effect - sum / Double(north.n)) < 1e-15)
        #expect(results.effect(of: "personalised", where: [.init(column: "region", value: "mars")]) == nil)
    }

    @Test func threadsChangeNoByte() throws {
        let one = try run("one-thread", [], jobs: 1).cells
        let two = try run("two-threads", [], jobs: 2).cells
        #expect(one.files.map(\.text) == two.files.map(\.text) && one.json == two.json)
        #expect(try run("other-seed", ["seed=8"]).cells.json != one.json)
    }

    @Test func withoutDimensionsThereIsOneSegment() throws {
        let cells = try run("depth-0", ["segmentation.depth=0"]).cells
        #expect(cells.columns == ["segment"] && cells.cells.map(\.values) == [["all"], ["all"]])
        #expect(cells.cells.allSatisfy { $0.effect == 0 })
    }

    @Test func aRestIsMarkedWhereItIsNotCut() throws {
        let attributes = [
            Attribute(name: "region", levels: ["north", "south", "east"]),
            Attribute(name: "n", levels: ["basic", "plus"]),
        ]
        let hierarchy = try SegmentHierarchy(
            attributes: attributes,
            dimensions: [
                Dimension("region", bands: [[0, 1], [2]], bandNames: ["coast", "inland"]), Dimension("n"),
                Dimension("region"),
            ])
        let columns = SegmentColumns(hierarchy: hierarchy, depth: 3)
        #expect(columns.names == ["region", "_n"])
        // Leaves: region is the first digit, n the second.
        #expect(columns.values(of: hierarchy.identity(depth: 3, node: 3)) == ["south", "plus"])
        #expect(
            columns.values(of: hierarchy.identity(depth: 2, node: 1, isRest: true)) == [
                "coast (rest)", "plus",
            ])
        #expect(
            columns.values(of: hierarchy.identity(depth: 1, node: 1, isRest: true))
                == ["inland (rest)", "(rest)"])
        #expect(
            columns.values(of: hierarchy.identity(depth: 0, node: 0, isRest: true)) == ["(rest)", "(rest)"])
    }

    @Test func whatIsNoRunIsRefusedWithTheReason() throws {
        func reason(_ folder: String) throws -> String {
            let error = try #require(throws: FinegrainError.self) { try RunResults(folder: folder) }
            #expect(error.kind == .badInput && error.problems.count == 1 && error.problems[0].remedy != nil)
            return error.problems[0].message
        }
        #expect(try reason("nowhere") == "no such folder")
        let sweep = try SmallScenario.folder("a-sweep")
        #expect(try reason(sweep) == "the folder has no run.json")
        try "{}".write(toFile: sweep + "/sweep.json", atomically: true, encoding: .utf8)
        #expect(try reason(sweep).contains("folder of a sweep"))
        try "{".write(toFile: sweep + "/run.json", atomically: true, encoding: .utf8)
        #expect(try reason(sweep).hasPrefix("not JSON"))
        try "{\"schema\": \"finegrain.sweep/1\"}".write(
            toFile: sweep + "/run.json", atomically: true, encoding: .utf8)
        #expect(try reason(sweep) == "the document is not of a run")
        try "{\"schema\": \"finegrain.run/1\"}".write(
            toFile: sweep + "/run.json", atomically: true, encoding: .utf8)
        #expect(try reason(sweep) == "the run kept no results")
        let mixed = try RunFolder.write(run("mixed", []), "mixed-run")
        let other = try run("mixed-other", ["seed=9"]).cells.files[1]
        try other.text.write(toFile: mixed + "/" + other.name, atomically: true, encoding: .utf8)
        #expect(try reason(mixed).contains("not the one that run.json was written with"))
        try FileManager.default.removeItem(atPath: mixed + "/results.csv")
        #expect(try reason(mixed).contains("no such file"))
    }
}
