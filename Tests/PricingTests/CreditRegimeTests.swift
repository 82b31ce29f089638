import Pricing
import Quantities
import Testing

@Suite struct CreditRegimeTests {
    /// A million tokens in and 100,000 out of Haiku 4.5: 0.55 + 0.275 = 0.825 credits.
    static func cortexBill(_ regime: CreditRegime, on day: String? = nil) throws -> Int128 {
        try bill(
            [
                (Meter(.cortex, "claude-haiku-4-5", .inputTokens), 1_000_000),
                (Meter(.cortex, "claude-haiku-4-5", .outputTokens), 100_000),
            ], at: try Fixtures.book.rateCard(on: day, regime: regime))
    }

    @Test(
        arguments: [
            (.standard, 1_650_000), (.enterprise, 2_475_000), (.businessCritical, 3_300_000),
        ] as [(CreditRegime.Edition, Int)])
    func editionCreditsCostWhatTheEditionSays(_ edition: CreditRegime.Edition, _ expected: Int) throws {
        for routing in CreditRegime.Routing.allCases {
            let regime = CreditRegime(.editionCredits, edition: edition, routing: routing)
            #expect(try Self.cortexBill(regime) == micro(expected))
        }
    }

    @Test(arguments: [(.global, 1_650_000), (.regional, 1_815_000)] as [(CreditRegime.Routing, Int)])
    func aiCreditsCostWhatTheRoutingSays(_ routing: CreditRegime.Routing, _ expected: Int) throws {
        for edition in CreditRegime.Edition.allCases {
            let regime = CreditRegime(.aiCredits, edition: edition, routing: routing)
            #expect(try Self.cortexBill(regime) == micro(expected))
        }
    }

    @Test func warehousesTakeTheEditionsCreditUnderBothRegimes() throws {
        // XS for 60 s: a sixtieth of a credit; M for 1 ms at $2: 4 x 2 / 3.6e6 = 2.2222e-6.
        for kind in CreditRegime.Kind.allCases {
            let enterprise = try Fixtures.book.rateCard(regime: CreditRegime(kind, edition: .enterprise))
            let minute = Meter(.snowflake, "XS", .warehouseMilliseconds)
            #expect(try bill([(minute, 60_000)], at: enterprise) == micro(50_000))
            let standard = try Fixtures.book.rateCard(regime: CreditRegime(kind, edition: .standard))
            let moment = Meter(.snowflake, "M", .warehouseMilliseconds)
            #expect(try bill([(moment, 1)], at: standard) == 2_222_222)
        }
    }

    @Test func snowflakeStorageIsInDollarsWhateverTheEdition() throws {
        let month = (1 << 40) * 730
        let meter = Meter(.snowflake, "storage", .storedByteHours)
        #expect(try bill([(meter, month)]) == micro(23_000_000))
    }

    @Test func aiCreditsHaveNoPriceBeforeTheyExisted() throws {
        let before = problems { _ = try Self.cortexBill(CreditRegime(.aiCredits), on: "2026-04-05") }
        #expect(before.count == 2)
        let message = "a credit of ai_credits global has no price on 2026-04-05"
        #expect(before.allSatisfy { $0.message == message })
        #expect(before.allSatisfy { $0.field == "credit_prices.ai_credits.global" })
        #expect(try Self.cortexBill(CreditRegime(.aiCredits), on: "2026-04-06") == micro(1_650_000))
    }

    @Test func enterpriseCreditsCostOneAndAHalfTimesBedrock() throws {
        let bedrock = try bill([(Fixtures.meter("us." + Fixtures.haiku45, .inputTokens), 1_000_000)])
        let cortex = try Fixtures.book.rateCard(regime: CreditRegime(.editionCredits, edition: .enterprise))
        let meter = Meter(.cortex, "claude-haiku-4-5", .inputTokens)
        #expect(try bill([(meter, 1_000_000)], at: cortex) * 2 == bedrock * 3)
    }
}
