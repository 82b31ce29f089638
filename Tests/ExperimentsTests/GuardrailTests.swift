import Foundation
import Testing

@testable import Experiments

/// Verdicts follow from the intervals and from which way harm lies.
@Suite struct GuardrailTests {
    private func guardrails(_ margins: [Guardrail], down: [String] = []) throws -> UpliftReadout {
        var plan = UpliftPlan.small
        plan.covariates = []
        plan.guardrails = margins
        plan.directions = down.map { MetricDirection(metric: $0, better: .down) }
        return try UpliftReadout.of(ReferenceFile.path("uplift-small.csv"), plan)
    }

    private func short(_ margin: Double, down: [String] = []) throws -> GuardrailResult {
        try #require(
            guardrails([Guardrail(metric: "visit", margin: margin, isRelative: false)], down: down)
                .guardrails.first { $0.treatment == "short" })
    }

    /// Visits rise, which is a harm only where fewer are better.
    @Test func theVerdictIsThatOfTheWorseEndOfTheInterval() throws {
        let row = try #require(try guardrails([]).row(.proportions, "visit", "short"))
        let (lower, upper) = (row.lower!, row.upper!)
        #expect(lower > 0.001)
        let up = try short(0.0001)
        #expect(up.verdict == .ok && !up.isBetterLower && abs(up.largestHarm! + lower) < 1e-12)
        for (margin, verdict) in [
            (upper + 1e-6, GuardrailResult.Verdict.ok), (upper - 1e-6, .notShown), (lower + 1e-6, .notShown),
            (lower - 1e-6, .breached),
        ] {
            let result = try short(margin, down: ["visit"])
            #expect(result.verdict == verdict && result.isBetterLower)
            #expect(abs(result.largestHarm! - upper) < 1e-12)
            #expect(result.unitsNeeded == nil || verdict == .notShown)
        }
    }

    @Test func aRelativeMarginIsHeldAgainstTheLift() throws {
        let row = try #require(try guardrails([]).row(.differenceInMeans, "spend", "long"))
        let limit = max(0.001, -row.relativeLower!)
        let found = try guardrails([
            Guardrail(metric: "spend", margin: limit + 1e-6, isRelative: true)
        ]).guardrails
        #expect(found.map(\.treatment) == ["short", "long"])
        #expect(found[1].verdict == .ok)
        #expect(found[1].effect == row.relativeEffect && found[1].lower == row.relativeLower)
    }

    @Test func theUnitsNeededShrinkTheErrorToTheMargin() throws {
        let row = try #require(try guardrails([]).row(.proportions, "visit", "short"))
        let error = (row.upper! - row.lower!) / (2 * 1.959963984540054)
        for share in [0.2, 0.5, 0.99] {
            let margin = row.lower! + share * (row.upper! - row.lower!)
            let result = try short(margin, down: ["visit"])
            // z_{.975} + z_{.8} = 2.80158522
            let expected = Double(result.count) * pow(2.801585218113 * error / margin, 2)
            #expect(
                result.unitsNeeded
                    == (expected > Double(result.count) ? Int(expected.rounded(.up)) : nil))
        }
    }
}
