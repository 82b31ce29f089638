import Campaigns
import Pricing
import Quantities
import ServiceModels
import Testing
import Workbench

/// A quota that is too small throttles calls; what is paid is what was answered.
@Suite struct ThrottledBillTests {
    @Test func aThrottledCallIsRetriedAndTheBillIsThatOfTheAnswers() throws {
        let run = try SingleRun(
            workspace: SmallScenario.workspace(
                "throttled",
                ["limits.bedrock_tokens_per_minute=9000", "limits.fan_out=10", "limits.retries=12"]),
            jobs: 1, keepsBodies: false)
        let calls = run.journal.entries.filter { $0.service == .bedrock && $0.operation == "converse" }
        let throttled = calls.filter { $0.status == 429 }
        #expect(throttled.count > 5 && throttled.allSatisfy { $0.usage.isEmpty })
        let answered = calls.filter { $0.status == 200 }
        let input = answered.reduce(0) { $0 + $1.usage.total(.inputTokens) }
        let output = answered.reduce(0) { $0 + $1.usage.total(.outputTokens) }
        // Claude Haiku 4.5 on Bedrock: $1 and $5 a million tokens, so one and five micro-dollars each.
        let expected = Money(picoUSD: Int128(input) * 1_000_000 + Int128(output) * 5_000_000)
        let billed = run.invoice.lines.filter { $0.meter.service == .bedrock }.reduce(Money.zero) {
            $0 + $1.cost
        }
        #expect(billed == expected && expected > .zero)
        #expect(
            run.campaigns[0].metrics[.throttledCalls]
                == Double(throttled.count { $0.time < .start + .hours(168) }))
        #expect(run.campaigns[0].limitUse[3] >= 1)
    }
}
