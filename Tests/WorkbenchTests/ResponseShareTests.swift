import Campaigns
import Testing
import Workbench

/// How much of full personalisation's lift segments reach, against the prototype's table (model.md section 3).
@Suite struct ResponseShareTests {
    /// Shares of the oracle's lift by depth, averaged over worlds, without noise, edits or rejections.
    private func shares(_ name: String, _ settings: [String]) throws -> [Double] {
        let workspace = try Workspace(
            scenarioPath: SmallScenario.root + "/scenarios/weekly-email.yaml",
            overrides: [
                "run.campaigns=2", "audience.synthetic.customers=60000", "sweep.replications=8",
                "sweep.side_replications=1",
                "uncertainty={}", "sweep.vary={segmentation.depth: [1, 2, 3]}", "persona.wording_noise=0",
                "review.edit_share=0",
                "review.reject_rate=0", "copy.offbrand_rate=0", "experiment.generic=0.01",
                "review.reviewers=50",
                "privacy.publication=off",
            ] + settings)
        let result = try SmallScenario.sweep(workspace, jobs: 2)
        let oracle = 60_000 * 0.02 * 0.04 * 0.99
        return result.rows.dropFirst().map { ($0[.incrementalOutcomes] ?? .nan) / oracle }
    }

    @Test func perfectKnowledgeReachesTheTablesShares() throws {
        // Prototype: 13.7, 22.8 and 27.8 % of the oracle, worlds spreading by 6 to 9 points; eight worlds here.
        let found = try shares("perfect", ["response.knowledge=1"])
        for (share, expected) in zip(found, [0.137, 0.228, 0.278]) {
            #expect(abs(share - expected) < 0.08, "\(found)")
        }
        #expect(found[0] < found[1] && found[1] < found[2])
    }

    @Test func aWriterWithoutKnowledgeHurtsAndHalfOfItHelps() throws {
        let none = try shares("none", ["response.knowledge=0"])
        let half = try shares("half", ["response.knowledge=0.5"])
        #expect(none.reduce(0, +) < 0 && none[2] > -0.2)
        #expect(half[2] > none[2] && half[2] < 0.25)
    }

    @Test func lessExplainedShareReachesLess() throws {
        let little = try shares("little", ["response.knowledge=1", "response.explained_share=0.1"])
        let much = try shares("much", ["response.knowledge=1", "response.explained_share=0.6"])
        for depth in 0..<3 { #expect(little[depth] < much[depth]) }
    }
}
