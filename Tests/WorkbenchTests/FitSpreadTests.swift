import Audiences
import Campaigns
import Foundation
import RandomStreams
import Scenarios
import ServiceModels
import Testing
import Workers

@testable import Workbench

/// Each world has its own fit of the classes, so that the bands of a sweep hold what the fit leaves open.
@Suite struct FitSpreadTests {
    /// Customers whose five attributes depend on each other in ways that three classes fit in several manners.
    private func folder(_ name: String) throws -> String {
        let folder = try SmallScenario.folder(name)
        var stream = Seed(12).streams("customers").stream(entity: 0)
        var lines = ["region,plan,age,season,device"]
        for _ in 0..<700 {
            let kind = Int(stream.below(5))
            let levels = [4, 2, 3, 3, 3].enumerated().map { j, count in
                stream.uniform() < 0.75
                    ? (kind * (j + 1) + kind / 2) % count : Int(stream.below(UInt32(count)))
            }
            lines.append(levels.enumerated().map { "l\($0)\($1)" }.joined(separator: ","))
        }
        try lines.joined(separator: "\n").write(
            toFile: folder + "/customers.csv", atomically: true, encoding: .utf8)
        let text = """
            run: {campaigns: 4}
            audience: {from: customers.csv}
            drift: {weekly_rate: 0.3, classes: 3}
            segmentation: {dimensions: [region]}
            privacy: {k: 5, publication: off}
            profile: {attributes: [plan, age, season, device]}
            campaign: {brief_changes_every: never}
            response: {base_rate: 0.05, margin_usd: 30}
            limits: {bedrock_tokens_per_minute: 1000000}
            prices: {send_usd: 0.001}

            """
        try text.write(toFile: folder + "/small.yaml", atomically: true, encoding: .utf8)
        return folder
    }

    /// How much redraws within the classes change, which decides the hit rate.
    private func change(_ drift: Drift, _ workspace: Workspace) -> Double {
        drift.changedShares(of: workspace.base.audience).reduce(0, +)
    }

    /// Between seeds, means over worlds must differ as much as worlds within a seed say, and no more: a fit that all
    /// worlds of a seed share adds to the first and not to the second.
    @Test func meansOverWorldsDifferBetweenSeedsAsTheirBandsSay() throws {
        let path = try folder("fit-spread") + "/small.yaml"
        let (seeds, worlds) = (12, 7)
        var misses: [[Double]] = []
        var changes: [[Double]] = []
        for seed in 0..<seeds {
            let workspace = try Workspace(scenarioPath: path, overrides: ["seed=\(seed)"])
            let design = try workspace.design([])
            let runner = ReplicationRunner(workspace: workspace, detail: .totals)
            var values: [Double] = []
            for world in 0..<worlds {
                try runner.run([design], replication: world, workers: .init()) {
                    values.append(1 - ($1.steady[.personaHitRate] ?? .nan))
                }
            }
            misses.append(values)
            changes.append(
                try (0..<worlds).map { world in
                    let seed = Seed(UInt64(seed)).replication(world)
                    return change(try workspace.drift(for: workspace.scenario, seed: seed), workspace)
                })
        }
        // F with 11 and 72 degrees of freedom is above 3.2 once in a thousand.
        #expect(ratio(misses) < 3.2)
        #expect(ratio(changes) < 3.2)
        // The test can fail: worlds that share the first fit of their seed, with the noise of drift alone.
        let shared = zip(misses, changes).map { misses, changes in
            misses.map { $0 - self.mean(misses) + self.mean(misses.indices.map { _ in changes[0] }) }
        }
        #expect(ratio(shared) > 3.2)
    }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    private func variance(_ values: [Double]) -> Double {
        let mean = mean(values)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    }

    /// Variance between groups over what the variance within them makes it.
    private func ratio(_ groups: [[Double]]) -> Double {
        Double(groups[0].count) * variance(groups.map(mean)) / mean(groups.map(variance))
    }

    @Test func theRowsOfAWorldShareItsFitAndOtherRowsLeaveNoTrace() throws {
        let path = try folder("fit-shared") + "/small.yaml"
        func digests(_ vary: String, jobs: Int) throws -> [String] {
            let workspace = try Workspace(
                scenarioPath: path,
                overrides: ["sweep={vary: \(vary), replications: 2, side_replications: 1}"])
            return try SmallScenario.sweep(workspace, jobs: jobs).rows.dropFirst().map(\.digest)
        }
        let all = try digests("{drift.weekly_rate: [0.1, 0.3], privacy.k: [5, 40]}", jobs: 2)
        #expect(try digests("{drift.weekly_rate: [0.3], privacy.k: [40]}", jobs: 1) == [all[3]])
        let workspace = try Workspace(scenarioPath: path)
        let other = try workspace.scenario([ScenarioFile.override("drift.weekly_rate=0.1")])
        func shares(_ scenario: Scenario, _ seed: UInt64) throws -> [[[Double]]] {
            guard case .withinClass(let classes) = try workspace.drift(for: scenario, seed: Seed(seed)).kernel
            else { return [] }
            return classes.shares
        }
        #expect(try shares(workspace.scenario, 1) == shares(other, 1))
        #expect(try shares(workspace.scenario, 1) != shares(workspace.scenario, 2))
    }
}
