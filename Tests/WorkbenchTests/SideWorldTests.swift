import Encodings
import Foundation
import Scenarios
import Testing

@testable import Workbench

@Suite struct SideWorldTests {
    private func sweep(_ name: String, _ uncertainty: String, _ settings: [String] = []) throws -> SweepResult
    {
        try SmallScenario.sweep(
            SmallScenario.workspace(
                name, settings, text: SmallScenario.text + "uncertainty: {\(uncertainty)}\n"))
    }

    @Test func theBasesOwnValueAtBothEndsChangesNothingAtAll() throws {
        let result = try sweep(
            "same-value", "response.knowledge: [0.5, 0.5], review.wage_usd_per_hour: [60, 60]",
            ["sweep.side_replications=2"])
        #expect(result.tornado.bars.count == 2)
        for bar in result.tornado.bars {
            #expect(bar.low.change.mean == 0 && bar.low.change.error == 0, "\(bar.path)")
            #expect(bar.high.change.mean == 0 && bar.high.change.error == 0, "\(bar.path)")
            #expect(bar.swing == 0 && !bar.low.isFlipTold && !bar.high.isFlipTold)
            #expect(bar.low.choice == result.decision.recommended)
        }
    }

    @Test func aChangeIsThatOfReallyRunningTheSameWorldsWithTheValue() throws {
        let result = try sweep("paired", "response.lift: [0, 0.3]", ["sweep.side_replications=2"])
        let really = try SmallScenario.sweep(SmallScenario.workspace("paired-high", ["response.lift=0.3"]))
        let subject = try #require(result.decision.subject)
        let bar = try #require(result.tornado.bars.first)
        let changes = zip(really.rows[subject].netValues, result.rows[subject].netValues).map { $0 - $1 }
        #expect(abs(bar.high.change.mean - changes.reduce(0, +) / 2) < 1e-9)
        let spread = abs(changes[0] - changes[1]) / 2
        #expect(abs(try #require(bar.high.change.error) - spread) < 1e-9)
        #expect(bar.high.worlds == 2)
        // Without effect nothing but the cost is left.
        let base = result.rows[subject].netValues.reduce(0, +) / 2
        #expect(abs(base + bar.low.change.mean - result.tornado.netWithoutEffect[subject]) < 0.2)
    }

    @Test func aTurnIsNamedOnlyWhereItIsMoreThanSimulationError() throws {
        func verdict(_ base: [[Double]], _ side: [[Double]]) -> SideCase.Verdict {
            let rows = base.enumerated().map { SweepRowExamples.row(Double(5 + $0), $1) }
            let sides = side.enumerated().map { SweepRowExamples.row(Double(5 + $0), $1) }
            let all = [SweepRowExamples.baseline(base[0].count)] + rows
            let decision = Decision(rows: all, settings: DecisionSettings())
            return SideCase.verdict(
                rows: sides,
                changes: zip(side, base).map { side, base in
                    WorldMean(zip(side, base).map { $0 - $1 })
                }, base: all, decision: decision)
        }
        let base = [[100.0, 110, 90, 100], [50.0, 60, 40, 50]]
        // The other row wins by 100 in every world.
        let clear = verdict(base, [[10, 20, 0, 10], [110, 120, 100, 110]])
        #expect(clear.choice == 2 && clear.isFlipTold && !clear.isOpen)
        // It wins on average, by less than the error.
        let vague = verdict(base, [[100, 110, 90, 100], [400, 300, -100, -100]])
        #expect(vague.choice == 2 && !vague.isFlipTold && vague.isOpen)
        // Everything loses: the generic copy.
        let generic = verdict(base, [[-10, -11, -9, -10], [-20, -21, -19, -20]])
        #expect(generic.choice == nil && generic.isFlipTold)
        let same = verdict(base, base)
        #expect(same.choice == 1 && !same.isFlipTold && !same.isOpen)
    }

    @Test func theNumberOfWorldsDependsOnResultsAlone() throws {
        let settings = [
            "sweep.replications=auto", "sweep.max_replications=40", "response.lift=0.3", "run.campaigns=2",
        ]
        let one = try SmallScenario.sweep(SmallScenario.workspace("auto-1", settings), jobs: 1)
        let store = try SmallScenario.folder("auto-store")
        let two = try SmallScenario.sweep(SmallScenario.workspace("auto-2", settings), jobs: 2, store: store)
        #expect(one.replications == two.replications && one.digest == two.digest)
        #expect(one.replications >= StoppingRule.firstWorlds && one.replications <= 40)
        try RunStore(folder: store).forgetHalf()
        let resumed = try SmallScenario.sweep(
            SmallScenario.workspace("auto-2", settings), store: store, resumes: true)
        #expect(resumed.replications == one.replications && resumed.digest == one.digest)
        let designs = one.rows.dropFirst().map { StoppingRule.Design(grain: $0.grain, nets: $0.netValues) }
        #expect(StoppingRule.isEnough(designs, tolerance: one.decision.tolerance) || one.replications == 40)
    }

    @Test func neverRefreshingIsTheSubjectsDesignWithThatPolicy() throws {
        let result = try SmallScenario.sweep(SmallScenario.workspace("never"))
        let never = try #require(result.neverRefresh)
        let subject = try #require(result.decision.subject)
        let depth = result.rows[subject].values[0].value.json.text()
        let text = SmallScenario.text.replacingOccurrences(of: "[1, 2, 3]", with: "[\(depth)]")
        let really = try SmallScenario.sweep(
            SmallScenario.workspace("never-really", ["cache.policy=never"], text: text))
        #expect(never.netValues == really.rows[1].netValues)
        #expect(really.neverRefresh == nil)
    }
}
