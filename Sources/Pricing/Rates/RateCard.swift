public import Quantities

/// The book on one day under one credit regime: an exact rate for each meter, found in O(1).
public struct RateCard: Sendable {
    public let book: PriceBook
    /// `YYYY-MM-DD`; nil: each meter's newest row.
    public let day: String?
    public let regime: CreditRegime

    private var entries: [Meter: Entry]

    private struct Entry {
        /// Index into the book's rows.
        var row: Int
        /// Nil where the row, or the credit that it is counted in, has no price.
        var rate: Rate?
    }

    init(book: PriceBook, day: String?, regime: CreditRegime) {
        self.book = book
        self.day = day
        self.regime = regime
        entries = Dictionary(minimumCapacity: book.rows.count)
        // Rows are sorted by day within a meter, so the newest in force is written last.
        for (index, row) in book.rows.enumerated() where row.validity.holds(on: day) {
            var rate: Rate?
            switch row.currency {
            case .usd: rate = row.price.map { Rate(picoUSD: $0.trillionths, per: Int128(row.per)) }
            case .credits:
                if let price = row.price, let credit = creditPrice(of: row.meter.service) {
                    rate = Rate(credits: price, per: row.per, usdPerCredit: credit.usd)
                }
            }
            entries[row.meter] = Entry(row: index, rate: rate)
        }
    }

    /// What a unit of the meter costs, exactly.
    /// - Throws: `FinegrainError` (bad input) that names the row to add: the meter has none on that day, or
    ///   has one without a price. Nothing is ever priced at zero or at a neighbour's price instead.
    public func rate(for meter: Meter) throws(FinegrainError) -> Rate {
        if let rate = entries[meter]?.rate { return rate }
        throw FinegrainError(.badInput, [problem(of: meter)])
    }

    /// The row behind a meter's rate; nil where none is in force.
    public func row(for meter: Meter) -> PriceRow? {
        entries[meter].map { book.rows[$0.row] }
    }

    /// The price of the credits that a service is billed in; nil where the book has none on that day.
    public func creditPrice(of service: Meter.Service) -> CreditPrice? {
        let key = creditKey(of: service)
        return book.creditPrices.last {
            $0.kind == key.kind && $0.creditClass == key.creditClass && $0.validity.holds(on: day)
        }
    }

    /// Only Cortex is ever billed in AI credits; a warehouse always takes the edition's.
    private func creditKey(of service: Meter.Service) -> (kind: CreditRegime.Kind, creditClass: String) {
        service == .cortex && regime.kind == .aiCredits
            ? (.aiCredits, regime.routing.rawValue) : (.editionCredits, regime.edition.rawValue)
    }

    private func problem(of meter: Meter) -> Problem {
        if let row = row(for: meter), row.price != nil {
            return book.problem(ofCredit: creditKey(of: meter.service), on: day)
        }
        return book.problem(of: meter, on: day)
    }
}

extension PriceBook {
    /// The book on one day, under one credit regime.
    /// - Parameter day: `YYYY-MM-DD`; nil takes each meter's newest row.
    /// - Throws: `FinegrainError` (bad input) for a day that is none.
    /// - Complexity: O(rows); make one card and price many ledgers with it.
    public func rateCard(
        on day: String? = nil, regime: CreditRegime = CreditRegime()
    ) throws(FinegrainError) -> RateCard {
        if let day, !Validity.isDay(day) {
            throw .badInput("'\(day)' is not a day", remedy: "write YYYY-MM-DD")
        }
        return RateCard(book: self, day: day, regime: regime)
    }
}
