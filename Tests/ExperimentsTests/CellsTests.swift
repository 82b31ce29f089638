import Foundation
import Tabular
import Testing

@testable import Experiments

/// Cells give what the units they were made of give.
@Suite struct CellsTests {
    private func compressed(_ by: [String], covariates: [String]) throws -> String {
        let cells = try CellCompressor(
            by: by, arm: "arm", outcomes: ["visit", "spend"], covariates: covariates, bands: []
        ).compress(file: ReferenceFile.path("uplift-small.csv"))
        let path = NSTemporaryDirectory() + "uplift-cells-\(by.joined())-\(covariates.joined()).csv"
        try cells.write(to: path)
        return path
    }

    @Test func regressionsOnAttributesAreExactWithEveryError() throws {
        let path = try compressed(["region", "age"], covariates: [])
        for kind in [RobustError.classical, .hc0, .hc1, .hc2, .hc3] {
            var plan = UpliftPlan.small
            plan.covariates = ["age", "region"]
            plan.standardErrors = [.ols: kind]
            let units = try UpliftReadout.of(ReferenceFile.path("uplift-small.csv"), plan)
            plan.treatment = nil
            plan.id = nil
            let cells = try UpliftReadout.of(path, plan)
            #expect(cells.isCells && cells.unitCounts == units.unitCounts)
            for row in units.results {
                let twin = cells.results.first {
                    $0.metric == row.metric && $0.segment == row.segment && $0.treatment == row.treatment
                        && $0.estimator == row.estimator
                }
                #expect(agree(twin?.effect, row.effect, 1e-8), "\(row.estimator) \(row.metric)")
                #expect(agree(twin?.standardError, row.standardError, 1e-7), "\(row.estimator) \(row.metric)")
            }
        }
    }

    @Test func cupedNeedsSumsOnly() throws {
        var plan = UpliftPlan.small
        plan.covariates = ["age", "history"]
        let units = try UpliftReadout.of(ReferenceFile.path("uplift-small.csv"), plan)
        plan.treatment = nil
        plan.id = nil
        let cells = try UpliftReadout.of(try compressed(["region"], covariates: ["age", "history"]), plan)
        for row in units.results where row.estimator == .cuped {
            let twin = cells.results.first {
                $0.metric == row.metric && $0.segment == row.segment && $0.treatment == row.treatment
                    && $0.estimator == .cuped
            }
            #expect(
                agree(twin?.effect, row.effect, 1e-8) && agree(twin?.standardError, row.standardError, 1e-7))
        }
        #expect(cells.row(.ols, "visit", "short") == nil)
    }

    @Test func whatNeedsUnitsIsRefusedByName() throws {
        var plan = UpliftPlan()
        plan.covariates = ["age"]
        plan.by = ["region"]
        let readout = try UpliftReadout.of(try compressed(["region", "age"], covariates: []), plan)
        #expect(readout.warnings.contains { $0.code == "needs_units" && $0.message.contains("ranking") })
        #expect(readout.learners.isEmpty && readout.ranking.isEmpty)
    }
}
