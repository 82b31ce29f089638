/// One billable dimension: which service, which model or product, what is counted, in which tier.
///
/// Mocks count by meter and know no prices; a price book knows prices by meter.
public struct Meter: Hashable, Sendable, Comparable {
    /// Who sends the bill.
    public enum Service: String, Codable, Sendable, CaseIterable {
        case cortex, snowflake, bedrock, lambda, sns, s3, openai, anthropic, marketing, review
    }

    /// What is counted. The unit is part of the name.
    public enum Kind: String, Sendable, CaseIterable {
        case inputTokens = "input_tokens"
        case outputTokens = "output_tokens"
        case cacheReadTokens = "cache_read_tokens"
        case cacheWriteTokens5m = "cache_write_tokens_5m"
        case cacheWriteTokens1h = "cache_write_tokens_1h"
        case requests
        case megabyteMilliseconds = "megabyte_milliseconds"
        case warehouseMilliseconds = "warehouse_milliseconds"
        case guardrailTextUnits = "guardrail_text_units"
        case storedByteHours = "stored_byte_hours"
        case sends
        case reviewMilliseconds = "review_milliseconds"
    }

    /// The price tier that the call falls into.
    public enum Tier: String, Sendable, CaseIterable {
        case standard
        /// The prompt is longer than the model's surcharge threshold.
        case longContext = "long_context"
        case batch
    }

    public var service: Service
    /// Model id, memory class or operation; empty where the service has one product.
    public var sku: String
    public var kind: Kind
    public var tier: Tier

    public init(_ service: Service, _ sku: String = "", _ kind: Kind, tier: Tier = .standard) {
        self.service = service
        self.sku = sku
        self.kind = kind
        self.tier = tier
    }

    /// A total order by name, so that lists of meters do not depend on insertion or hash order.
    public static func < (a: Self, b: Self) -> Bool {
        if a.service != b.service { return a.service.rawValue < b.service.rawValue }
        if a.sku != b.sku { return a.sku < b.sku }
        if a.kind != b.kind { return a.kind.rawValue < b.kind.rawValue }
        return a.tier.rawValue < b.tier.rawValue
    }
}
