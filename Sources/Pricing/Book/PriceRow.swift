public import Quantities

/// One line of the price book: what `per` units of one meter cost, from when, and who says so.
public struct PriceRow: Hashable, Sendable {
    /// What the price is counted in.
    public enum Currency: String, Sendable, CaseIterable {
        case usd
        /// Snowflake credits; a `CreditRegime` turns them into dollars.
        case credits
    }

    public var meter: Meter
    /// Nil where no price is published: the user has to bring one.
    public var price: DecimalPrice?
    public var currency: Currency
    /// Units of the meter that `price` buys; positive.
    public var per: Int
    /// Units a month that the provider gives away; applied only on request, because the marginal
    /// unit of a running business is never the free one.
    public var freePerMonth: Int
    public var validity: Validity
    public var provenance: Provenance

    public init(
        meter: Meter, price: DecimalPrice?, currency: Currency = .usd, per: Int, freePerMonth: Int = 0,
        validity: Validity = Validity(), provenance: Provenance
    ) {
        self.meter = meter
        self.price = price
        self.currency = currency
        self.per = per
        self.freePerMonth = freePerMonth
        self.validity = validity
        self.provenance = provenance
    }
}
