import Pricing
import Quantities
import Testing

/// Faults that billing code elsewhere has shipped with, each as the behaviour that excludes it.
@Suite struct AccountingBugTests {
    typealias F = Fixtures

    private func haiku(_ amounts: [(Meter.Kind, Int)]) throws -> Int128 {
        try bill(amounts.map { (F.meter(F.haiku45, $0.0), $0.1) })
    }

    @Test func cacheReadsAreNeverFree() throws {
        #expect(try haiku([(.cacheReadTokens, 10_000)]) == micro(1_000))
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

    @Test func writesForFiveMinutesAndAnHourHaveTheirOwnPrices() throws {
        #expect(try haiku([(.cacheWriteTokens5m, 8_000), (.cacheWriteTokens1h, 8_000)]) == micro(10_000 + 16_000))
    }

    @Test func cachedTokensAreNotBilledAsPlainInput() throws {
        let cached = try haiku([(.cacheReadTokens, 1_000_000)])
        let plain = try haiku([(.inputTokens, 1_000_000)])
        #expect(cached * 10 == plain)
    }

    @Test func theLongTierIsNotReplacedByTheStandardOne() throws {
        let meter = F.meter(F.haiku45, .inputTokens, .longContext)
        #expect(problems { _ = try bill([(meter, 1)]) }.count == 1)
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
            var usage = Usage()
            usage.add(call * 37 % 1_000, to: F.meter(F.haiku45, .inputTokens))
            usage.add(call * 91 % 5_000, to: F.meter(F.haiku45, .cacheReadTokens))
            usage.add(1 + call % 150, to: F.meter(F.haiku45, .outputTokens))
            total.add(usage)
            ledger.add(usage)
        }
        for amount in total.amounts { #expect(ledger.quantity(of: amount.meter) == amount.quantity) }
        #expect(ledger.entries.count == total.amounts.count)
        #expect(ledger.total(.outputTokens) == total.total(.outputTokens))
    }
}
