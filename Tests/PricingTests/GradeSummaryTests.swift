import Quantities
import Testing

@testable import Pricing

@Suite struct GradeSummaryTests {
    typealias F = Fixtures

    private func summary(_ meters: [Meter], _ regime: CreditRegime = CreditRegime()) throws -> GradeSummary {
        var ledger = Ledger()
        for meter in meters { ledger.add(1, to: meter) }
        return GradeSummary(try Invoice(ledger, at: try F.book.rateCard(regime: regime)))
    }

    @Test func pricesOfGradeCAskToBeConfirmed() throws {
        let summary = try summary([
            F.meter(F.haiku45, .inputTokens), Meter(.sns, "", .requests), Meter(.s3, "get", .requests),
        ])
        #expect(
            summary.warnings == [
                "price of s3 get requests is grade C: confirm", "price of sns requests is grade C: confirm",
            ])
        #expect(summary.assumptions.map(\.provenance.grade) == [.b, .c, .c] && summary.worst == .c)
        #expect(summary.assumptions[0].unit == "usd per 1000000 tokens")
        #expect(summary.assumptions[0].provenance.date == "2026-11-11")
    }

    @Test func creditsAreAssumptionsOfTheirOwnAndStandOnce() throws {
        let meters = [
            Meter(.cortex, "claude-haiku-4-5", .inputTokens),
            Meter(.cortex, "claude-haiku-4-5", .outputTokens),
            Meter(.snowflake, "XS", .warehouseMilliseconds),
        ]
        let edition = try summary(meters, CreditRegime(.editionCredits, edition: .enterprise))
        #expect(edition.assumptions.map(\.name).suffix(1) == ["credit (edition_credits, enterprise)"])
        #expect(edition.warnings == ["price of credit (edition_credits, enterprise) is grade C: confirm"])
        let ai = try summary(Array(meters.prefix(2)), CreditRegime(.aiCredits, routing: .regional))
        #expect(ai.assumptions.map(\.name).suffix(1) == ["credit (ai_credits, regional)"])
        #expect(ai.warnings.isEmpty && ai.assumptions.last?.price.description == "2.2")
        // Both kinds of credit where a warehouse runs beside AI credits.
        #expect(try summary(meters, CreditRegime(.aiCredits)).assumptions.count == 5)
    }

    @Test func symbolsHaveNoPlural() {
        #expect(Meter.Kind.reviewMilliseconds.unit(count: 3_600_000) == "ms")
        #expect(Meter.Kind.megabyteMilliseconds.unit(count: 1_000) == "MB-ms")
        #expect(Meter.Kind.guardrailTextUnits.unit(count: 1_000) == "text units")
        #expect(Meter.Kind.sends.unit(count: 1) == "send")
    }

    @Test func anEmptyBillAssumesNothing() throws {
        let summary = try summary([])
        #expect(summary.assumptions.isEmpty && summary.worst == nil && summary.warnings.isEmpty)
    }
}
