import Encodings
public import Pricing
public import Quantities

/// What a run paid for a meter, and who says so.
public struct StoredPrice: Hashable, Sendable {
    /// Exactly what a unit cost, credits turned into dollars.
    public var rate: Rate
    /// Units that the price is stated for, such as 1,000,000 tokens.
    public var per: Int
    public var source: String
    /// When the source said so.
    public var date: String
    public var grade: Grade

    /// What so many units cost; zero for an amount that money cannot hold.
    public func price(of units: Int) -> Money { (try? rate.cost(of: units)) ?? .zero }

    init(rate: Rate, row: PriceRow) {
        self.rate = rate
        per = row.per
        source = row.provenance.source
        date = row.provenance.date
        grade = row.provenance.grade
    }

    /// The prices of meters on a card; nil for a meter that the card does not price.
    static func list(_ meters: [Meter], on card: RateCard) -> [StoredPrice?] {
        meters.map { meter in
            guard let row = card.row(for: meter), let rate = try? card.rate(for: meter) else { return nil }
            return StoredPrice(rate: rate, row: row)
        }
    }

    /// Rates are text, because they pass what a JSON number holds.
    var json: JSONValue {
        .array([
            .string(String(rate.picoUSD)), .string(String(rate.units)), .integer(per), .string(source),
            .string(date), .string(grade.rawValue),
        ])
    }

    init?(json: JSONValue) {
        guard let parts = json.array, parts.count == 6, let pico = parts[0].string.flatMap({ Int128($0) }),
            let units = parts[1].string.flatMap({ Int128($0) }), pico >= 0, units > 0,
            let per = parts[2].integer, let source = parts[3].string, let date = parts[4].string,
            let grade = parts[5].string.flatMap(Grade.init)
        else { return nil }
        rate = Rate(picoUSD: pico, per: units)
        self.per = per
        self.source = source
        self.date = date
        self.grade = grade
    }
}
