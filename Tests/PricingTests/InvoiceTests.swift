import Encodings
import Pricing
import Quantities
import Testing

/// Invoices computed by hand, in micro-dollars.
@Suite struct InvoiceTests {
    typealias F = Fixtures

    @Test func onDemandCallsCostInputPlusOutput() throws {
        // 144 segments: 144 x 1,500 x $1/M + 144 x 750 x $5/M = 0.216 + 0.540.
        let total = try bill([
            (F.meter(F.haiku45, .inputTokens), 144 * 1_500), (F.meter(F.haiku45, .outputTokens), 144 * 750),
        ])
        #expect(total == micro(756_000))
    }

    @Test func aCachedPrefixIsWrittenOnceAndReadAfterwards() throws {
        // Ten calls, prefix 5,000, tail 500, answer 200: write 6,250, nine reads 4,500, tails 5,000,
        // answers 10,000 micro-dollars.
        let total = try bill([
            (F.meter(F.haiku45, .cacheWriteTokens5m), 5_000), (F.meter(F.haiku45, .cacheReadTokens), 45_000),
            (F.meter(F.haiku45, .inputTokens), 5_000), (F.meter(F.haiku45, .outputTokens), 2_000),
        ])
        #expect(total == micro(6_250 + 4_500 + 5_000 + 10_000))
    }

    @Test func aPrefixBelowTheMinimumIsPlainInput() throws {
        let limits = try F.book.limits(of: .bedrock, sku: F.haiku45)
        let prefix = 3_000
        let isCached = try #require(limits.promptCache).caches(prefixTokens: prefix)
        // 3,500 x $1/M + 200 x $5/M; a write would have cost 750 micro-dollars more.
        let total = try bill([
            (F.meter(F.haiku45, .inputTokens), 500 + (isCached ? 0 : prefix)),
            (F.meter(F.haiku45, .cacheWriteTokens5m), isCached ? prefix : 0),
            (F.meter(F.haiku45, .outputTokens), 200),
        ])
        #expect(total == micro(3_500 + 1_000))
    }

    @Test func batchesCostHalf() throws {
        let total = try bill([
            (F.meter(F.haiku45, .inputTokens, .batch), 1_000_000),
            (F.meter(F.haiku45, .outputTokens, .batch), 1_000_000),
        ])
        #expect(total == micro(3_000_000))
    }

    @Test func aLongPromptIsBilledAtTheLongTierAsAWhole() throws {
        let limits = try F.book.limits(of: .bedrock, sku: F.sonnet45)
        func total(_ prompt: Int) throws -> Int128 {
            let tier = limits.tier(promptTokens: prompt)
            return try bill([
                (F.meter(F.sonnet45, .inputTokens, tier), prompt), (F.meter(F.sonnet45, .outputTokens, tier), 1_000),
            ])
        }
        #expect(try total(200_000) == micro(600_000 + 15_000))
        #expect(try total(200_001) == micro(1_200_006 + 22_500))
    }

    @Test func lambdaGigabyteSecondsComeExactlyFromMegabyteMilliseconds() throws {
        // 512 MB for 8 s = 4 GB-s at $0.0000166667 = $0.0000666668.
        let duration = Meter(.lambda, "", .megabyteMilliseconds)
        #expect(try bill([(duration, 512 * 8_000)]) == 66_666_800)
        let arm = Meter(.lambda, "arm64", .megabyteMilliseconds)
        #expect(try bill([(arm, 1_024_000)]) == 13_333_400)
    }

    @Test func lambdaGrantsAreTakenOffOnlyWhenAsked() throws {
        let requests = Meter(.lambda, "", .requests)
        #expect(try bill([(requests, 1_500_000)]) == micro(300_000))
        #expect(try bill([(requests, 1_500_000)], free: true) == micro(100_000))
        #expect(try bill([(requests, 900_000)], free: true) == 0)
        // 500,000 GB-s less 400,000 free: 100,000 x $0.0000166667.
        let duration = Meter(.lambda, "", .megabyteMilliseconds)
        #expect(try bill([(duration, 500_000 * 1_024_000)], free: true) == micro(1_666_670))
    }

    @Test func storageAndMessagesHaveTheirUnits() throws {
        let bytesForAMonth = (1 << 30) * 730
        #expect(try bill([(Meter(.s3, "storage", .storedByteHours), bytesForAMonth)]) == micro(23_000))
        #expect(try bill([(Meter(.s3, "put", .requests), 1_000)]) == micro(5_000))
        #expect(try bill([(Meter(.sns, "", .requests), 1_000_000)]) == micro(500_000))
    }

    @Test func linesStandInTheOrderOfMetersAndAddUpToTheTotalAndTheServices() throws {
        var ledger = Ledger()
        ledger.add(7, to: Meter(.sns, "", .requests))
        ledger.add(11, to: F.meter(F.haiku45, .outputTokens))
        ledger.add(13, to: F.meter(F.haiku45, .inputTokens))
        ledger.add(17, to: F.meter("amazon.nova-micro-v1:0", .inputTokens))
        let invoice = try Invoice(ledger, at: F.card)
        #expect(invoice.lines.map(\.quantity) == [17, 13, 11, 7])
        #expect(invoice.lines.reduce(Money.zero) { $0 + $1.cost } == invoice.total)
        let services = invoice.costByService
        #expect(services.map(\.service) == [.bedrock, .sns])
        // 17 x 0.035 + 13 x 1 + 11 x 5 micro-dollars.
        #expect(services.map(\.cost.picoUSD) == [595_000 + micro(13 + 55), 3_500_000])
    }

    @Test func jsonHasTheContractsMembers() throws {
        var ledger = Ledger()
        ledger.add(2_000_000, to: F.meter(F.haiku45, .outputTokens))
        let line = try #require(try Invoice(ledger, at: F.card).json.array?.first)
        #expect(line["service"]?.string == "bedrock" && line["meter"]?.string == "output_tokens")
        #expect(line["quantity"]?.integer == 2_000_000 && line["unit"]?.string == "token")
        #expect(line["unit_price_usd"]?.double == 5e-6 && line["cost_usd"]?.double == 10)
    }

    @Test func theOrderOfUseNeverShows() throws {
        let amounts = F.book.rows.filter { $0.price != nil }.enumerated().map { ($1.meter, 1 + $0 % 97) }
        var forward = Ledger()
        var backward = Ledger()
        for (meter, quantity) in amounts { forward.add(quantity, to: meter) }
        for (meter, quantity) in amounts.reversed() { backward.add(quantity, to: meter) }
        #expect(forward == backward)
        let bills = try [forward, backward].map { try Invoice($0, at: F.card).json.text() }
        #expect(bills[0] == bills[1])
    }
}
