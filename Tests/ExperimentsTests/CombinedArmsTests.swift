import Foundation
import Quantities
import Testing

@testable import Experiments

/// Combined arms are the same as arms renamed in the file.
@Suite struct CombinedArmsTests {
    private func readout(_ path: String, _ change: (inout UpliftPlan) -> Void) throws -> UpliftReadout {
        var plan = UpliftPlan.small
        plan.covariates = []
        plan.arms = []
        change(&plan)
        return try UpliftReadout.of(path, plan)
    }

    private let combined = [CombinedArm(name: "mail", arms: ["short", "long"])]

    @Test func combinedArmsAreThoseOfAFileWithOneNameForBoth() throws {
        let path = ReferenceFile.path("uplift-small.csv")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let renamed = NSTemporaryDirectory() + "combined-arms.csv"
        try text.replacing(",short,", with: ",mail,").replacing(",long,", with: ",mail,")
            .write(toFile: renamed, atomically: true, encoding: .utf8)
        let byHand = try readout(renamed) {
            $0.planned = [
                UpliftPlan.PlannedShare(arm: "none", share: 0.5),
                UpliftPlan.PlannedShare(arm: "mail", share: 0.5),
            ]
        }
        let readout = try readout(path) { $0.combined = combined }
        #expect(readout.treatments == ["mail"])
        #expect(readout.digest == byHand.digest)
    }

    @Test func withoutPlannedSharesACombinationIsAssumedToHaveThoseOfItsArms() throws {
        let readout = try readout(ReferenceFile.path("uplift-small.csv")) {
            $0.combined = combined
            $0.planned = []
        }
        let ratio = try #require(readout.sampleRatios.first)
        #expect(ratio.assumedEqual)
        #expect(agree(ratio.expected[1], 2 * ratio.expected[0], 1e-12))
    }

    @Test func armsThatCannotBeCombinedAreNamedTogether() throws {
        do {
            _ = try readout(ReferenceFile.path("uplift-small.csv")) {
                $0.combined = [
                    CombinedArm(name: "none", arms: ["short", "log"]),
                    CombinedArm(name: "b", arms: ["short", "long"]),
                ]
            }
            Issue.record("combinations that contradict the file were taken")
        } catch let error as FinegrainError {
            let found = error.problems.map(\.description)
            #expect(found.count == 3)
            #expect(found.contains { $0.contains("no row has the arm log") })
            #expect(found.contains { $0.contains("short is combined twice") })
            #expect(found.contains { $0.contains("none is an arm of its own") })
        }
    }
}
