import Foundation

@testable import Experiments

/// The readout of a small experiment with three arms, made once.
enum UpliftFixture {
    private static let result = Result {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var plan = UpliftPlan()
        plan.treatment = "arm"
        plan.control = "none"
        plan.outcomes = ["visit", "spend"]
        plan.covariates = ["age", "history"]
        plan.by = ["region"]
        plan.id = "id"
        plan.costUSD = 0.1
        plan.margins = [UpliftPlan.Margin(metric: "visit", usd: 2)]
        return try UpliftAnalysis.readout(
            of: root.appendingPathComponent("fixtures/reference/uplift-small.csv").path, sha256: "abc",
            plan: plan)
    }

    static func readout() throws -> UpliftReadout { try result.get() }
}
