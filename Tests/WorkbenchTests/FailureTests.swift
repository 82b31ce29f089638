import Campaigns
import Scenarios
import Testing
import Workbench

@Suite struct FailureTests {
    private func sweep(_ name: String, _ settings: [String]) throws -> SweepResult {
        try SmallScenario.sweep(SmallScenario.workspace("failure-" + name, settings))
    }

    @Test func answersThatAreCutAreNoEconomics() throws {
        let result = try sweep("cut", ["copy.max_tokens=400"])
        let failure = try #require(result.decision.failure)
        #expect(!result.decision.isConclusive && result.decision.recommended == nil)
        #expect(failure.reasons.first?.reason == .copyCut && failure.failingRows == 3)
        #expect(failure.meanAnswerTokens == 400)
        // What it says to set works.
        let uncut = try #require(failure.uncutTokens)
        #expect(uncut.mean > 400)
        let mended = try sweep("mended", ["copy.max_tokens=\(uncut.enough)"])
        #expect(mended.decision.isConclusive)
        for row in mended.rows.dropFirst() { #expect(row.failures[.copyCut] == 0) }
    }

    @Test func draftsOutsideTheLimitsOfLengthAreTold() throws {
        let result = try sweep("length", ["copy.minimum_words=900", "copy.maximum_words=1000"])
        let failure = try #require(result.decision.failure)
        #expect(failure.reasons.first?.reason == .copyLength)
        #expect(try #require(failure.meanDraftWords) < 900)
    }

    @Test func aQuotaThatLetsNothingThroughIsToldAsAQuota() throws {
        let result = try sweep("quota", ["limits.bedrock_tokens_per_minute=2000", "limits.retries=1"])
        let failure = try #require(result.decision.failure)
        #expect(failure.reasons.first?.reason == .copyThrottled)
    }

    @Test func personasThatBreakTheirSchemaAreTold() throws {
        let result = try sweep("persona", ["persona.failure_rate=1", "persona.schema=prompt"])
        let failure = try #require(result.decision.failure)
        #expect(failure.reasons.first?.reason == .personaInvalid)
    }

    @Test func everyNeededGenerationIsCountedOnce() throws {
        let run = try SingleRun(
            workspace: SmallScenario.workspace(
                "failure-count",
                [
                    "copy.failure_rate=0.5", "copy.repairs=0", "limits.bedrock_tokens_per_minute=100000000",
                ]),
            jobs: 1, keepsBodies: false)
        for record in run.campaigns {
            // A persona needs a generation, and so does a copy that is not in the store.
            let needed = record.failures.needed
            #expect(record.failures.failed <= needed)
            #expect(record.metrics[.failedShare] == (needed > 0 ? record.failures.share : nil))
        }
        let tally = run.campaigns.reduce(into: FailureTally()) { $0.merge($1.failures) }
        #expect(tally[.copyInvalid] > 0 && tally[.copyCut] == 0)
        // Every answer is a call of the copy model that was not throttled.
        let calls = run.campaigns.reduce(0.0) { $0 + ($1.metrics[.copyCalls] ?? 0) }
        #expect(Double(tally.answers) == calls)
        let demand = run.campaigns.reduce(into: ModelDemand()) { $0.merge($1.demand) }
        #expect(demand.calls == tally.answers && demand.outputTokens == tally.answerTokens)
    }
}
