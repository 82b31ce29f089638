import Campaigns
import Testing
import Workbench

/// Where a closed form holds, the simulation agrees with it.
@Suite struct ClosedFormTests {
    @Test func missRatesAndCostsAgreeFromSixtySegmentsOn() throws {
        let settings = [
            "sweep.replications=4", "sweep.vary={segmentation.depth: [3, 4]}", "sweep.side_replications=1",
            "audience.synthetic.customers=100000", "run.campaigns=16",
        ]
        let workspace = try Workspace(
            scenarioPath: SmallScenario.root + "/scenarios/closed-form.yaml", overrides: settings)
        let plan = try SweepPlan(scenario: workspace.scenario, options: [])
        let estimate = try Estimator(workspace: workspace, plan: plan, jobs: 2).run()
        let sweep = try SmallScenario.sweep(workspace, jobs: 2)
        for (row, closed) in zip(sweep.rows.dropFirst(), estimate.rows) {
            func value(_ metric: Metric) -> Double {
                closed.metrics.first { $0.metric == metric }?.value ?? .nan
            }
            let simulated = 1 - (row[.personaHitRate] ?? .nan)
            let expected = 1 - value(.personaHitRate)
            // Four worlds of 60 and 120 segments over 15 weeks: about 4 % standard error.
            #expect(abs(simulated / expected - 1) < 0.1, "\(simulated) against \(expected)")
            #expect(abs((row[.costUSD] ?? .nan) / value(.costUSD) - 1) < 0.12)
        }
    }

    @Test func whereNoneHoldsItSaysWhy() throws {
        for (setting, word) in [
            ("cache.hysteresis=1", "hysteresis"), ("cache.smoothing=0.5", "smoothing"),
            ("privacy.publication=on", "publication"),
            ("drift.kernel=within_class", "marginal"), ("persona.wording_noise=0", "wording noise"),
        ] {
            let workspace = try Workspace(
                scenarioPath: SmallScenario.root + "/scenarios/closed-form.yaml",
                overrides: [
                    setting, "audience.synthetic.customers=20000", "sweep.vary={segmentation.depth: [2]}",
                ])
            let plan = try SweepPlan(scenario: workspace.scenario, options: [])
            let row = try #require(try Estimator(workspace: workspace, plan: plan, jobs: 1).run().rows.first)
            #expect(row.whyNull.contains { $0.metric == .costUSD && $0.reason.contains(word) }, "\(setting)")
            #expect(row.metrics.first { $0.metric == .costUSD }?.value == nil)
        }
    }
}
