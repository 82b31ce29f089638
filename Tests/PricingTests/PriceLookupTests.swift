import Foundation
import Pricing
import Quantities
import Testing

@Suite struct PriceLookupTests {
    typealias F = Fixtures

    @Test func anUnknownModelIsAnErrorThatNamesTheRowToAdd() {
        let found = problems { _ = try F.card.rate(for: F.meter("acme.model-9", .outputTokens, .batch)) }
        #expect(found.map(\.message) == ["bedrock acme.model-9 output_tokens (batch) has no price"])
        let remedy = found.first?.remedy ?? ""
        #expect(remedy.contains("aws-bedrock"))
        #expect(remedy.contains("skus: {\"acme.model-9\": {batch: {output_tokens: PRICE}}}"))
        #expect(found.first?.field == "bedrock.acme.model-9.batch.output_tokens")
    }

    @Test func anIdWithoutItsDateIsShownTheIdsThatHoldIt() {
        let found = problems { _ = try F.card.rate(for: F.meter("anthropic.claude-haiku-4-5", .inputTokens)) }
        let known = found.first?.remedy?.components(separatedBy: "; known: ").last
        #expect(known == ["", "eu.", "global.", "us."].map { $0 + F.haiku45 }.joined(separator: ", "))
    }

    @Test func aMissingMeterOfAKnownModelSaysWhatTheModelHas() {
        let found = problems {
            _ = try F.card.rate(for: F.meter("amazon.titan-text-lite-v1", .inputTokens, .batch))
        }
        #expect(found.first?.message.contains("has standard.input_tokens, standard.output_tokens") == true)
        #expect(found.first?.file?.hasSuffix("aws-bedrock.yaml") == true && (found.first?.line ?? 0) > 1)
    }

    @Test func anInvoiceNamesEveryMissingPriceAtOnce() {
        let found = problems {
            _ = try bill([
                (F.meter("a", .inputTokens), 1), (F.meter("b", .inputTokens), 1),
                (Meter(.review, "", .reviewMilliseconds), 1), (F.meter(F.haiku45, .inputTokens), 1),
            ])
        }
        #expect(found.count == 3)
    }

    @Test func aPriceThatNobodyPublishesHasToComeFromTheUser() throws {
        let sends = Meter(.marketing, "email", .sends)
        let found = problems { _ = try bill([(sends, 1)]) }
        #expect(found.first?.message == "marketing email sends needs your price: none is published")
        #expect(found.first?.file?.hasSuffix("marketing.yaml") == true)
        let book = try F.book.overriding([PriceOverride(sku: "email", meter: "sends", price: "0.0008")])
        #expect(try bill([(sends, 1_000)], at: try book.rateCard()) == micro(800_000))
    }

    @Test func limitsOfAnUnknownModelAreAnErrorToo() {
        #expect(problems { _ = try F.book.limits(of: .bedrock, sku: "acme.model-9") }.count == 1)
        #expect(problems { _ = try F.book.longContextThreshold(of: .openai, sku: F.haiku45) }.count == 1)
    }

    @Test func theRowInForceIsTheNewestOnTheDay() throws {
        let book = try bookOf(
            """
              m:
                standard:
                  input_tokens:
                    - {price: 1, until: 2025-12-31}
                    - {price: 3, from: 2026-03-01}
                    - {price: 2, from: 2026-01-01}
                    - {price: 9, from: 2026-05-01, until: 2026-05-31}
            """)
        let meter = F.meter("m", .inputTokens)
        let days = [
            ("2020-01-01", "1"), ("2025-12-31", "1"), ("2026-01-01", "2"), ("2026-02-28", "2"),
            ("2026-03-01", "3"), ("2026-04-30", "3"), ("2026-05-01", "9"), ("2026-05-31", "9"),
            ("2026-06-01", "3"),
        ]
        for (day, price) in days {
            #expect(book.row(for: meter, on: day)?.price?.description == price, "\(day)")
            #expect(try book.rateCard(on: day).row(for: meter)?.price?.description == price, "\(day)")
        }
        #expect(book.row(for: meter)?.price?.description == "9")
    }

    @Test func aPriceThatHasEndedIsNotUsed() throws {
        // Claude 3.5 Haiku ended on 2026-06-19.
        let meter = F.meter("anthropic.claude-3-5-haiku-20241022-v1:0", .inputTokens)
        #expect(try F.book.rateCard(on: "2026-06-19").rate(for: meter).usdPerUnit == 0.8e-6)
        let found = problems { _ = try F.book.rateCard(on: "2026-06-20").rate(for: meter) }
        #expect(found.first?.message.contains("no price in force on 2026-06-20") == true)
        #expect((found.first?.line ?? 0) > 1)
    }

    @Test(arguments: ["2026-13-01", "2026-02-29", "2026-1-1", "20260101", "today", ""])
    func aDayThatIsNoneIsRefused(_ day: String) {
        #expect(problems { _ = try F.book.rateCard(on: day) }.count == 1)
    }

    @Test func patternsFindSkusWhateverTheCase() {
        let rows = F.book.rows(matching: "HAIKU-5-5")
        #expect(Set(rows.map(\.meter.sku)).count == 5)
        #expect(F.book.rows(matching: "").count == F.book.rows.count)
    }

    @Test func searchFindsEachRowOfTheBook() {
        for row in F.book.rows { #expect(F.book.row(for: row.meter) == row) }
    }
}
