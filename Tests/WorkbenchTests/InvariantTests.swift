import Campaigns
import Pricing
import Testing
import Workbench

@Suite struct InvariantTests {
    /// Settings that change how campaigns run; the invariants must hold under each.
    static let settings: [[String]] = [
        [], ["copy.mode=batch"], ["copy.prompt_cache=on"],
        ["copy.prompt_cache=on", "copy.prompt_cache_ttl=1h"],
        ["review.after_deadline=drop", "review.reviewers=1", "run.send_after_hours=26"],
        ["review.after_deadline=carry", "review.reviewers=1", "run.send_after_hours=26"],
        ["campaign.brief_changes_every=2"], ["cache.policy=never"], ["cache.memory=all"],
        ["cache.smoothing=0.25"],
        ["cache.maximum_age=2"], ["cache.hysteresis=1"], ["experiment.holdout=0.1"],
        ["drift.arrival_rate=0.02", "drift.departure_rate=0.03"], ["drift.kernel=marginal"],
        ["persona.door=rest"],
        ["copy.repairs=0", "copy.failure_rate=0.3", "persona.failure_rate=0.3"], ["privacy.publication=off"],
        ["privacy.k=900"], ["privacy.k_hysteresis=0.3"],
        ["limits.bedrock_tokens_per_minute=8000", "limits.fan_out=5"],
        ["review.reject_rate=0.9", "review.regenerations=2"],
        ["review.order=audience", "review.skip_known=off"],
        ["campaign.changes=[{what: brand, campaign: 3}, {what: persona_prompt, campaign: 4}]"],
        ["response.draft_sd=0.01", "response.wear_out=0.01", "response.test_sends=2"],
        ["prices.cortex_regime=edition_credits", "prices.edition=standard"], ["segmentation.depth=0"],
    ]

    @Test(arguments: settings.indices) func invariantsHold(under index: Int) throws {
        let run = try SingleRun(
            workspace: SmallScenario.workspace("invariants-\(index)", InvariantTests.settings[index]),
            jobs: 1,
            keepsBodies: false)
        for row in run.invariants.rows {
            #expect(row.violations == 0, "\(row.name) under \(InvariantTests.settings[index])")
        }
        #expect(run.invariants.rows.first { $0.name == Invariant.ledgerIsJournal.rawValue }?.checked == 1)
        #expect(run.campaigns.count == 4)
    }

    @Test func depthZeroIsTheGenericCopyWithExactlyZeroLift() throws {
        let run = try SingleRun(
            workspace: SmallScenario.workspace("depth-0", ["segmentation.depth=0"]), jobs: 1,
            keepsBodies: false)
        for campaign in run.campaigns {
            #expect(campaign.metrics[.incrementalOutcomes] == 0)
            #expect(campaign.metrics[.personaCalls] == 0 && campaign.metrics[.copyCalls] == 0)
        }
    }

    @Test func aNewBriefEveryCampaignMakesTheCopyCacheWorthless() throws {
        let run = try SingleRun(
            workspace: SmallScenario.workspace("brief", ["campaign.brief_changes_every=1"]), jobs: 1,
            keepsBodies: false)
        #expect(run.campaigns.dropFirst().allSatisfy { $0.metrics[.copyHitRate] == 0 })
        let causes = run.campaigns.last?.misses.first { $0.cause == "copy.brief_changed" }
        #expect((causes?.count ?? 0) > 0)
    }

    @Test func neverRefreshingMissesOnlyNewSegments() throws {
        let run = try SingleRun(
            workspace: SmallScenario.workspace("never", ["cache.policy=never"]), jobs: 1, keepsBodies: false)
        for campaign in run.campaigns.dropFirst() {
            let other = campaign.misses.filter {
                $0.cause.hasPrefix("persona.") && $0.cause != "persona.new_segment"
            }
            #expect(other.allSatisfy { $0.count == 0 })
        }
    }

    @Test func theHoldOutCostsOutcomesAndSavesMails() throws {
        let without = try SingleRun(workspace: SmallScenario.workspace("hold-0"), jobs: 1, keepsBodies: false)
        let with = try SingleRun(
            workspace: SmallScenario.workspace("hold-1", ["experiment.holdout=0.2"]), jobs: 1,
            keepsBodies: false)
        let lost =
            (without.campaigns[0].metrics[.incrementalOutcomes] ?? 0)
            - (with.campaigns[0].metrics[.incrementalOutcomes] ?? 0)
        // 800 of 4,000 lose 0.2 logit at 5 %: about 0.0088 outcomes each.
        #expect(lost > 4 && lost < 10)
        #expect(with.invoice.total < without.invoice.total)
    }
}
