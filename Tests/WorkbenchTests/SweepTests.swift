import Audiences
import Campaigns
import Encodings
import Foundation
import Pricing
import Quantities
import Scenarios
import ServiceModels
import Testing
import Workers

@testable import Workbench

@Suite struct SweepTests {
    @Test func theDigestDoesNotDependOnTheNumberOfThreads() throws {
        let workspace = try SmallScenario.workspace("jobs")
        let one = try SmallScenario.sweep(workspace, jobs: 1)
        let two = try SmallScenario.sweep(workspace, jobs: 2)
        #expect(one.digest == two.digest)
        #expect(one.rows.map(\.digest) == two.rows.map(\.digest))
        let single = try SmallScenario.workspace("jobs-one-world", ["sweep.replications=1"])
        #expect(
            try SmallScenario.sweep(single, jobs: 1).digest == SmallScenario.sweep(single, jobs: 2).digest)
    }

    @Test func aRowDoesNotDependOnWhichOtherRowsThereAre() throws {
        let all = try SmallScenario.sweep(SmallScenario.workspace("all-rows"))
        let text = SmallScenario.text.replacingOccurrences(of: "[1, 2, 3]", with: "[3]")
        let alone = try SmallScenario.sweep(SmallScenario.workspace("one-row", text: text))
        #expect(all.rows.last?.digest == alone.rows.last?.digest)
    }

    @Test(arguments: [1, 2, 3]) func aRowOfOneWorldEqualsTheRunOfThatConfiguration(depth: Int) throws {
        let text = SmallScenario.text.replacingOccurrences(of: "[1, 2, 3]", with: "[\(depth)]")
        let swept = try SmallScenario.sweep(
            SmallScenario.workspace("row-\(depth)", ["sweep.replications=1"], text: text))
        let run = try SingleRun(
            workspace: SmallScenario.workspace("run-\(depth)", ["segmentation.depth=\(depth)"]), jobs: 1,
            keepsBodies: true)
        let total = MetricValues.total(run.campaigns.map(\.metrics))
        for (metric, band) in swept.rows[1].horizonTotal { #expect(band.mean == total[metric], "\(metric)") }
        let steady = MetricValues.mean(run.campaigns.dropFirst().map(\.metrics))
        for (metric, band) in swept.rows[1].metrics { #expect(band.mean == steady[metric], "\(metric)") }
        let marginal = run.campaigns.reduce(0.0) { $0 + ($1.metrics[.costUSD] ?? 0) }
        #expect(abs(run.invoice.total.usd - run.baselineCost.usd - marginal) < 1e-9)
    }

    @Test func theInvoiceReconcilesWithTheJournalToTheLastToken() throws {
        let run = try SingleRun(workspace: SmallScenario.workspace("journal"), jobs: 1, keepsBodies: false)
        var totals: [Meter: Int] = [:]
        for entry in run.journal.entries {
            for amount in entry.usage.amounts { totals[amount.meter, default: 0] += amount.quantity }
        }
        #expect(run.invoice.lines.count == totals.count)
        for line in run.invoice.lines { #expect(totals[line.meter] == line.quantity) }
        #expect(run.invariants.isClean)
    }

    @Test func aResumedSweepHasTheSameDigestAndRunsOnlyWhatIsMissing() throws {
        let workspace = try SmallScenario.workspace("resume")
        let store = try SmallScenario.folder("resume-store")
        let whole = try SmallScenario.sweep(workspace, store: store)
        let cells = try RunStore(folder: store).count
        // Three rows in two worlds, without knowledge in one, and the subject never refreshed in two.
        #expect(cells == 3 * 2 + 3 * 1 + 2)
        try RunStore(folder: store).forgetHalf()
        #expect(try RunStore(folder: store).count < cells)
        let resumed = try SmallScenario.sweep(workspace, store: store, resumes: true)
        #expect(resumed.digest == whole.digest)
        #expect(resumed.tornado.netWithoutKnowledge == whole.tornado.netWithoutKnowledge)
        #expect(try RunStore(folder: store).count == cells)
    }

    @Test func aStoredCellReadsBackToTheSameBits() throws {
        let workspace = try SmallScenario.workspace("cell")
        let runner = ReplicationRunner(workspace: workspace, detail: .totals)
        try runner.run([try workspace.design([])], replication: 0, workers: .init()) { _, cell in
            let text = cell.json.text()
            let back = try #require(CellResult(json: try JSONParser.parse(text)))
            #expect(back.json.text() == text)
            #expect(back.steady == cell.steady && back.usage == cell.usage)
        }
    }

    @Test func repricedNetValuesEqualThoseOfReallyRunningAtThatWage() throws {
        let uncertainty = SmallScenario.text + "uncertainty: {review.wage_usd_per_hour: [30, 120]}\n"
        let repriced = try SmallScenario.sweep(SmallScenario.workspace("repriced", text: uncertainty))
        let really = try SmallScenario.sweep(
            SmallScenario.workspace("really", ["review.wage_usd_per_hour=120"]))
        let bar = try #require(repriced.tornado.bars.first)
        let subject = try #require(repriced.decision.subject)
        let nets = really.rows[subject].netValues
        let atHigh = repriced.tornado.baseNetUSD + bar.high.change.mean
        #expect(abs(atHigh - nets.reduce(0, +) / Double(nets.count)) < 1e-6)
    }

    @Test func withoutEffectTheGenericCopyIsRecommendedAndWithALargeOneSomethingFiner() throws {
        let none = try SmallScenario.sweep(
            SmallScenario.workspace(
                "none", ["response.lift=0", "response.offbrand_logit=0", "sweep.replications=6"]))
        #expect(none.decision.recommended == nil)
        for row in none.rows.dropFirst() {
            #expect(row[.incrementalOutcomes] == 0)
            let measured = try #require(row.metrics.first { $0.metric == .measuredIncrementalOutcomes }?.band)
            #expect((measured.p5 ?? 0) < (measured.p95 ?? 0))
        }
        let large = try SmallScenario.sweep(
            SmallScenario.workspace(
                "large",
                [
                    "response.lift=0.5", "response.knowledge=1", "review.wage_usd_per_hour=0",
                    "sweep.replications=6",
                ]))
        #expect(large.decision.recommended != nil)
    }
}
