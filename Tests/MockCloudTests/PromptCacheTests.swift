import Quantities
import ServiceModels
import Testing
import Writing

@Suite struct PromptCacheTests {
    static func request(
        prefix: Int, rest: Int = 50, lifetime: CachePoint.Lifetime = .fiveMinutes, messageParts: Int = 0
    ) -> ConverseRequest {
        ConverseRequest(
            modelID: TestWorld.writerModel, system: [TestWorld.part(tokens: prefix)],
            messages: [TestWorld.part(tokens: rest)], maxTokens: 10,
            cachePoint: CachePoint(messageParts: messageParts, lifetime: lifetime))
    }

    static func bedrock() -> Bedrock {
        Bedrock(models: [TestWorld.profile()], decks: TestWorld.decks, rates: .never)
    }

    /// Input, cache write, cache read of a call at a second.
    static func counts(_ bedrock: inout Bedrock, _ request: ConverseRequest, at seconds: Double) -> [Int]? {
        var stream = TestWorld.stream(Int(seconds))
        let response = bedrock.converse(request, at: TestWorld.seconds(seconds), using: &stream).response
        return response.map { [$0.tokens.input, $0.tokens.cacheWrite, $0.tokens.cacheRead] }
    }

    @Test func aPrefixIsWrittenOnceAndReadAfterwards() {
        var bedrock = Self.bedrock()
        let request = Self.request(prefix: 500)
        #expect(Self.counts(&bedrock, request, at: 0) == [50, 500, 0])
        #expect(Self.counts(&bedrock, request, at: 2) == [50, 0, 500])
        #expect(Self.counts(&bedrock, Self.request(prefix: 500, rest: 70), at: 3) == [70, 0, 500])
        #expect(Self.counts(&bedrock, Self.request(prefix: 501), at: 4) == [50, 501, 0])
    }

    @Test func callsBeforeTheFirstTokenWriteAgain() {
        var bedrock = Self.bedrock()
        let request = Self.request(prefix: 500)
        #expect(Self.counts(&bedrock, request, at: 0) == [50, 500, 0])
        #expect(Self.counts(&bedrock, request, at: 0.9) == [50, 500, 0])
        // The first token of the first call came at 1 s.
        #expect(Self.counts(&bedrock, request, at: 1) == [50, 0, 500])
    }

    @Test func aPrefixBelowTheMinimumIsPlainInput() {
        var bedrock = Self.bedrock()
        for second in [0.0, 10] {
            #expect(Self.counts(&bedrock, Self.request(prefix: 99), at: second) == [149, 0, 0])
        }
        #expect(Self.counts(&bedrock, Self.request(prefix: 100), at: 20) == [50, 100, 0])
    }

    @Test func withoutACachePointNothingIsCached() {
        var bedrock = Self.bedrock()
        var request = Self.request(prefix: 500)
        request.cachePoint = nil
        for second in [0.0, 10] { #expect(Self.counts(&bedrock, request, at: second) == [550, 0, 0]) }
    }

    @Test func aPrefixLivesFiveMinutesFromItsLastUse() {
        var bedrock = Self.bedrock()
        let request = Self.request(prefix: 500)
        // Readable from 1 s, so it expires at 301 s unless it is used.
        #expect(Self.counts(&bedrock, request, at: 0) == [50, 500, 0])
        #expect(Self.counts(&bedrock, request, at: 300) == [50, 0, 500])
        #expect(Self.counts(&bedrock, request, at: 599) == [50, 0, 500])
        #expect(Self.counts(&bedrock, request, at: 899) == [50, 500, 0])
    }

    @Test func theLongLifetimeIsAnHourAndHasItsOwnMeter() {
        var bedrock = Self.bedrock()
        let request = Self.request(prefix: 500, lifetime: .oneHour)
        var stream = TestWorld.stream(0)
        let usage = bedrock.converse(request, at: .start, using: &stream).usage
        #expect(usage.total(.cacheWriteTokens1h) == 500)
        #expect(usage.total(.cacheWriteTokens5m) == 0)
        #expect(Self.counts(&bedrock, request, at: 3_600) == [50, 0, 500])
        #expect(Self.counts(&bedrock, request, at: 7_200) == [50, 500, 0])
    }

    @Test func thePrefixMayReachIntoTheMessages() {
        var bedrock = Self.bedrock()
        let request = Self.request(prefix: 80, messageParts: 1)
        #expect(Self.counts(&bedrock, request, at: 0) == [0, 130, 0])
        #expect(Self.counts(&bedrock, request, at: 5) == [0, 0, 130])
    }

    @Test func readsCountForTheReservationButNotForTheSettlement() {
        // 2,000 tokens a minute: prefix 500, rest 50, at most 10 out. The write at 0 s settles at 1.1 s to
        // 550 + 5 * 10 = 600. From then on a read reserves 560 and settles to 50 + 50 = 100.
        var bedrock = Bedrock(
            models: [TestWorld.profile(tokensPerMinute: 2_000)], decks: TestWorld.decks, rates: .never)
        let request = Self.request(prefix: 500)
        #expect(Self.counts(&bedrock, request, at: 0) != nil)
        // Level: at 2 s 2,000 - 600 + 30.0 (0.9 s of refill after capping is irrelevant) = about 1,466;
        // two reservations of 560 fit at once, a third does not.
        #expect(Self.counts(&bedrock, request, at: 2) == [50, 0, 500])
        #expect(Self.counts(&bedrock, request, at: 2) == [50, 0, 500])
        #expect(Self.counts(&bedrock, request, at: 2) == nil)
        // Once they have settled to 100 each, two more fit.
        #expect(Self.counts(&bedrock, request, at: 4) == [50, 0, 500])
        #expect(Self.counts(&bedrock, request, at: 4) == [50, 0, 500])
    }
}
