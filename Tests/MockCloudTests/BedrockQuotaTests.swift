import Quantities
import ServiceModels
import Testing
import Writing

/// The arithmetic of reservation, settling and burndown, against traces worked out by hand.
@Suite struct BedrockQuotaTests {
    static func request(input: Int, maxTokens: Int) -> ConverseRequest {
        ConverseRequest(
            modelID: TestWorld.writerModel, messages: [TestWorld.part(tokens: input)], maxTokens: maxTokens)
    }

    static func bedrock(_ profile: ModelProfile, faults: FaultPlan = .none) -> Bedrock {
        Bedrock(models: [profile], decks: TestWorld.decks, rates: .never, faults: faults)
    }

    @Test func aCallIsRefusedWhenTheReservationDoesNotFit() throws {
        // 10,000 tokens a minute. Each call reserves 3,000 + 1,000 = 4,000, so the third does not fit.
        var bedrock = Self.bedrock(TestWorld.profile(tokensPerMinute: 10_000))
        let request = Self.request(input: 3_000, maxTokens: 1_000)
        for index in 0..<3 {
            var stream = TestWorld.stream(index)
            let handled = bedrock.converse(request, at: .start, using: &stream)
            #expect((handled.error == nil) == (index < 2))
            if let error = handled.error {
                #expect(error.code == "ThrottlingException")
                #expect(error.status == 429)
                #expect(error.isRetryable)
                #expect(handled.usage.isEmpty)
            }
        }
    }

    @Test func aCallSettlesToInputAndFiveTimesOutput() throws {
        // The answer is cut at 90 tokens, so it takes 1 s + 90 / 100 = 1.9 s; 3,090 are reserved. It settles
        // to 3,000 + 5 * 90 = 3,450. A bucket of 10,000 holds, at 2 s, 10,000 - 3,450 + 333 (refill) = 6,883.
        let request = Self.request(input: 3_000, maxTokens: 90)
        for (probe, fits) in [(6_883, true), (6_884, false)] {
            var bedrock = Self.bedrock(TestWorld.profile(tokensPerMinute: 10_000))
            var stream = TestWorld.stream(0)
            let handled = bedrock.converse(request, at: .start, using: &stream)
            #expect(handled.response?.tokens == TokenCounts(input: 3_000, output: 90))
            #expect(handled.response?.stopReason == .maxTokens)
            #expect(handled.serviceTime == .milliseconds(1_900))
            let next = bedrock.converse(
                Self.request(input: probe - 100, maxTokens: 100), at: TestWorld.seconds(2), using: &stream)
            #expect((next.error == nil) == fits)
        }
    }

    @Test func beforeItEndsACallHoldsItsWholeReservation() {
        // 8,000 reserved of 10,000; the answer ends within 20 s and most of it comes back.
        var bedrock = Self.bedrock(TestWorld.profile(tokensPerMinute: 10_000) { $0.outputBurndown = 1 })
        var stream = TestWorld.stream(0)
        let first = bedrock.converse(Self.request(input: 500, maxTokens: 7_500), at: .start, using: &stream)
        let used = 500 + (first.response?.tokens.output ?? 0)
        #expect(used < 1_500)
        let probe = Self.request(input: 4_900, maxTokens: 100)
        let early = bedrock.converse(probe, at: TestWorld.seconds(1), using: &stream)
        #expect(early.error?.status == 429)
        let late = bedrock.converse(probe, at: .start + first.serviceTime, using: &stream)
        #expect(late.error == nil)
    }

    @Test func quotaOfRequestsIsCheckedTooAndTakesNoTokensWhenItRefuses() {
        var bedrock = Self.bedrock(TestWorld.profile(tokensPerMinute: 10_000) { $0.requestsPerMinute = 1 })
        var stream = TestWorld.stream(0)
        let request = Self.request(input: 4_000, maxTokens: 50)
        #expect(bedrock.converse(request, at: .start, using: &stream).error == nil)
        for _ in 0..<5 { #expect(bedrock.converse(request, at: .start, using: &stream).error?.status == 429) }
        // A minute later the one request is back, and so are all tokens.
        let full = Self.request(input: 9_950, maxTokens: 50)
        #expect(bedrock.converse(full, at: TestWorld.seconds(60), using: &stream).error == nil)
    }

    @Test func tokensAreMeteredByKindAndLongPromptsInTheirTier() {
        var bedrock = Self.bedrock(TestWorld.profile())
        var stream = TestWorld.stream(0)
        let short = bedrock.converse(Self.request(input: 100_000, maxTokens: 10), at: .start, using: &stream)
        #expect(
            short.usage.amounts.map(\.meter) == [
                Meter(.bedrock, TestWorld.writerModel, .inputTokens),
                Meter(.bedrock, TestWorld.writerModel, .outputTokens),
            ])
        #expect(short.usage.amounts.map(\.quantity) == [100_000, 10])
        let long = bedrock.converse(Self.request(input: 100_001, maxTokens: 10), at: .start, using: &stream)
        #expect(long.usage.amounts.allSatisfy { $0.meter.tier == .longContext })
        #expect(long.usage.amounts.map(\.quantity) == [100_001, 10])
    }

    @Test func badRequestsAreRefusedInBedrocksWords() {
        var bedrock = Self.bedrock(TestWorld.profile())
        var stream = TestWorld.stream(0)
        func code(_ change: (inout ConverseRequest) -> Void) -> String? {
            var request = Self.request(input: 10, maxTokens: 10)
            change(&request)
            return bedrock.converse(request, at: .start, using: &stream).error?.code
        }
        #expect(code { _ in } == nil)
        #expect(code { $0.modelID = "unknown" } == "ValidationException")
        #expect(code { $0.messages = [] } == "ValidationException")
        #expect(code { $0.maxTokens = 8_001 } == "ValidationException")
        #expect(code { $0.temperature = 1.5 } == "ValidationException")
        #expect(code { $0.cachePoint = CachePoint(messageParts: 2) } == "ValidationException")
    }

    @Test func timeIsFirstTokenPlusOutputOverRate() {
        let latency = GenerationLatency(
            firstToken: .fixed(.seconds(1)), tokensPerSecond: 50, perThousandInputTokens: .milliseconds(100),
            hostFactor: 2)
        var stream = TestWorld.stream(0)
        let sample = latency.sample(inputTokens: 3_500, outputTokens: 100, using: &stream)
        // (1 + 2.5 * 0.1) * 2 = 2.5 s, then 100 / 50 * 2 = 4 s.
        #expect(sample.firstToken == SimulatedDuration(seconds: 2.5))
        #expect(sample.total == SimulatedDuration(seconds: 6.5))
        let floor = LatencyModel.logNormal(median: .seconds(1), sigma: 2, floor: .seconds(1))
        #expect((0..<100).allSatisfy { _ in floor.sample(using: &stream) >= .seconds(1) })
    }
}
