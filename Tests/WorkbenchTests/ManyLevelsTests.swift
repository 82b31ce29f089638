import Campaigns
import Foundation
import Quantities
import Testing
import Workbench

/// Twenty attributes of twenty levels: more combinations than a 64-bit number counts.
@Suite struct ManyLevelsTests {
    private static let names = (0..<20).map { "a\($0)" }

    /// A scenario that cuts by two of the attributes.
    private static func text(audience: String, response: String, dimensions: Int = 2) -> String {
        """
        seed: 7
        run: {campaigns: 3}
        audience: \(audience)
        segmentation: {dimensions: [\(names.prefix(dimensions).joined(separator: ", "))]}
        privacy: {k: 5}
        campaign: {brief_changes_every: never}
        response: \(response)
        limits: {bedrock_tokens_per_minute: 1000000}
        prices: {send_usd: 0.001}
        sweep: {vary: {segmentation.depth: [1]}, replications: 1, side_replications: 1}

        """
    }

    private static let synthetic: String = {
        let levels = (0..<20).map { "l\($0): 0.05" }.joined(separator: ", ")
        let attributes = names.map { "{name: \($0), levels: {\(levels)}}" }.joined(separator: ", ")
        return "{from: synthetic, synthetic: {customers: 2000, classes: 2, attributes: [\(attributes)]}}"
    }()
    private static let plain = "{base_rate: 0.05, margin_usd: 30}"

    /// Eight hundred customers, or as many cells of two in two arms; all levels occur.
    private func file(_ name: String, cells: Bool) throws -> String {
        let folder = try SmallScenario.folder(name)
        var lines = [
            (ManyLevelsTests.names + (cells ? ["arm", "n", "sum_buy", "sumsq_buy"] : [])).joined(
                separator: ",")
        ]
        for i in 0..<800 {
            let levels = (0..<20).map { "l\((i / 2 * (2 * $0 + 1) + i / 40) % 20)" }
            let tail = cells ? [i % 2 == 0 ? "mail" : "none", "3", "1", "1"] : []
            lines.append(
                (["l\(i / 2 % 20)"] + levels.dropFirst(2) + ["l\(i / 40)"] + tail).joined(separator: ","))
        }
        try lines.joined(separator: "\n").write(
            toFile: folder + "/data.csv", atomically: true, encoding: .utf8)
        return folder + "/data.csv"
    }

    @Test func aSyntheticAudienceIsAnswered() throws {
        let text = ManyLevelsTests.text(audience: ManyLevelsTests.synthetic, response: ManyLevelsTests.plain)
        let result = try SmallScenario.sweep(SmallScenario.workspace("many-synthetic", text: text))
        #expect(result.rows[1][.segments] == 20)
    }

    @Test(arguments: [false, true]) func aFileOfCustomersOrOfCellsIsAnswered(cells: Bool) throws {
        let file = try file("many-\(cells ? "cells" : "customers")", cells: cells)
        let text = ManyLevelsTests.text(audience: "{from: \(file)}", response: ManyLevelsTests.plain)
        let result = try SmallScenario.sweep(
            SmallScenario.workspace("many-file-\(cells)", ["drift.classes=2"], text: text))
        #expect(result.rows[1][.segments] == 20)
    }

    @Test func resultsAreRefusedWithTheRemedy() throws {
        let file = try file("many-results", cells: true)
        let text = ManyLevelsTests.text(
            audience: "{from: \(file)}",
            response:
                "{from: results, outcome: buy, control_arm: none, margin_usd: 1, angles: [price, quality], "
                + "arms: {price: mail, quality: mail}}")
        let error = #expect(throws: FinegrainError.self) {
            try SmallScenario.workspace("many-refused", text: text)
        }
        #expect(error?.problems.contains { $0.remedy?.contains("fewer attributes") == true } == true)
    }

    @Test func cuttingByAllOfThemIsRefusedWithTheRemedy() throws {
        let text = ManyLevelsTests.text(
            audience: ManyLevelsTests.synthetic, response: ManyLevelsTests.plain, dimensions: 19)
        let error = #expect(throws: FinegrainError.self) {
            try SmallScenario.sweep(SmallScenario.workspace("many-dimensions", text: text))
        }
        #expect(error?.problems.contains { $0.remedy?.contains("fewer dimensions") == true } == true)
    }
}
