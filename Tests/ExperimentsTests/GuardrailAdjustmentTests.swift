import Foundation
import Testing

@testable import Experiments

/// Guardrails rest on the effects that decisions rest on: adjusted, and by segment where a segment is harmed.
@Suite struct GuardrailAdjustmentTests {
    private func plan(_ margin: Double, relative: Bool = false) -> UpliftPlan {
        var plan = UpliftPlan()
        plan.outcomes = ["bought"]
        plan.guardrails = [Guardrail(metric: "complaint", margin: margin, isRelative: relative)]
        plan.directions = [MetricDirection(metric: "complaint", better: .down)]
        return plan
    }

    private func readout(_ lines: [String], _ plan: UpliftPlan) throws -> UpliftReadout {
        try AwkwardExport.readout(lines.joined(separator: "\n") + "\n", plan)
    }

    /// Complaints follow what customers complained before, which the letter's customers did a little more.
    @Test func withCovariatesTheVerdictIsThatOfTheAdjustedEffect() throws {
        let lines = (0..<1200).map { unit -> String in
            let letter = unit % 2 == 0
            let before = unit * 7 % 10 < (letter ? 5 : 4) ? 1 : 0
            return
                "\(letter ? "letter" : "none"),\(unit % 5 == 0 ? 1 : 0),\(before * 3 + unit / 3 % 2),\(before)"
        }
        for adjustment in [UpliftPlan.Adjustment.cuped, .lin, .none] {
            var plan = plan(0.5)
            plan.covariates = ["before"]
            plan.adjustment = adjustment
            let answer = try readout(["arm,bought,complaint,before"] + lines, plan)
            let estimator: Estimator = [.cuped: .cuped, .lin: .lin, .none: .differenceInMeans][adjustment]!
            let row = try #require(answer.row(estimator, "complaint", "letter"))
            let guardrail = try #require(answer.guardrails.first)
            #expect(guardrail.effect == row.effect && guardrail.upper == row.upper)
            let plain = try #require(answer.row(.differenceInMeans, "complaint", "letter"))
            if adjustment != .none { #expect(abs(guardrail.effect! - plain.effect!) > 0.2) }
        }
    }

    /// The letter goes mostly to a region of complainers: over all units it seems to harm, within regions it does not.
    @Test(arguments: [false, true]) func whereSharesDifferBySegmentTheVerdictIsThatWithinSegments(
        _ isRelative: Bool
    )
        throws
    {
        var lines = ["arm,region,bought,complaint"]
        for unit in 0..<8000 {
            let (loud, draw) = (unit % 2 == 0, unit / 2 % 10)
            let letter = draw < (loud ? 8 : 2)
            let complains = unit / 20 % 10 < (loud ? 5 : 1)
            lines.append(
                "\(letter ? "letter" : "none"),\(loud ? "loud" : "calm"),\(unit % 3 == 0 ? 1 : 0),\(complains ? 1 : 0)"
            )
        }
        var adjusted = plan(isRelative ? 0.2 : 0.05, relative: isRelative)
        adjusted.by = ["region"]
        let guardrail = try #require(try readout(lines, adjusted).guardrails.first)
        #expect(abs(guardrail.effect ?? 1) < 1e-9 && guardrail.verdict == .ok && guardrail.segment == nil)
        let plain = try #require(
            try readout(lines, plan(isRelative ? 0.2 : 0.05, relative: isRelative)).guardrails.first)
        #expect(plain.verdict == .breached)
    }

    /// In one of six regions the letter makes a tenth more complain; it sells everywhere.
    @Test func aSegmentInWhichTheGuardrailIsBrokenIsNotSentTo() throws {
        var lines = ["arm,region,bought,complaint"]
        for unit in 0..<12_000 {
            let (letter, region) = (unit % 2 == 0, unit / 2 % 6)
            let draw = unit / 12 % 100
            let bought = draw * 37 % 100 < (letter ? 40 : 25)
            let complains = draw < (letter && region == 3 ? 15 : 3)
            lines.append("\(letter ? "letter" : "none"),r\(region),\(bought ? 1 : 0),\(complains ? 1 : 0)")
        }
        var plan = plan(0.03)
        plan.by = ["region"]
        let answer = try readout(lines, plan)
        let breached = answer.guardrails.filter { $0.verdict == .breached }
        #expect(breached.map { $0.segment?.text } == ["r3"])
        #expect(answer.guardrails.first?.segment == nil && answer.guardrails.count == 2)
        for row in answer.decisions {
            #expect(row.action == (row.segment?.text == "r3" ? "none" : "letter"))
            #expect(row.why.contains("more than its margin here") == (row.segment?.text == "r3"))
        }
        // As a share of each region's own complaints.
        plan.guardrails = [Guardrail(metric: "complaint", margin: 1, isRelative: true)]
        #expect(try readout(lines, plan).guardrails.compactMap { $0.segment?.text } == ["r3"])
    }
}
