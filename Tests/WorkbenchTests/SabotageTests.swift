import Quantities
import Scenarios
import ServiceModels
import Testing
import Workers

@testable import Campaigns
@testable import Workbench

/// Every invariant notices the pipeline that breaks it on purpose, and none notices one that works.
@Suite struct SabotageTests {
    /// Which invariant each sabotage breaks.
    static func broken(by sabotage: Sabotage) -> Invariant {
        switch sabotage {
        case .approvesRejectedCopy: .deliveredWasApproved
        case .publishesBelowK: .exportAtLeastK
        case .exportsRawRows, .mailsRawLevels, .notifiesRawLevels: .noCanaryLeaves
        case .sendsTwice, .skipsTheGenericArm, .mailsTheHoldOut: .oneCopyEach
        case .forgetsACall, .billsRetries: .ledgerIsJournal
        case .turnsTimeBack: .timeNeverGoesBack
        case .losesASegment: .nothingIsLost
        case .losesResults: .resultsAreStored
        }
    }

    /// A run in which everything happens: rejections, retries, groups below k, a hold-out.
    private func run(_ sabotage: Sabotage?) throws -> InvariantLedger {
        let workspace = try SmallScenario.workspace(
            "sabotage-\(sabotage.map { "\($0)" } ?? "none")",
            [
                "review.reject_rate=0.9", "review.regenerations=0", "experiment.holdout=0.1", "privacy.k=200",
                "faults=[{service: bedrock, kind: throttle, rate: 0.2}]", "run.campaigns=2",
                // A real k for half of which there are groups.
                "privacy.publication=off",
            ])
        var runner = ReplicationRunner(workspace: workspace, detail: .bodies)
        runner.sabotage = sabotage
        return try runner.run([try workspace.design([])], sharing: 0, .init())[0].result.invariants
    }

    @Test func aPipelineThatWorksBreaksNone() throws {
        let ledger = try run(nil)
        for (row, invariant) in zip(ledger.rows, Invariant.allCases) {
            #expect(row.checked > 0 && row.violations == 0, "\(invariant)")
        }
    }

    @Test(arguments: Sabotage.allCases) func sabotageIsNoticed(_ sabotage: Sabotage) throws {
        let ledger = try run(sabotage)
        let invariant = SabotageTests.broken(by: sabotage)
        let row = try #require(ledger.rows.first { $0.name == invariant.rawValue })
        #expect(row.violations > 0, "\(sabotage)")
    }

    @Test func everyInvariantHasASabotage() {
        let broken = Set(Sabotage.allCases.map(SabotageTests.broken))
        for invariant in Invariant.allCases { #expect(broken.contains(invariant), "\(invariant)") }
    }
}
