import Foundation
import Quantities
import Testing

@testable import Experiments

/// What is refused, withheld or said before any effect.
@Suite struct CautionTests {
    private struct Row {
        var arm: String
        var town: String
        var bought: Int
    }

    private let rows = (0..<600).map { unit -> Row in
        let isTreated = unit % 2 == 1
        return Row(
            arm: isTreated ? "mail" : "none", town: unit / 2 % 2 == 0 ? "big" : "small",
            bought: unit % 10 < (isTreated ? 4 : 2) ? 1 : 0)
    }

    private func readout(
        _ header: String = "arm,town,bought", _ change: (inout UpliftPlan) -> Void = { _ in },
        _ line: (Int) -> String
    ) throws -> UpliftReadout {
        var plan = UpliftPlan()
        plan.outcomes = ["bought"]
        change(&plan)
        return try AwkwardExport.readout(
            ([header] + rows.indices.map(line)).joined(separator: "\n") + "\n", plan)
    }

    private func line(_ unit: Int) -> String { "\(rows[unit].arm),\(rows[unit].town),\(rows[unit].bought)" }

    @Test func negativeWeightsAreRefusedWithTheirLines() throws {
        let error = #expect(throws: FinegrainError.self) {
            try readout("arm,town,bought,weight", { $0.weights = "weight" }) { unit in
                line(unit) + (unit % 150 == 7 ? ",-0.5" : ",2")
            }
        }
        let problem = try #require(error?.problems.first)
        #expect(problem.message == "a negative weight: 4 rows, first in lines 9, 159, 309")
        #expect(problem.field == "weight" && problem.line == 9)
    }

    @Test func rowsOfNoWeightCountForNothingAndAreNamed() throws {
        let some = try readout("arm,town,bought,weight", { $0.weights = "weight" }) { unit in
            line(unit) + (unit == 4 ? ",0" : unit == 11 ? "," : ",2")
        }
        let warning = try #require(some.warnings.first { $0.code == "missing_weight" })
        #expect(warning.message.contains("2 of 600") && warning.message.contains("(lines 6, 13)"))
        #expect(throws: FinegrainError.self) {
            try readout("arm,town,bought,weight", { $0.weights = "weight" }) { line($0) + ",0" }
        }
    }

    @Test func aUnitInAnArmThatWasToHaveNoneIsAnAlarm() throws {
        for shares in [
            [("none", 0.5), ("mail", 0.5), ("call", 0)], [("none", 1), ("mail", 0), ("call", 0)],
        ] {
            for cluster in [nil, "town"] {
                let found = try readout(
                    "arm,town,bought",
                    {
                        $0.planned = shares.map { UpliftPlan.PlannedShare(arm: $0.0, share: $0.1) }
                        $0.cluster = cluster
                    }
                ) { $0 < 3 ? "call,big,0" : line($0) }
                let ratio = try #require(found.sampleRatios.first)
                #expect(ratio.verdict == .alarm && ratio.strayArms.contains("call") && ratio.pValue == 0)
                #expect(found.alarm != nil)
                #expect(
                    found.warnings.contains { $0.code == "srm" && $0.message.contains("to have no units") })
            }
        }
    }

    @Test func whileAnAlarmStandsNothingIsBestAndNothingIsProbable() throws {
        func planned(_ share: Double) throws -> UpliftReadout {
            try readout(
                "arm,town,bought",
                {
                    $0.by = ["town"]
                    $0.planned = [("none", 1 - share), ("mail", share)].map {
                        UpliftPlan.PlannedShare(arm: $0.0, share: $0.1)
                    }
                }, line)
        }
        let (fine, alarmed) = (try planned(0.5), try planned(0.3))
        #expect(fine.alarm == nil && !fine.winners.isEmpty)
        #expect(fine.decisions.allSatisfy { $0.probabilityPositive != nil })
        #expect(alarmed.alarm != nil && alarmed.winners.isEmpty)
        #expect(alarmed.decisions.allSatisfy { $0.probabilityPositive == nil && $0.action == "none" })
    }

    /// Two towns of three hundred could not both have one arm by chance; ten pairs of units could.
    @Test func segmentsOfOneArmEachHaveNoEffectOverall() throws {
        let whole = try readout("arm,town,bought", { $0.by = ["town"] }) { unit in
            "\(rows[unit].town == "big" ? "mail" : "none"),\(rows[unit].town),\(rows[unit].bought)"
        }
        #expect(whole.decisions.allSatisfy { $0.decision == .notIdentified })
        // No single village is unlikely by itself, all of them together are: .5⁴⁰ by their first units alone.
        let villages = try readout("arm,town,bought", { $0.by = ["town"] }) { unit in
            let village = unit % 40
            return "\(village % 2 == 0 ? "mail" : "none"),v\(village),\(rows[unit].bought)"
        }
        #expect(villages.results.allSatisfy { $0.segment != nil })
        #expect(villages.warnings.contains { $0.code == "confounded" })
        let singles = try readout("arm,town,bought", { $0.by = ["town"] }) { unit in
            "\(rows[unit].arm),v\(unit),\(rows[unit].bought)"
        }
        #expect(!singles.warnings.contains { $0.code == "confounded" })
    }

    @Test(arguments: [
        (0.05, "95%"), (0.1, "90%"), (0.01, "99%"), (0.001, "99.9%"), (0.025, "97.5%"), (0.0001, "99.99%"),
        (0.32, "68%"), (1.0 / 3, "66.7%"), (0.005, "99.5%"),
    ]) func levelsAreNeverRoundedToCertainty(_ alpha: Double, _ text: String) {
        var plan = UpliftPlan()
        plan.alpha = alpha
        #expect(plan.level == text)
    }

    @Test func bareNamesOfArmsAreCalledArmsInSentencesOnly() throws {
        let found = try readout("treatment,town,bought", { $0.by = ["town"] }) { unit in
            "\(rows[unit].arm == "mail" ? 1 : 0),\(rows[unit].town),\(rows[unit].bought)"
        }
        #expect(found.decisions[0].action == "1" && found.control == "0")
        let open = found.decisions.filter { $0.decision == .noEvidence }
        #expect(open.allSatisfy { $0.why.contains("arm 1 is") })
        let labelled = found.labelled
        #expect(labelled.control == "arm 0" && labelled.treatments == ["arm 1"])
        #expect(Set(labelled.decisions.map(\.action)).isSubset(of: ["arm 0", "arm 1"]))
        #expect(Set(labelled.results.map(\.treatment)) == ["arm 1"])
        #expect(
            ArmLabel.text("2b") == "2b" && ArmLabel.text("B") == "arm B" && ArmLabel.text("1.0") == "arm 1.0")
        #expect(ArmLabel.isLabel("arm B") && !ArmLabel.isLabel("arm left") && !ArmLabel.isLabel("B"))
    }
}
