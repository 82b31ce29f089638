import Pricing
import Quantities
import Testing

@Suite struct PriceOverrideTests {
    typealias F = Fixtures

    @Test func anOverrideReplacesOneRowAndNoOther() throws {
        let book = try F.book.overriding([
            PriceOverride(sku: F.haiku45, meter: "input_tokens", price: "0.90", file: "s.yaml", line: 4),
            PriceOverride(sku: F.haiku45, meter: "batch.output_tokens", price: "2.00"),
        ])
        let card = try book.rateCard()
        #expect(try card.rate(for: F.meter(F.haiku45, .inputTokens)).usdPerUnit == 0.9e-6)
        #expect(try card.rate(for: F.meter(F.haiku45, .outputTokens, .batch)).usdPerUnit == 2e-6)
        let changed = zip(book.rows, F.book.rows).filter { $0 != $1 }
        #expect(changed.count == 2 && book.rows.count == F.book.rows.count)
        let provenance = try #require(book.row(for: F.meter(F.haiku45, .inputTokens))).provenance
        #expect(provenance.source == "your price" && provenance.file == "s.yaml" && provenance.line == 4)
    }

    @Test func anOverrideOfCreditsIsInDollars() throws {
        let override = PriceOverride(sku: "llama3.1-8b", meter: "input_tokens", price: "0.30")
        let card = try F.book.overriding([override]).rateCard()
        let meter = Meter(.cortex, "llama3.1-8b", .inputTokens)
        #expect(try bill([(meter, 1_000_000)], at: card) == micro(300_000))
    }

    @Test func wagesOfReviewAreAnOverride() throws {
        let wage = PriceOverride(
            sku: "", meter: "review_milliseconds", price: "60", service: "review", per: 3_600_000)
        let card = try F.book.overriding([wage]).rateCard()
        // 10.6 hours at 60 dollars.
        let review = Meter(.review, "", .reviewMilliseconds)
        #expect(try bill([(review, 38_160_000)], at: card) == micro(636_000_000))
    }

    /// sku, meter, price, service, and a part of the message.
    @Test(arguments: [
        [F.haiku45, "input_token", "1", "", "unknown meter 'input_token'"],
        [F.haiku45, "bulk.input_tokens", "1", "", "unknown meter 'bulk.input_tokens'"],
        [F.haiku45, "input_tokens", "-1", "", "negative"],
        [F.haiku45, "input_tokens", "cheap", "", "not a price"],
        ["claude-haiku-4-5", "input_tokens", "1", "", "sold by cortex and anthropic"],
        ["acme.model-9", "input_tokens", "1", "", "the book has no sku"],
        ["acme.model-9", "input_tokens", "1", "bedrok", "unknown service 'bedrok'"],
        ["acme.model-9", "input_tokens", "1", "bedrock", "how many units"],
    ])
    func aBadOverrideIsNamed(_ row: [String]) {
        let override = PriceOverride(
            sku: row[0], meter: row[1], price: row[2], service: row[3].isEmpty ? nil : row[3], file: "s.yaml",
            line: 12)
        let found = problems { _ = try F.book.overriding([override]) }
        #expect(found.count == 1 && found.first?.message.contains(row[4]) == true, "\(found)")
        #expect(found.first?.file == "s.yaml" && found.first?.line == 12)
        #expect(found.first?.field == "prices.\(row[0]).\(row[1])")
    }

    @Test func allBadOverridesComeAtOnceAndTwiceIsOneTooMany() {
        let twice = PriceOverride(sku: F.haiku45, meter: "input_tokens", price: "1")
        let bad = PriceOverride(sku: F.haiku45, meter: "nothing", price: "1")
        #expect(problems { _ = try F.book.overriding([twice, bad, twice, bad]) }.count == 3)
    }

    @Test func aFileOfOnesOwnReplacesRowsLimitsAndCreditsOfTheSameName() throws {
        let mine = """
            service: snowflake
            source: my contract
            date: 2026-10
            grade: A
            credit_prices:
              edition_credits: {enterprise: 2.40}
            """
        let bedrock = priceFile(
            """
              \(F.sonnet45):
                standard: {input_tokens: 2.70}
                limits: {cache_minimum_tokens: 2_000}
            """)
        let book = try PriceBook.parse([("a.yaml", mine), ("b.yaml", bedrock)], over: F.book)
        let card = try book.rateCard(regime: CreditRegime(.editionCredits, edition: .enterprise))
        let warehouse = Meter(.snowflake, "XS", .warehouseMilliseconds)
        #expect(try bill([(warehouse, 3_600_000)], at: card) == micro(2_400_000))
        #expect(try card.rate(for: F.meter(F.sonnet45, .inputTokens)).usdPerUnit == 2.7e-6)
        #expect(try card.rate(for: F.meter(F.sonnet45, .outputTokens)).usdPerUnit == 15e-6)
        let limits = try book.limits(of: .bedrock, sku: F.sonnet45)
        #expect(limits.cacheMinimumTokens == 2_000 && limits.longContextThreshold == 200_000)
        let standard = try book.rateCard(regime: CreditRegime(.editionCredits, edition: .standard))
        #expect(try bill([(warehouse, 3_600_000)], at: standard) == micro(2_000_000))
    }

    @Test func onesOwnBookCanStandAlone() throws {
        let book = try bookOf("  m: {standard: {input_tokens: 1}}")
        #expect(book.rows.count == 1)
        #expect(problems { _ = try book.rateCard().rate(for: F.meter(F.haiku45, .inputTokens)) }.count == 1)
    }
}
