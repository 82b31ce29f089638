public import Encodings
public import Quantities

extension Invoice {
    /// The lines as `[{service, sku, meter, tier, quantity, unit, unit_price_usd, cost_usd}]`.
    public var json: JSONValue {
        .array(
            lines.map { line in
                .members([
                    "service": .string(line.meter.service.rawValue),
                    "sku": .string(line.meter.sku),
                    "meter": .string(line.meter.kind.rawValue),
                    "tier": .string(line.meter.tier.rawValue),
                    "quantity": .integer(line.quantity),
                    "unit": .string(line.meter.kind.unit),
                    "unit_price_usd": .number(line.rate.usdPerUnit),
                    "cost_usd": .number(line.cost.usd),
                ])
            })
    }
}

extension Meter.Kind {
    /// What one unit of the meter is called.
    public var unit: String {
        switch self {
        case .inputTokens, .outputTokens, .cacheReadTokens, .cacheWriteTokens5m, .cacheWriteTokens1h: "token"
        case .requests: "request"
        case .megabyteMilliseconds: "MB-ms"
        case .warehouseMilliseconds, .reviewMilliseconds: "ms"
        case .guardrailTextUnits: "text unit"
        case .storedByteHours: "byte-hour"
        case .sends: "send"
        }
    }

    /// What so many units are called; a symbol such as ms has no plural.
    public func unit(count: Int) -> String {
        switch self {
        case .megabyteMilliseconds, .warehouseMilliseconds, .reviewMilliseconds: unit
        default: count == 1 ? unit : unit + "s"
        }
    }
}
