public import Pricing
public import Quantities
public import Scenarios

/// What a scenario pays for things: the price book on its day and regime, with the user's own figures on top.
public struct Tariff: Sendable {
    public let card: RateCard
    private let mail: Rate
    private let sunk: Double
    private let margin: Double

    /// - Throws: `FinegrainError` naming every price that is bad or missing.
    public init(book: PriceBook, scenario: Scenario) throws {
        let prices = scenario.prices
        var overrides = [
            PriceOverride(
                sku: "email", meter: "sends", price: Tariff.decimal(prices.sendUSD), service: "marketing",
                per: 1),
            PriceOverride(
                sku: "", meter: "review_milliseconds", price: Tariff.decimal(scenario.review.wageUSDPerHour),
                service: "review", per: 3_600_000),
        ]
        for own in prices.overrides {
            let parts = own.name.split(separator: "/").map(String.init)
            guard parts.count == 2 || parts.count == 3 else {
                throw FinegrainError.badInput(
                    "'\(own.name)' names no meter", remedy: "write sku/meter or sku/meter/tier",
                    field: "prices.overrides")
            }
            let meter = parts.count == 3 ? "\(parts[2]).\(parts[1])" : parts[1]
            overrides.append(
                PriceOverride(sku: parts[0], meter: meter, price: Tariff.decimal(own.value), per: 1_000_000))
        }
        card = try book.overriding(overrides).rateCard(
            on: prices.date,
            regime: CreditRegime(
                CreditRegime.Kind(rawValue: prices.cortexRegime.rawValue)!,
                edition: CreditRegime.Edition(rawValue: prices.edition.rawValue)!,
                routing: CreditRegime.Routing(rawValue: prices.routing.rawValue)!))
        mail = try card.rate(for: Meter(.marketing, "email", .sends))
        sunk = prices.sunkUSD
        margin = scenario.response.marginUSD
    }

    /// A number as the shortest decimal text that reads back to it, without an exponent.
    private static func decimal(_ value: Double) -> String {
        Money(usd: value).decimalText
    }

    /// Prices a campaign and adds its money metrics.
    /// - Parameters:
    ///   - audience: customers who would all get the baseline's one mail.
    ///   - scenario: whose budget is a limit.
    public func price(_ record: inout CampaignRecord, audience: Int, limits scenario: Scenario) throws {
        let invoice = try Invoice(record.usage, at: card)
        let baseline = try mail.cost(of: audience)
        let models: [Meter.Service] = [.cortex, .bedrock, .openai, .anthropic]
        record.costByService = invoice.costByService
        var modelCost = Money.zero
        for (service, cost) in invoice.costByService where models.contains(service) { modelCost += cost }
        let marginal = invoice.total - baseline
        record.metrics[.llmCostUSD] = modelCost.usd
        record.metrics[.costUSD] = marginal.usd
        record.metrics[.sunkCostUSD] = sunk
        if record.metrics[.copyCalls] != nil {
            record.metrics[.wastedCostUSD] = try Invoice(record.wasted, at: card).total.usd
        }
        record.metrics[.inputTokens] = Double(
            record.usage.total(.inputTokens) + record.usage.total(.cacheReadTokens)
                + record.usage.total(.cacheWriteTokens5m) + record.usage.total(.cacheWriteTokens1h))
        record.metrics[.outputTokens] = Double(record.usage.total(.outputTokens))
        if let budget = scenario.limits.budgetUSD, let place = Limit.allCases.firstIndex(of: .budget) {
            record.limitUse[place] = marginal.usd / max(budget, 1e-9)
        }
        if let outcomes = record.metrics[.incrementalOutcomes] {
            record.metrics[.netValueUSD] = margin * outcomes - marginal.usd
        }
    }

    /// Marginal cost of a whole run's usage, in dollars: what pricing it anew needs.
    public func marginalCost(of usage: Ledger, mails: Int) throws -> Double {
        (try Invoice(usage, at: card).total - (try mail.cost(of: mails))).usd
    }

    /// What the baseline pays: one generic mail to everybody.
    public func baselineCost(mails: Int) throws -> Money { try mail.cost(of: mails) }
}
