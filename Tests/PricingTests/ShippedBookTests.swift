import Pricing
import Quantities
import Testing

/// Prices transcribed by hand from the research notes, not from the files under test.
@Suite struct ShippedBookTests {
    /// sku, input, output, cache write 5m, cache write 1h, cache read, batch in, batch out.
    static let bedrock: [[String]] = [
        ["anthropic.claude-3-haiku-20240307-v1:0", "0.25", "1.25", "", "", "", "", ""],
        ["anthropic.claude-3-5-haiku-20241022-v1:0", "0.8", "4", "1", "", "0.08", "", ""],
        ["anthropic.claude-haiku-4-5-20251001-v1:0", "1", "5", "1.25", "2", "0.1", "0.5", "2.5"],
        ["anthropic.claude-haiku-5-5", "0.1", "0.5", "0.125", "0.2", "0.01", "", ""],
        ["anthropic.claude-3-5-sonnet-20241022-v2:0", "3", "15", "3.75", "", "0.3", "", ""],
        ["anthropic.claude-3-7-sonnet-20250219-v1:0", "3", "15", "3.75", "", "0.3", "", ""],
        ["anthropic.claude-sonnet-4-20250514-v1:0", "3", "15", "3.75", "", "0.3", "", ""],
        ["anthropic.claude-sonnet-4-5-20250929-v1:0", "3", "15", "3.75", "6", "0.3", "1.5", "7.5"],
        ["anthropic.claude-sonnet-5-5", "2", "10", "2.5", "4", "0.1", "", ""],
        ["anthropic.claude-3-opus-20240229-v1:0", "15", "75", "18.75", "", "1.5", "", ""],
        ["anthropic.claude-opus-4-20250514-v1:0", "15", "75", "18.75", "", "1.5", "", ""],
        ["anthropic.claude-opus-4-1-20250805-v1:0", "15", "75", "18.75", "", "1.5", "", ""],
        ["anthropic.claude-opus-4-5-20251101-v1:0", "5", "25", "6.25", "10", "0.5", "", ""],
        ["anthropic.claude-opus-5-5", "4", "20", "5", "8", "0.2", "", ""],
        // Nova: a read costs a quarter of the input, a write the input, a batch half.
        ["amazon.nova-micro-v1:0", "0.035", "0.14", "0.035", "", "0.00875", "0.0175", "0.07"],
        ["amazon.nova-lite-v1:0", "0.06", "0.24", "0.06", "", "0.015", "0.03", "0.12"],
        ["amazon.nova-pro-v1:0", "0.8", "3.2", "0.8", "", "0.2", "0.4", "1.6"],
        ["amazon.nova-premier-v1:0", "2.5", "12.5", "2.5", "", "0.625", "1.25", "6.25"],
        ["amazon.nova-2-lite-v1:0", "0.3", "2.5", "0.3", "", "0.075", "0.15", "1.25"],
        ["meta.llama3-1-8b-instruct-v1:0", "0.22", "0.22", "", "", "", "0.11", "0.11"],
        ["meta.llama3-1-70b-instruct-v1:0", "0.72", "0.72", "", "", "", "0.36", "0.36"],
        ["meta.llama3-1-405b-instruct-v1:0", "2.4", "2.4", "", "", "", "", ""],
        ["meta.llama3-2-1b-instruct-v1:0", "0.1", "0.1", "", "", "", "", ""],
        ["meta.llama3-2-3b-instruct-v1:0", "0.15", "0.15", "", "", "", "", ""],
        ["meta.llama3-2-11b-instruct-v1:0", "0.16", "0.16", "", "", "", "", ""],
        ["meta.llama3-2-90b-instruct-v1:0", "0.72", "0.72", "", "", "", "", ""],
        ["meta.llama3-3-70b-instruct-v1:0", "0.72", "0.72", "", "", "", "0.36", "0.36"],
        ["mistral.mistral-7b-instruct-v0:2", "0.15", "0.2", "", "", "", "", ""],
        ["mistral.mixtral-8x7b-instruct-v0:1", "0.45", "0.7", "", "", "", "", ""],
        ["mistral.mistral-small-2402-v1:0", "1", "3", "", "", "", "0.5", "1.5"],
        ["mistral.mistral-large-2402-v1:0", "4", "12", "", "", "", "", ""],
        ["mistral.mistral-large-2407-v1:0", "2", "6", "", "", "", "", ""],
        ["mistral.mistral-large-3-675b-instruct", "0.5", "1.5", "", "", "", "0.25", "0.75"],
        ["amazon.titan-text-lite-v1", "0.15", "0.2", "", "", "", "", ""],
        ["amazon.titan-text-express-v1", "0.2", "0.6", "", "", "", "", ""],
        ["amazon.titan-text-premier-v1:0", "0.5", "1.5", "", "", "", "", ""],
        [
            "us.anthropic.claude-haiku-4-5-20251001-v1:0", "1.1", "5.5", "1.375", "2.2", "0.11", "0.55",
            "2.75",
        ],
        [
            "eu.anthropic.claude-haiku-4-5-20251001-v1:0", "1.1", "5.5", "1.375", "2.2", "0.11", "0.55",
            "2.75",
        ],
        ["global.anthropic.claude-haiku-4-5-20251001-v1:0", "1", "5", "1.25", "2", "0.1", "0.5", "2.5"],
        ["us.anthropic.claude-sonnet-4-20250514-v1:0", "3", "15", "3.75", "", "0.3", "", ""],
    ]

    @Test(arguments: bedrock)
    func everyBedrockModelHasTheStatedPrices(_ row: [String]) {
        let columns: [(Meter.Kind, Meter.Tier)] = [
            (.inputTokens, .standard), (.outputTokens, .standard), (.cacheWriteTokens5m, .standard),
            (.cacheWriteTokens1h, .standard), (.cacheReadTokens, .standard), (.inputTokens, .batch),
            (.outputTokens, .batch),
        ]
        for (column, (kind, tier)) in columns.enumerated() {
            let found = Fixtures.book.row(for: Fixtures.meter(row[0], kind, tier))
            #expect(found?.price?.description ?? "" == row[column + 1], "\(row[0]) \(kind) \(tier)")
            if let found { #expect(found.per == 1_000_000 && found.currency == .usd) }
        }
    }

    @Test func longPromptsHaveTheirOwnPrices() throws {
        let book = Fixtures.book
        for sku in ["anthropic.claude-sonnet-4-20250514-v1:0", Fixtures.sonnet45] {
            #expect(try book.longContextThreshold(of: .bedrock, sku: sku) == 200_000)
            let prices = [.inputTokens, .outputTokens, .cacheWriteTokens5m, .cacheReadTokens].map {
                book.row(for: Fixtures.meter(sku, $0, .longContext))?.price?.description
            }
            #expect(prices == ["6", "22.5", "7.5", "0.6"])
        }
        #expect(try book.longContextThreshold(of: .bedrock, sku: Fixtures.haiku55) == 100_000)
        let haiku = [.inputTokens, .outputTokens].map {
            book.row(for: Fixtures.meter(Fixtures.haiku55, $0, .longContext))?.price?.description
        }
        #expect(haiku == ["0.5", "2.5"])
    }

    /// sku, input, cached input, output.
    @Test(arguments: [
        ["gpt-4o", "2.5", "1.25", "10"], ["gpt-4o-mini", "0.15", "0.075", "0.6"],
        ["gpt-4.1", "2", "0.5", "8"], ["gpt-4.1-mini", "0.4", "0.1", "1.6"],
        ["gpt-5", "1.25", "0.125", "10"], ["gpt-5-mini", "0.25", "0.025", "2"],
    ])
    func openAIHasTheStatedPricesAndHalfOfThemInBatches(_ row: [String]) {
        let book = Fixtures.book
        let kinds: [Meter.Kind] = [.inputTokens, .cacheReadTokens, .outputTokens]
        let prices = kinds.map { book.row(for: Meter(.openai, row[0], $0))?.price?.description }
        #expect(prices == Array(row[1...]))
        for kind in [Meter.Kind.inputTokens, .outputTokens] {
            let plain = book.row(for: Meter(.openai, row[0], kind))?.price?.trillionths
            let batch = book.row(for: Meter(.openai, row[0], kind, tier: .batch))?.price?.trillionths
            #expect(batch.map { $0 * 2 } == plain)
        }
    }

    @Test func anthropicDirectCostsWhatBedrockCharges() {
        for (direct, bedrock) in [
            ("claude-haiku-4-5", Fixtures.haiku45), ("claude-sonnet-4-5", Fixtures.sonnet45),
            ("claude-haiku-5-5", Fixtures.haiku55), ("claude-opus-5-5", "anthropic.claude-opus-5-5"),
        ] {
            for kind in [Meter.Kind.inputTokens, .outputTokens, .cacheReadTokens, .cacheWriteTokens1h] {
                let a = Fixtures.book.row(for: Meter(.anthropic, direct, kind))?.price
                #expect(a != nil && a == Fixtures.book.row(for: Fixtures.meter(bedrock, kind))?.price)
            }
        }
    }

    /// sku, credits for a million tokens in and out.
    @Test(arguments: [
        ["claude-haiku-4-5", "0.55", "2.75"], ["claude-sonnet-4-5", "1.65", "8.25"],
        ["claude-4-sonnet", "1.5", "7.5"], ["claude-opus-4-5", "2.75", "13.75"],
        ["claude-4-opus", "7.5", "37.5"],
        ["llama3.1-8b", "0.11", "0.11"], ["llama3.3-70b", "0.36", "0.36"], ["llama3.1-405b", "1.2", "1.2"],
        ["mistral-large2", "1", "3"], ["mistral-7b", "0.08", "0.1"], ["mixtral-8x7b", "0.23", "0.35"],
        ["openai-gpt-4.1", "1", "4"], ["openai-gpt-5", "0.69", "5.5"], ["openai-gpt-5-mini", "0.14", "1.1"],
        ["snowflake-arctic", "0.84", "0.84"],
    ])
    func cortexHasTheStatedCredits(_ row: [String]) {
        let found = [Meter.Kind.inputTokens, .outputTokens].map {
            Fixtures.book.row(for: Meter(.cortex, row[0], $0))
        }
        #expect(found.map { $0?.price?.description } == [row[1], row[2]])
        #expect(found.allSatisfy { $0?.currency == .credits })
    }

    @Test func cortexSellsThirtyFourModels() {
        #expect(Fixtures.book.skus(of: .cortex).count == 34)
    }

    @Test func warehousesDoubleFromOneCreditAnHour() {
        let sizes = ["XS", "S", "M", "L", "XL", "2XL", "3XL", "4XL", "5XL", "6XL"]
        for (power, size) in sizes.enumerated() {
            let row = Fixtures.book.row(for: Meter(.snowflake, size, .warehouseMilliseconds))
            #expect(row?.price?.description == "\(1 << power)" && row?.per == 3_600_000)
        }
    }

    @Test func guardrailPoliciesArePricedForAThousandTextUnits() {
        let expected = [
            "automatedReasoningPolicyUnits": "0.17", "contentPolicyUnits": "0.15",
            "contextualGroundingPolicyUnits": "0.1", "sensitiveInformationPolicyFreeUnits": "0",
            "sensitiveInformationPolicyUnits": "0.1", "topicPolicyUnits": "0.15", "wordPolicyUnits": "0",
        ]
        let rows = Fixtures.book.rows.filter { $0.meter.kind == .guardrailTextUnits }
        #expect(rows.count == expected.count)
        for row in rows {
            #expect(row.price?.description == expected[row.meter.sku] && row.per == 1_000)
        }
    }

    @Test func everyRowNamesItsSourceDateGradeFileAndLine() {
        #expect(Fixtures.book.rows.count > 380)
        for row in Fixtures.book.rows {
            #expect(!row.provenance.source.isEmpty && row.provenance.line > 0 && row.per > 0)
            #expect(row.provenance.file.hasSuffix(".yaml"))
            // No provider is believed to give tokens away: only the free guardrail units cost nothing.
            if row.price?.trillionths == 0 { #expect(row.meter.kind == .guardrailTextUnits) }
        }
    }

    @Test func everyPricedRowHasARateUnderBothRegimes() throws {
        for kind in CreditRegime.Kind.allCases {
            for edition in CreditRegime.Edition.allCases {
                for routing in CreditRegime.Routing.allCases {
                    let regime = CreditRegime(kind, edition: edition, routing: routing)
                    let card = try Fixtures.book.rateCard(regime: regime)
                    for row in Fixtures.book.rows where row.price != nil {
                        #expect(try card.rate(for: row.meter).units > 0)
                    }
                }
            }
        }
    }

    /// sku, smallest cached prefix, quota tokens for an output token.
    @Test(
        arguments: [
            ("anthropic.claude-3-5-haiku-20241022-v1:0", 2048, 1), (Fixtures.haiku45, 4096, 5),
            ("us." + Fixtures.haiku45, 4096, 5), (Fixtures.sonnet45, 1024, 5),
            ("anthropic.claude-3-5-sonnet-20241022-v2:0", 1024, 1),
            ("anthropic.claude-3-7-sonnet-20250219-v1:0", 1024, 5),
            ("anthropic.claude-opus-4-1-20250805-v1:0", 1024, 5), (Fixtures.haiku55, 512, 5),
            ("anthropic.claude-opus-4-5-20251101-v1:0", 4096, 5), ("amazon.nova-lite-v1:0", 1000, 1),
        ] as [(String, Int, Int)])
    func modelsHaveTheStatedCacheMinimumAndBurndown(_ sku: String, _ minimum: Int, _ burndown: Int) throws {
        let limits = try Fixtures.book.limits(of: .bedrock, sku: sku)
        #expect(limits.cacheMinimumTokens == minimum && limits.outputBurndown == burndown)
        #expect(limits.promptCache?.caches(prefixTokens: minimum) == true)
        #expect(limits.promptCache?.caches(prefixTokens: minimum - 1) == false)
    }

    @Test func aModelWithoutPromptCacheHasNoRule() throws {
        let limits = try Fixtures.book.limits(of: .bedrock, sku: "meta.llama3-3-70b-instruct-v1:0")
        #expect(limits == ModelLimits())
        #expect(limits.promptCache == nil)
    }
}
