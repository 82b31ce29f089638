public import Encodings
import Pricing
public import Quantities

/// One line of a run's invoice, as it is kept beside the lineage: exact, with the price behind it.
struct BilledMeter: Sendable {
    var service: String
    /// The meter's name in the journal.
    var name: String
    var quantity: Int
    var rate: Rate
    var cost: Money
    /// The line for people: product, meter, tier, unit, price and its source.
    var description: JSONValue

    init(_ line: Invoice.Line, card: RateCard) {
        service = line.meter.service.rawValue
        name = line.meter.journalName
        quantity = line.billedQuantity
        rate = line.rate
        cost = line.cost
        let row = card.row(for: line.meter)
        let source = row?.provenance
        description = .members([
            "service": .string(line.meter.service.rawValue), "sku": .string(line.meter.sku),
            "meter": .string(line.meter.kind.rawValue), "tier": .string(line.meter.tier.rawValue),
            "unit": .string(line.meter.kind.unit), "unit_price_usd": .number(line.rate.usdPerUnit),
            "source": source.map { .string($0.source) } ?? .null,
            "date": source.map { .string($0.date) } ?? .null,
            "grade": source.map { .string($0.grade.rawValue) } ?? .null,
        ])
    }

    init?(_ value: JSONValue) {
        guard let service = value["service"]?.string, let name = value["name"]?.string,
            let quantity = value["quantity"]?.integer, let picoUSD = value["rate_picousd"]?.money?.picoUSD,
            let units = value["rate_units"]?.money?.picoUSD, units > 0, picoUSD >= 0,
            let cost = value["cost_picousd"]?.money, let description = value["price"]
        else { return nil }
        self.service = service
        self.name = name
        self.quantity = quantity
        rate = Rate(picoUSD: picoUSD, per: units)
        self.cost = cost
        self.description = description
    }

    var json: JSONValue {
        .members([
            "service": .string(service), "name": .string(name), "quantity": .integer(quantity),
            "rate_picousd": .money(Money(picoUSD: rate.picoUSD)),
            "rate_units": .money(Money(picoUSD: rate.units)), "cost_picousd": .money(cost),
            "price": description,
        ])
    }
}

extension JSONValue {
    /// An amount in whole pico-dollars: a number, or its digits where no 64-bit integer holds it.
    public static func money(_ amount: Money) -> JSONValue {
        Int(exactly: amount.picoUSD).map { .integer($0) } ?? .string(String(amount.picoUSD))
    }

    /// The same read back.
    public var money: Money? {
        switch self {
        case .integer(let value): Money(picoUSD: Int128(value))
        case .string(let digits): Int128(digits).map { Money(picoUSD: $0) }
        default: nil
        }
    }
}
