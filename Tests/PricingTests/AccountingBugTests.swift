import Pricing
import Quantities
import Testing

/// Faults that billing code elsewhere has shipped with, each as the behaviour that excludes it.
@Suite struct AccountingBugTests {
    typealias F = Fixtures

    private func bedrockBill(_ reading: TokenReading, _ sku: String = F.haiku45) throws -> Int128 {
        var ledger = Ledger()
        let limits = try F.book.limits(of: .bedrock, sku: sku)
        ledger.add(try reading.usage(of: .bedrock, sku: sku, limits: limits))
        return try Invoice(ledger, at: F.card).total.picoUSD
    }

    @Test func cachedTokensAreBilledOnceWhereTheInputLeavesThemOut() throws {
        let reading = try TokenReading(inputWithoutCache: 1_000, cacheRead: 100_000, output: 0)
        // Billed as input as well, the hundred thousand would cost 11 times as much.
        #expect(try bedrockBill(reading) == micro(1_000 + 10_000))
    }

    @Test func cachedTokensAreBilledOnceWhereTheInputCountsThemIn() throws {
        let reading = try TokenReading(inputWithCache: 101_000, cacheRead: 100_000, output: 0)
        var ledger = Ledger()
        ledger.add(try reading.usage(of: .openai, sku: "gpt-4o", limits: ModelLimits()))
        // 1,000 x $2.50/M + 100,000 x $1.25/M.
        #expect(try Invoice(ledger, at: F.card).total.picoUSD == micro(2_500 + 125_000))
    }

    @Test func bothConventionsOfInputGiveTheSameReading() throws {
        let apart = try TokenReading(inputWithoutCache: 700, cacheRead: 300, output: 5)
        #expect(try TokenReading(inputWithCache: 1_000, cacheRead: 300, output: 5) == apart)
    }

    @Test func aCostIsNeverNegative() {
        // Bedrock's counts read in OpenAI's manner would give 1,000 - 100,000 plain tokens.
        #expect(throws: FinegrainError.self) {
            try TokenReading(inputWithCache: 1_000, cacheRead: 100_000, output: 1)
        }
        #expect(throws: FinegrainError.self) { try TokenReading(inputWithoutCache: -1, output: 1) }
        #expect(throws: FinegrainError.self) { try TokenReading(inputWithCache: 5, cacheRead: -1, output: 1) }
    }

    @Test func cacheReadsAreNeverFree() throws {
        let reading = try TokenReading(inputWithoutCache: 0, cacheRead: 10_000, output: 0)
        #expect(try bedrockBill(reading) == micro(1_000))
        for row in F.book.rows where row.meter.kind == .cacheReadTokens {
            #expect(row.price.map { $0.trillionths > 0 } ?? true, "\(row.meter)")
        }
    }

    @Test func aCacheReadWithoutAPriceIsAnErrorNotPlainInput() {
        // Claude 3 Haiku has no cache prices on Bedrock.
        let meter = F.meter("anthropic.claude-3-haiku-20240307-v1:0", .cacheReadTokens)
        #expect(problems { _ = try F.card.rate(for: meter) }.count == 1)
        let long = problems { _ = try F.card.rate(for: F.meter(F.haiku55, .cacheReadTokens, .longContext)) }
        #expect(long.first?.message.contains("needs your price") == true)
    }

    @Test func cacheWritesAreNotDropped() throws {
        let reading = try TokenReading(inputWithoutCache: 100, cacheWrite5m: 8_000, output: 0)
        #expect(try bedrockBill(reading) == micro(100 + 10_000))
    }

    @Test func writesForFiveMinutesAndAnHourHaveTheirOwnPrices() throws {
        let reading = try TokenReading(
            inputWithoutCache: 0, cacheWrite5m: 8_000, cacheWrite1h: 8_000, output: 0)
        #expect(try bedrockBill(reading) == micro(10_000 + 16_000))
    }

    @Test func cachedTokensAreNotBilledAsPlainInput() throws {
        let cached = try bedrockBill(TokenReading(inputWithoutCache: 0, cacheRead: 1_000_000, output: 0))
        let plain = try bedrockBill(TokenReading(inputWithoutCache: 1_000_000, output: 0))
        #expect(cached * 10 == plain)
    }

    @Test func theLongTierIsReachedByCachedTokensToo() throws {
        let reading = try TokenReading(inputWithoutCache: 1_000, cacheRead: 199_001, output: 100)
        // 1,000 x $6/M + 199,001 x $0.60/M + 100 x $22.50/M = 6,000 + 119,400.6 + 2,250.
        #expect(try bedrockBill(reading, F.sonnet45) == micro(6_000 + 2_250) + 119_400_600_000)
    }

    @Test func theLongTierIsNotReplacedByTheStandardOne() throws {
        let meter = F.meter(F.haiku45, .inputTokens, .longContext)
        #expect(problems { _ = try bill([(meter, 1)]) }.count == 1)
    }

    @Test func aLongBatchRecordIsRefusedBecauseNobodyPublishesItsPrice() throws {
        let reading = try TokenReading(inputWithoutCache: 200_001, output: 1)
        let limits = try F.book.limits(of: .bedrock, sku: F.sonnet45)
        #expect(
            problems {
                _ = try reading.usage(of: .bedrock, sku: F.sonnet45, limits: limits, batch: true)
            }.count == 1)
        let short = try TokenReading(inputWithoutCache: 200_000, output: 1)
        let usage = try short.usage(of: .bedrock, sku: F.sonnet45, limits: limits, batch: true)
        #expect(usage.amounts.map(\.meter.tier) == [.batch, .batch])
    }

    @Test func aHitOfTheApplicationsOwnCacheCostsNothing() throws {
        var ledger = Ledger()
        ledger.add(500, to: F.meter(F.haiku45, .inputTokens))
        let before = try Invoice(ledger, at: F.card)
        // A hit calls no model, so it leaves no usage.
        ledger.add(Usage())
        ledger.add(0, to: F.meter(F.haiku45, .outputTokens))
        let after = try Invoice(ledger, at: F.card)
        #expect(after.total == before.total && after.lines == before.lines && after.lines.count == 1)
    }

    @Test func aNewModelNeverTakesThePriceOfItsFamily() {
        // Opus 5.5 costs 4 where Opus 4.1 cost 15; an id that only looks like one of them has no price.
        let unknown = [
            "anthropic.claude-opus-4-7", "anthropic.claude-opus", F.haiku45 + "-v2",
            "eu.amazon.nova-lite-v1:0",
        ]
        for sku in unknown {
            #expect(problems { _ = try F.card.rate(for: F.meter(sku, .inputTokens)) }.count == 1, "\(sku)")
        }
    }

    @Test func geographicProfilesAreNotBilledAtTheBasePrice() throws {
        for kind in [Meter.Kind.inputTokens, .outputTokens, .cacheReadTokens, .cacheWriteTokens5m] {
            let base = try bill([(F.meter(F.haiku45, kind), 1_000_000)])
            for prefix in ["us.", "eu."] {
                #expect(try bill([(F.meter(prefix + F.haiku45, kind), 1_000_000)]) * 10 == base * 11)
            }
            #expect(try bill([(F.meter("global." + F.haiku45, kind), 1_000_000)]) == base)
        }
    }

    @Test func theSumOfCallsEqualsTheBillToTheLastToken() throws {
        var total = Usage()
        var ledger = Ledger()
        for call in 0..<500 {
            let reading = try TokenReading(
                inputWithoutCache: call * 37 % 1_000, cacheRead: call * 91 % 5_000, cacheWrite5m: call % 3,
                output: 1 + call % 150)
            let usage = try reading.usage(of: .bedrock, sku: F.haiku45, limits: ModelLimits())
            total.add(usage)
            ledger.add(usage)
        }
        for amount in total.amounts { #expect(ledger.quantity(of: amount.meter) == amount.quantity) }
        #expect(ledger.entries.count == total.amounts.count)
        #expect(ledger.total(.outputTokens) == total.total(.outputTokens))
    }
}
