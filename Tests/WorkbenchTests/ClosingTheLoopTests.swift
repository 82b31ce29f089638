import Tabular
import Testing
import Uplift
import Workbench

/// Simulated campaigns analysed as real ones are: intervals from the cells against the truth of the world.
@Suite struct ClosingTheLoopTests {
    /// How many cells' intervals hold a value, of how many.
    private struct Coverage {
        var cells = 0
        var effect = 0
        var difference = 0
        var zero = 0
        /// Squared distances of the estimate from both, in half widths of the interval.
        var effectSquares = 0.0
        var differenceSquares = 0.0
    }

    private func add(_ run: SingleRun, _ name: String, to coverage: inout Coverage) throws {
        let results = try RunResults(folder: RunFolder.write(run, name))
        let cells = try Tabular.CellTable(file: results.cellsFile)
        let arm = try #require(cells.arm)
        let sums = try #require(cells.metric(results.metric))
        var arms: [[String]: ArmSummary] = [:]
        for cell in 0..<cells.cellCount {
            let key = cells.attributes.map { $0.level(of: cell) } + [arm.level(of: cell)]
            arms[key] = ArmSummary(count: cells.counts[cell], successes: Int(sums.sums[cell]))
        }
        for truth in results.truth where truth.arm == "personalised" {
            let values = truth.attributes.map(\.value)
            guard let treatment = arms[values + ["personalised"]], let control = arms[values + ["control"]],
                let imbalance = truth.imbalance, control.count >= 400
            else { continue }
            let interval = try DifferenceInMeans(treatment: treatment, control: control).interval()
            func holds(_ value: Double) -> Int { interval.lower <= value && value <= interval.upper ? 1 : 0 }
            coverage.cells += 1
            coverage.effect += holds(truth.effect)
            coverage.difference += holds(truth.effect + imbalance)
            coverage.zero += holds(0)
            let (centre, half) = (
                (interval.lower + interval.upper) / 2, (interval.upper - interval.lower) / 2
            )
            func square(_ value: Double) -> Double { (centre - value) * (centre - value) / (half * half) }
            coverage.effectSquares += square(truth.effect)
            coverage.differenceSquares += square(truth.effect + imbalance)
        }
    }

    @Test func intervalsOfCellsCoverTheTruthOfASimulatedWorld() throws {
        var coverage = Coverage()
        for seed in 1...24 {
            let workspace = try SmallScenario.workspace(
                "loop-\(seed)",
                [
                    "seed=\(seed)", "audience.synthetic.customers=20000", "response.base_rate=0.2",
                    "response.lift=0.5", "response.knowledge=0.9", "experiment.generic=0.35",
                    "experiment.name=loop-\(seed)",
                ])
            let run = try SingleRun(workspace: workspace, jobs: 2, keepsBodies: false)
            try add(run, "loop-run-\(seed)", to: &coverage)
        }
        // 400 cells or so: 95 % within three standard errors of 1.1 points.
        #expect(coverage.cells > 350)
        let share = Double(coverage.effect) / Double(coverage.cells)
        #expect(share > 0.917 && share < 0.983, "\(coverage)")
        // The effects are large, so that covering them says something.
        #expect(Double(coverage.zero) / Double(coverage.cells) < 0.7, "\(coverage)")
    }

    /// Where base rates differ between customers, the arms' imbalance returns in every campaign: intervals
    /// cover the arms' true difference, and the effect itself less often.
    @Test func whereCustomersDifferIntervalsCoverTheArmsDifference() throws {
        var coverage = Coverage()
        for seed in 1...4 {
            let workspace = try Workspace(
                scenarioPath: SmallScenario.root + "/scenarios/email-2008.yaml",
                overrides: [
                    "seed=\(seed)", "segmentation.depth=3", "run.campaigns=26", "experiment.generic=0.3",
                    "experiment.name=arms-\(seed)", "limits.review_hours=null",
                ])
            let run = try SingleRun(workspace: workspace, jobs: 2, keepsBodies: false)
            try add(run, "arms-run-\(seed)", to: &coverage)
        }
        #expect(coverage.cells > 60)
        let share = Double(coverage.difference) / Double(coverage.cells)
        // Squares tell with fewer cells than counts of covered ones do.
        #expect(share > 0.87 && coverage.differenceSquares < coverage.effectSquares, "\(coverage)")
    }
}
