import Foundation
import Quantities
import Testing

@testable import Experiments

/// Exports that can be read in two ways, and what is advised on them.
@Suite struct StrangeExportTests {
    private func readout(
        _ lines: [String], _ change: (inout UpliftPlan) -> Void = { _ in }
    ) throws -> UpliftReadout {
        var plan = UpliftPlan()
        plan.outcomes = ["bought"]
        change(&plan)
        return try AwkwardExport.readout(lines.joined(separator: "\n") + "\n", plan)
    }

    /// 40 % buy with the letter, 20 % without.
    private func isBuyer(_ unit: Int) -> Bool { unit / 2 % 10 < (unit % 2 == 0 ? 2 : 4) }
    private func arm(_ unit: Int) -> String { unit % 2 == 0 ? "none" : "letter" }

    @Test func outcomesOfOneAndTwoDecideNothingUntilTheirDirectionIsKnown() throws {
        let lines = ["arm,bought"] + (0..<800).map { "\(arm($0)),\(isBuyer($0) ? 1 : 2)" }
        let open = try readout(lines)
        #expect(open.alarm?.contains("holds 1 and 2 only") == true)
        #expect(open.decisions.allSatisfy { $0.decision == .noEvidence && $0.action == "none" })
        let down = try readout(lines) { $0.directions = [MetricDirection(metric: "bought", better: .down)] }
        #expect(
            down.alarm == nil && down.decisions[0].decision == .send && down.decisions[0].action == "letter")
        let up = try readout(lines) { $0.directions = [MetricDirection(metric: "bought", better: .up)] }
        #expect(up.alarm == nil && up.decisions[0].decision == .keep)
    }

    @Test func spacesAroundSegmentsMakeNoSegments() throws {
        let lines =
            ["arm,region,bought"]
            + (0..<800).map { unit in
                let region = ["north", "north ", " south", "south"][unit / 20 % 4]
                return "\(arm(unit)),\(region),\(isBuyer(unit) ? 1 : 0)"
            }
        let found = try readout(lines) { $0.by = ["region"] }
        #expect(found.decisions.compactMap { $0.segment?.text }.sorted() == ["north", "south"])
    }

    /// Three of three against none of three: the difference of Beta(4, 1) and Beta(1, 4) has a mean of .6, not of 1.
    @Test func threeUnitsPerArmAreNoCertainty() throws {
        let found = try readout(["arm,bought"] + (0..<6).map { "\(arm($0)),\($0 % 2)" })
        let row = found.decisions[0]
        #expect(row.decision == .noEvidence && abs((row.expectedGain ?? 1) - 0.6) < 0.05)
        #expect(row.effect == 1 && row.why.contains("+100 pp"))
        #expect((row.probabilityPositive ?? 1) < 0.999 && row.unitsNeeded == 20)
    }

    @Test(arguments: [("false", "true"), ("0.0", "1.0"), ("ctrl", "letter"), ("No email", "Email")])
    func usualNamesOfControlsAreKnown(_ control: String, _ treatment: String) throws {
        let lines = (0..<40).map { "\($0 % 2 == 0 ? control : treatment),\(isBuyer($0) ? 1 : 0)" }
        let found = try readout(["treatment,bought"] + lines)
        #expect(found.control == control && found.treatments == [treatment])
    }

    @Test func aSeparatorAtTheEndOfRowsIsSaid() throws {
        let error = #expect(throws: FinegrainError.self) {
            try readout(["arm,bought"] + (0..<40).map { "\(arm($0)),1," })
        }
        #expect(error?.problems.first?.remedy?.contains("ends in a separator") == true)
    }

    /// In the only other region the letter works; here one customer got it.
    @Test func aRegionThatCannotSpeakDoesAsEverybody() throws {
        let lines =
            ["arm,region,bought"] + (0..<800).map { "\(arm($0)),north,\(isBuyer($0) ? 1 : 0)" }
            + (0..<6).map { "\($0 == 0 ? "letter" : "none"),south,\($0 % 2)" }
        let found = try readout(lines) { $0.by = ["region"] }
        let south = try #require(found.decisions.first { $0.segment?.text == "south" })
        #expect(south.decision == .notIdentified && south.action == "letter" && south.effect == nil)
        #expect(south.why.hasSuffix("Use letter meanwhile, as for everybody."))
    }

    @Test func oneArmAndHundredsOfThemAreSaidAsWhatTheyAre() throws {
        func problems(_ arm: (Int) -> String) throws -> [String] {
            let error = #expect(throws: FinegrainError.self) {
                try readout(["group,bought"] + (0..<200).map { "\(arm($0)),1" })
            }
            return (error?.problems ?? []).map(\.message)
        }
        #expect(try problems { _ in "mail" } == ["there is no arm but mail"])
        #expect(try problems { "g\($0)" } == ["group has 200 values"])
    }

    @Test func fourStoresPerArmNeedStoresAndNotUnits() throws {
        let lines = (0..<1600).map { unit in
            let store = unit % 8
            return
                "\(store % 2 == 0 ? "none" : "letter"),s\(store),\((unit / 8 * 7 + store) % 20 < 4 + store % 2 * 3 ? 1 : 0)"
        }
        let found = try readout(["arm,store,bought"] + lines) { $0.cluster = "store" }
        let row = found.decisions[0]
        #expect(row.decision == .noEvidence && row.unitsNeeded == nil)
        #expect(row.why.contains("5 or more are needed") && !row.why.contains("units in all"))
    }
}
