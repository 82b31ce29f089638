import Foundation
import Quantities
import RandomStreams
import Scenarios
import Tabular
import Testing
import Uplift

@testable import Campaigns
@testable import Workbench

/// Measured results as the world of a scenario.
@Suite struct ResponseModelTests {
    private static let fixture = SmallScenario.root + "/fixtures/email-campaign-2008.csv"
    private static let angles = ["quality", "price", "mens", "womens"]

    private func model(
        _ cells: Tabular.CellTable, outcome: String = "visit", control: String = "No E-Mail",
        arms: [String] = ["Mens E-Mail", "Womens E-Mail"], margin: Double? = nil
    ) throws -> ResponseModel {
        try ResponseModel(
            cells: cells, outcome: outcome, control: control, arms: arms, source: "a test", marginUSD: margin,
            angles: Self.angles)
    }

    /// Writes the files of a model and loads its scenario.
    private func workspace(_ model: ResponseModel, _ name: String, _ settings: [String] = []) throws
        -> Workspace
    {
        let folder = try SmallScenario.folder(name)
        for file in model.files {
            try file.text.write(toFile: folder + "/" + file.name, atomically: true, encoding: .utf8)
        }
        return try Workspace(scenarioPath: folder + "/response.yaml", overrides: settings)
    }

    private func reasons(_ body: () throws -> ResponseModel) throws -> [String] {
        let error = try #require(throws: FinegrainError.self) { try body() }
        #expect(error.kind == .badInput && error.problems.allSatisfy { $0.remedy != nil })
        return error.problems.map(\.message)
    }

    /// A table of two attributes with three arms; outcomes are 0 or 1.
    private func small(_ outcomes: [Double]) -> Tabular.CellTable {
        let sums = MetricSums(name: "y: \"x\"", sums: outcomes, squares: outcomes)
        return Tabular.CellTable(
            attributes: [
                CategoricalColumn(name: "yes", levels: ["#1", "no: 2"], codes: [0, 0, 0, 1, 1, 1, 1]),
                CategoricalColumn(name: "ort, größe", levels: ["a", "b"], codes: [0, 0, 0, 0, 0, 0, 1]),
                CategoricalColumn(name: "one", levels: ["same"], codes: [0, 0, 0, 0, 0, 0, 0]),
            ],
            arm: CategoricalColumn(name: "arm", levels: ["0", "b: c", "d"], codes: [0, 1, 2, 0, 1, 2, 0]),
            counts: [400, 400, 400, 300, 300, 300, 100], outcomes: [sums])
    }

    @Test func theEmittedScenarioIsTheWorldOfTheShippedOne() throws {
        let settings = [
            "seed=5", "run.campaigns=3", "cache={bucket_width: 0.05}", "prices.send_usd=0.001",
            "limits={bedrock_tokens_per_minute: 200000}", "experiment={generic: 0.1}", "uncertainty={}",
            "sweep={vary: {segmentation.depth: [1, 3]}, replications: 1, side_replications: 1}",
        ]
        let emitted = try workspace(
            model(Tabular.CellTable(file: Self.fixture), margin: 2), "emitted", settings)
        let shipped = try Workspace(
            scenarioPath: SmallScenario.root + "/scenarios/email-2008.yaml", overrides: settings)
        let (result, expected) = (try SmallScenario.sweep(emitted), try SmallScenario.sweep(shipped))
        #expect(result.rows.count == 3 && result.digest == expected.digest)
    }

    @Test func meanEffectsOfDrawnWorldsAreThePooledEffectsOfTheCells() throws {
        let emitted = try workspace(model(Tabular.CellTable(file: Self.fixture)), "mean-effects")
        let results = try #require(emitted.base.results)
        let cells = emitted.base.cells
        let draws = 80
        let numbers = cells.counts.indices.map { place in
            results.cell(of: cells.rows[place * cells.width..<(place + 1) * cells.width])
        }
        var rates = [Double](repeating: 0, count: 3)
        for draw in 0..<draws {
            let world = results.posterior.draw(using: Seed(UInt64(draw)).streams("worlds"))
            for (place, count) in cells.counts.enumerated() {
                for arm in 0..<3 {
                    rates[arm] += Double(count) * world.rate(cell: numbers[place], arm: arm)
                }
            }
        }
        rates = rates.map { $0 / Double(cells.total * draws) }
        // Visits and customers of the three arms in the published data: 3,894 of 21,307 and so on.
        let pooled = [
            "Mens E-Mail": 3_894.0 / 21_307, "No E-Mail": 2_262.0 / 21_306, "Womens E-Mail": 3_238.0 / 21_387,
        ]
        func rate(_ arm: String) throws -> Double { rates[try #require(results.arms.firstIndex(of: arm))] }
        let (control, base) = (try rate("No E-Mail"), try #require(pooled["No E-Mail"]))
        // Logits are drawn around the fit, which lifts rates below one half a little.
        #expect(abs(control / base - 1) < 0.025)
        for (arm, expected) in pooled where arm != "No E-Mail" {
            // Less than half the standard error of the measured effect, 0.0033.
            #expect(abs(try rate(arm) - control - (expected - base)) < 0.0015, "\(arm)")
        }
    }

    @Test func aSimulatedTestBecomesAWorldOfItsOwn() throws {
        let run = try SingleRun(
            workspace: SmallScenario.workspace(
                "origin", ["response.lift=0.5", "response.base_rate=0.2", "experiment.generic=0.4"]),
            jobs: 1, keepsBodies: false)
        let results = try RunResults(folder: RunFolder.write(run, "origin-run"))
        let model = try ResponseModel(
            cells: Tabular.CellTable(file: results.cellsFile), outcome: results.metric,
            control: results.controlArm,
            arms: results.treatmentArms, source: "a simulated run", angles: Self.angles)
        let emitted = try workspace(
            model, "second-world",
            ["sweep.replications=1", "sweep.side_replications=1", "uncertainty={}", "run.campaigns=2"])
        #expect(
            emitted.scenario.response.arms == [Named("quality", "personalised"), Named("price", "control")])
        let sweep = try SmallScenario.sweep(emitted)
        #expect(sweep.rows.count == 3 && sweep.rows.allSatisfy(\.invariants.isClean))
        #expect(sweep.rows[1][.incrementalOutcomes] != nil)
    }

    @Test func namesOfAnyKindComeBackFromTheScenario() throws {
        let model = try model(
            small([40, 60, 50, 20, 50, 20, 4]), outcome: "y: \"x\"", control: "0", arms: ["b: c", "d"],
            margin: 2.5)
        let emitted = try workspace(model, "names", ["privacy.k=1"])
        let scenario = emitted.scenario
        #expect(scenario.segmentation.dimensions.map(\.attribute) == ["yes", "ort, größe"])
        #expect(scenario.response.outcome == "y: \"x\"" && scenario.response.controlArm == "0")
        #expect(scenario.response.arms == [Named("quality", "b: c"), Named("price", "d")])
        #expect(scenario.response.marginUSD == 2.5 && emitted.audienceCount == 2_200)
        let text = model.files[1].text
        #expect(text.contains("# Control \"0\": 64 of 800, rate 0.08."))
        #expect(text.contains("# Arm \"b: c\": 110 of 700, rate 0.15714285714285714, effect 0.07714"))
        #expect(text.contains("Left out, having one value only: one."))
        #expect(!text.contains("confirm: what one") && text.contains("confirm: price of one mail"))
    }

    @Test func armsGetTheAnglesThatTheyAreNamedAfter() {
        #expect(
            AngleNames.assigned(to: ["Womens E-Mail", "Mens E-Mail"], deck: Self.angles) == [
                "womens", "mens",
            ])
        #expect(
            AngleNames.assigned(to: ["b", "PRICE-led", "c"], deck: Self.angles) == [
                "quality", "price", "mens",
            ])
        #expect(AngleNames.assigned(to: ["a", "b", "c", "d", "e"], deck: Self.angles) == nil)
    }

    @Test func theOrderOfRowsLeavesNoTrace() throws {
        let text = try String(contentsOfFile: Self.fixture, encoding: .utf8)
        var lines = text.split(separator: "\n").map(String.init)
        let header = lines.removeFirst()
        let path = try SmallScenario.folder("row-order") + "/cells.csv"
        try ([header] + lines.reversed()).joined(separator: "\n").write(
            toFile: path, atomically: true, encoding: .utf8)
        let straight = try model(Tabular.CellTable(file: Self.fixture)).files.map(\.text)
        #expect(try model(Tabular.CellTable(file: path)).files.map(\.text) == straight)
    }

    @Test func whatMakesNoWorldIsRefusedWithEveryReason() throws {
        let email = try Tabular.CellTable(file: Self.fixture)
        #expect(try reasons { try model(email, outcome: "spend") }[0].contains("not of zeros and ones"))
        #expect(
            try reasons { try model(email, outcome: "sales", control: "nobody", arms: []) } == [
                "the cells have no arm 'nobody'", "no treatment is named", "the cells have no such outcome",
            ])
        #expect(try reasons { try model(email.rolledUp(by: ["mens"])) }[0].contains("two attributes"))
        let none = small([0, 60, 50, 0, 50, 20, 0])
        #expect(
            try reasons { try model(none, outcome: "y: \"x\"", control: "0", arms: ["b: c"]) } == [
                "the arm '0' has 0 outcomes of 800 customers, which fixes no rate"
            ])
    }
}
