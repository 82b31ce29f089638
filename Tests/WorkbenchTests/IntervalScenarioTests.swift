import Audiences
import Campaigns
import Foundation
import RandomStreams
import Scenarios
import Testing

@testable import Workbench

/// A monthly sender sees a month's drift between two campaigns.
@Suite struct IntervalScenarioTests {
    @Test func fourWeeksBetweenCampaignsMissMoreThanOne() throws {
        let text = SmallScenario.text.replacingOccurrences(
            of: "segmentation.depth: [1, 2, 3]", with: "run.interval_hours: [168, 672]")
        let rows = try SmallScenario.sweep(
            SmallScenario.workspace(
                "interval", ["privacy.publication=off", "segmentation.depth=1", "drift.weekly_rate=0.01"],
                text: text)
        ).rows
        let (weekly, monthly) = (rows[1][.personaHitRate] ?? .nan, rows[2][.personaHitRate] ?? .nan)
        #expect(1 - monthly > 1.25 * (1 - weekly), "\(weekly), \(monthly)")
    }

    /// Redraws from the marginal over four weeks are redraws at the rate 1 - (1 - d)^4, in the closed form and in worlds.
    @Test func aMonthIsAWeekOfTheCompoundRate() throws {
        func workspace(_ name: String, _ more: [String]) throws -> Workspace {
            try SmallScenario.workspace(
                name,
                more + [
                    "drift.kernel=marginal", "privacy.publication=off", "sweep.side_replications=1",
                    "sweep.replications=1", "sweep.vary={segmentation.depth: [1]}",
                ])
        }
        let monthly = try workspace("month", ["run.interval_hours=672", "drift.weekly_rate=0.02"])
        let compound = try workspace("compound", ["drift.weekly_rate=0.07763184"])
        func estimate(_ workspace: Workspace) throws -> [Metric: Double] {
            let plan = try SweepPlan(scenario: workspace.scenario, options: [])
            let row = try #require(try Estimator(workspace: workspace, plan: plan, jobs: 1).run().rows.first)
            var values: [Metric: Double] = [:]
            for (metric, value) in row.metrics { values[metric] = value }
            return values
        }
        let (closedMonth, closedWeek) = try (estimate(monthly), estimate(compound))
        for metric in [Metric.personaHitRate, .copyHitRate, .personaCalls] {
            let (month, week) = (try #require(closedMonth[metric]), try #require(closedWeek[metric]))
            #expect(abs(month / week - 1) < 1e-9, "\(metric)")
        }
        let (month, week) = try (SmallScenario.sweep(monthly), SmallScenario.sweep(compound))
        #expect(month.rows[1][.personaHitRate] == week.rows[1][.personaHitRate])
    }

    @Test func partsOfWeeksNeedTransitionsThatCanBeDivided() throws {
        let settings = [
            "drift={kernel: transition, transition: [{attribute: plan, level: plus, to: {basic: 0.8, plus: 0.2}}]}",
            "run.interval_hours=240",
        ]
        let workspace = try SmallScenario.workspace("interval-parts", settings)
        let error = #expect(throws: (any Error).self) { try workspace.design([]) }
        #expect("\(String(describing: error))".contains("run.interval_hours"))
        let slow = [
            settings[0].replacing("basic: 0.8, plus: 0.2", with: "basic: 0.3, plus: 0.7"), settings[1],
        ]
        let drift = try SmallScenario.workspace("interval-slow", slow)
        let step = try drift.drift(for: drift.scenario, seed: .init(1))
        // An absorbing pair of levels: (1 - 0.3)^(240/168) stay.
        #expect(abs(step.rate(of: 1) - (1 - 0.6007)) < 2e-4)
    }
}
