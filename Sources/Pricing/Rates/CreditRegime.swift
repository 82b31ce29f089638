/// How Snowflake's credits become dollars.
///
/// Until April 2026 Cortex was billed in the platform's credits, whose price depends on the
/// edition. Since then it is billed in AI credits, whose price depends only on the routing.
/// Warehouses are billed at the edition's credit price under both.
public struct CreditRegime: Hashable, Sendable {
    /// The credit that Cortex is billed in.
    public enum Kind: String, Sendable, CaseIterable {
        case editionCredits = "edition_credits"
        case aiCredits = "ai_credits"
    }

    /// The account's edition, which sets the price of a platform credit.
    public enum Edition: String, Sendable, CaseIterable {
        case standard, enterprise
        case businessCritical = "business_critical"
    }

    /// Where a Cortex call may run, which sets the price of an AI credit.
    public enum Routing: String, Sendable, CaseIterable {
        case global, regional
    }

    public var kind: Kind
    public var edition: Edition
    public var routing: Routing

    public init(_ kind: Kind = .aiCredits, edition: Edition = .enterprise, routing: Routing = .global) {
        self.kind = kind
        self.edition = edition
        self.routing = routing
    }
}
