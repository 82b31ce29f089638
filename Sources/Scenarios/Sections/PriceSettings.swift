/// What things cost. The book has model prices; these are the choices and the user's own figures.
public struct PriceSettings: ScenarioSection {
    public enum CortexRegime: String, Sendable, CaseIterable, Hashable {
        case editionCredits = "edition_credits"
        case aiCredits = "ai_credits"
    }
    public enum Edition: String, Sendable, CaseIterable, Hashable {
        case standard, enterprise
        case businessCritical = "business_critical"
    }
    public enum Routing: String, Sendable, CaseIterable, Hashable { case global, regional }

    /// Folder of the price book; default `fixtures/prices`.
    public var book = "fixtures/prices"
    /// Date at which prices are taken, YYYY-MM-DD; default the newest.
    public var date: String?
    /// How Cortex credits are priced; default `ai_credits` (since 2026-04).
    public var cortexRegime = CortexRegime.aiCredits
    /// Snowflake edition, for edition credits and warehouses; default `enterprise`.
    public var edition = Edition.enterprise
    /// Routing, for AI credits; default `global`.
    public var routing = Routing.global
    /// Price of one mail; required, from your contract.
    public var sendUSD = 0.0
    /// Own prices that replace the book's: `sku/meter` or `sku/meter/tier`, USD a million units; default none.
    public var overrides: [Named<Double>] = []
    /// What is already paid a campaign, shown and never ranked; default 0.
    public var sunkUSD = 0.0

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar("book", \.book, .text, "Folder of the price book."),
        .optional(
            "date", \.date, .text, "Date at which prices are taken, YYYY-MM-DD; by default the newest."),
        .scalar("cortex_regime", \.cortexRegime, .choice, "How Cortex credits are priced."),
        .scalar("edition", \.edition, .choice, "Snowflake edition."),
        .scalar("routing", \.routing, .choice, "Routing, for AI credits."),
        .scalar(
            "send_usd", \.sendUSD, .number(0...1_000), unit: "USD a mail", required: true,
            "Price of one mail, from your contract."),
        .map(
            "overrides", \.overrides, .number(0...1e9), unit: "USD a million units",
            "Own prices: 'sku/meter' or 'sku/meter/tier'."),
        .scalar(
            "sunk_usd", \.sunkUSD, .number(0...1e9), unit: "USD a campaign",
            "Already paid; shown and never ranked."),
    ]
}
