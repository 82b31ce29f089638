import Foundation
import Quantities
import Testing

@testable import Experiments

/// What is wrong with a file is said, and no wrong number is printed.
@Suite struct BadFilesTests {
    private func file(_ text: String) throws -> String {
        let path =
            NSTemporaryDirectory()
            + "uplift-\(UInt64(bitPattern: Int64(text.count)))-\(abs(text.utf8.reduce(7) { $0 &* 31 &+ Int($1) })).csv"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// Rows with an arm, an outcome and a covariate, two arms of twenty units.
    private func rows(_ change: (Int, inout [String]) -> Void = { _, _ in }, header: String = "id,arm,y,x")
        -> String
    {
        var lines = [header]
        for unit in 0..<40 {
            var fields = [
                "u\(unit)", unit % 2 == 0 ? "none" : "mail", unit % 5 == 0 ? "1" : "0", "\(unit % 7)",
            ]
            change(unit, &fields)
            lines.append(fields.joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func plan(_ change: (inout UpliftPlan) -> Void = { _ in }) -> UpliftPlan {
        var plan = UpliftPlan()
        plan.covariates = ["x"]
        change(&plan)
        return plan
    }

    private func problems(_ text: String, _ plan: UpliftPlan) throws -> [String] {
        do {
            _ = try UpliftReadout.of(file(text), plan)
            return []
        } catch let error as FinegrainError {
            #expect(error.kind == .badInput)
            return error.problems.map(\.description)
        }
    }

    @Test func aCustomerInTwoArmsIsRefusedWithItsLine() throws {
        let found = try problems(rows { unit, fields in if unit == 7 { fields[0] = "u6" } }, plan())
        #expect(found.count == 1)
        #expect(found.first?.contains("another arm") == true && found.first?.contains(":") == true)
    }

    @Test func aCustomerTwiceInOneArmIsRefusedUnlessItIsACluster() throws {
        let text = rows { unit, fields in if unit == 8 { fields[0] = "u6" } }
        #expect(try problems(text, plan()).first?.contains("--cluster id") == true)
        let readout = try UpliftReadout.of(file(text), plan { $0.cluster = "id" })
        #expect(readout.row(.differenceInMeans, "y", "mail")?.errorKind == "CR2")
    }

    @Test func anArmThatIsNotThereIsNamed() throws {
        let found = try problems(
            rows(),
            plan {
                $0.arms = ["Mail", "post"]
                $0.control = "nobody"
            })
        #expect(found.count == 3)
        #expect(
            found.contains { $0.contains("nobody") } && found.contains { $0.contains("did you mean mail") })
    }

    @Test func textInAnOutcomeIsRefusedWithItsLine() throws {
        let found = try problems(rows { unit, fields in if unit == 3 { fields[2] = "yes" } }, plan())
        #expect(found.contains { $0.contains("\"yes\" is not a number") && $0.contains("5") })
    }

    @Test(arguments: ["inf", "-Infinity", "1e999"]) func numbersThatAreNotFiniteAreRefused(_ value: String)
        throws
    {
        let found = try problems(rows { unit, fields in if unit == 3 { fields[2] = value } }, plan())
        #expect(found.contains { $0.contains("not a finite number") })
    }

    @Test(arguments: ["", "NA", "NaN", "null"]) func missingOutcomesAreCountedAndStated(_ mark: String) throws
    {
        let readout = try UpliftReadout.of(
            file(rows { unit, fields in if unit < 4 { fields[2] = mark } }), plan())
        #expect(readout.missing.first { $0.column == "y" }?.rows == 4)
        #expect(readout.warnings.contains { $0.code == "missing_outcome" })
        #expect(readout.row(.differenceInMeans, "y", "mail")?.treatmentCount == 18)
    }

    @Test func missingCovariatesAreImputedMarkedAndStated() throws {
        let readout = try UpliftReadout.of(
            file(rows { unit, fields in if unit < 4 { fields[3] = "" } }), plan())
        #expect(readout.warnings.contains { $0.code == "missing_covariate" })
        #expect(readout.row(.ols, "y", "mail")?.treatmentCount == 20)
        #expect(readout.balance.contains { $0.covariate == "x=(missing)" })
    }

    @Test func aConstantCovariateIsLeftOutByName() throws {
        let readout = try UpliftReadout.of(file(rows { _, fields in fields[3] = "4" }), plan())
        #expect(readout.row(.ols, "y", "mail")?.droppedColumns == ["x"])
        #expect(readout.warnings.contains { $0.code == "redundant_covariate" && $0.message.contains("x") })
    }

    @Test func perfectSeparationIsSaidAndFirthAnswers() throws {
        let readout = try UpliftReadout.of(
            file(rows { unit, fields in fields[3] = unit % 5 == 0 ? "9" : "1" }), plan())
        #expect(readout.row(.logit, "y", "mail")?.errorKind == "firth")
        #expect(readout.warnings.contains { $0.code == "separation" })
        #expect(readout.row(.logit, "y", "mail")?.effect?.isFinite == true)
    }

    @Test func aSegmentWithOneCustomerIsNotIdentifiedAndHasNoNumber() throws {
        let text = rows(
            { unit, fields in fields.append(unit == 5 ? "lonely" : "rest") }, header: "id,arm,y,x,region")
        let readout = try UpliftReadout.of(file(text), plan { $0.by = ["region"] })
        let decision = readout.decisions.first { $0.segment?.text == "lonely" }
        #expect(decision?.decision == .notIdentified && decision?.effect == nil)
        #expect(!readout.results.contains { $0.segment?.text == "lonely" })
    }

    @Test func zeroConversionsGiveNoErrorAndNoPValue() throws {
        let readout = try UpliftReadout.of(file(rows { _, fields in fields[2] = "0" }), plan())
        let row = try #require(readout.row(.differenceInMeans, "y", "mail"))
        #expect(row.effect == 0 && row.standardError == nil && row.pValue == nil && row.lower == nil)
        #expect(row.relativeEffect == nil)
        #expect(readout.warnings.contains { $0.code == "no_variation" })
        #expect(
            readout.decisions.first?.decision == .noEvidence
                || readout.decisions.first?.decision == .notIdentified)
    }

    @Test func cellsThatContradictThemselvesAreRefused() throws {
        let text = "region,arm,n,sum_y,sumsq_y\nnorth,none,10,5,2\nnorth,mail,10,5,5\n"
        #expect(try problems(text, UpliftPlan()).contains { $0.contains("sumsq_y") })
    }

    @Test func covariatesMeasuredAfterTheTreatmentAreWarnedOf() throws {
        let named = try UpliftReadout.of(
            file(rows(header: "id,arm,y,post_clicks")), plan { $0.covariates = ["post_clicks"] })
        #expect(named.warnings.contains { $0.code == "post_treatment_covariate" })
        let moved = try UpliftReadout.of(
            file(rows { unit, fields in fields[3] = unit % 2 == 0 ? "\(unit % 3)" : "\(5 + unit % 3)" }),
            plan())
        #expect(moved.warnings.contains { $0.code == "imbalance" })
    }

    @Test func unequalArmsAreAWarningWithoutPlannedSharesAndAnAlarmAgainstThem() throws {
        var lines = ["arm,y"]
        for unit in 0..<900 {
            lines.append(
                "\(["none", "none", "none", "none", "none", "a", "b", "c", "d"][unit % 9]),\(unit % 2)")
        }
        let path = try file(lines.joined(separator: "\n") + "\n")
        let unstated = try UpliftReadout.of(path, UpliftPlan())
        #expect(unstated.sampleRatios.first?.verdict == .unplanned)
        #expect(
            unstated.warnings.contains { $0.code == "srm_unplanned" }
                && !unstated.warnings.contains { $0.code == "srm" })
        var plan = UpliftPlan()
        plan.planned = ["none", "a", "b", "c", "d"].map {
            UpliftPlan.PlannedShare(arm: $0, share: $0 == "none" ? 5 : 1)
        }
        #expect(try UpliftReadout.of(path, plan).sampleRatios.first?.verdict == .ok)
        plan.planned = ["none", "a", "b", "c", "d"].map { UpliftPlan.PlannedShare(arm: $0, share: 1) }
        let alarmed = try UpliftReadout.of(path, plan)
        #expect(alarmed.sampleRatios.first?.verdict == .alarm)
        #expect(alarmed.decisions.allSatisfy { $0.decision == .noEvidence })
    }

    @Test func unknownColumnsAreAllNamedAtOnce() throws {
        let found = try problems(
            rows(),
            plan {
                $0.covariates = ["X", "age"]
                $0.by = ["region"]
            })
        #expect(found.count == 3)
        #expect(found.contains { $0.contains("did you mean x?") })
    }
}

/// Copy and segment mixed up: the comparison says so instead of printing a number.
@Suite struct IdentificationTests {
    private func readout(_ arm: (_ unit: Int, _ region: String) -> String, _ name: String) throws
        -> UpliftReadout
    {
        var lines = ["arm,region,y,x"]
        for unit in 0..<600 {
            let region = ["north", "south", "west"][unit % 3]
            lines.append("\(arm(unit / 3, region)),\(region),\(unit * 7 % 11 < 4 ? 1 : 0),\(unit % 13)")
        }
        let path = NSTemporaryDirectory() + "uplift-identification-\(name).csv"
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        var plan = UpliftPlan()
        plan.by = ["region"]
        plan.covariates = ["x"]
        plan.control = "none"
        return try UpliftReadout.of(path, plan)
    }

    @Test func aCopyForEverySegmentAndNoControlInItIsNotIdentified() throws {
        // The north gets nothing, the south one copy, the west another.
        let readout = try readout({ _, region in region == "north" ? "none" : "copy \(region)" }, "own")
        #expect(readout.results.isEmpty && readout.learners.isEmpty && readout.policy.isEmpty)
        #expect(readout.decisions.allSatisfy { $0.decision == .notIdentified && $0.effect == nil })
        #expect(readout.warnings.contains { $0.code == "confounded" })
    }

    @Test func aCopyInSomeSegmentsIsComparedWithinThemOnly() throws {
        let readout = try readout(
            { unit, region in unit % 2 == 0 ? "none" : region == "south" ? "southern" : "general" }, "some")
        for treatment in ["southern", "general"] {
            #expect(readout.row(.differenceInMeans, "y", treatment) == nil)
            #expect(
                readout.decisions.first { $0.segment == nil && $0.treatment == treatment }?.decision
                    == .notIdentified)
        }
        #expect(readout.row(.differenceInMeans, "y", "southern", segment: "south") != nil)
        #expect(readout.row(.differenceInMeans, "y", "southern", segment: "north") == nil)
        #expect(
            readout.decisions.first { $0.segment?.text == "north" && $0.treatment == "southern" }?.decision
                == .notIdentified)
    }

    @Test func aSmallSegmentThatLacksAnArmByChanceDoesNotMatter() throws {
        let readout = try readout({ unit, _ in unit % 2 == 0 ? "none" : "mail" }, "chance")
        #expect(readout.row(.differenceInMeans, "y", "mail") != nil)
        #expect(!readout.warnings.contains { $0.code == "confounded" })
    }
}
