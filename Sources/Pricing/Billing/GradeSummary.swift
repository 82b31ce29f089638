import Quantities

/// The prices that a bill rests on, with their sources: the sheet of assumptions of a report.
public struct GradeSummary: Sendable {
    /// One price in use, and who says so.
    public struct Assumption: Hashable, Sendable {
        /// The meter, or the credit, in words.
        public var name: String
        /// As the book prints it; the currency's unit is in `unit`.
        public var price: DecimalPrice
        /// `usd per 1000000 tokens` and the like.
        public var unit: String
        public var provenance: Provenance
    }

    /// One a line of the invoice, in its order, then the credit prices that they are counted in.
    public let assumptions: [Assumption]

    public init(_ invoice: Invoice) {
        var assumptions: [Assumption] = []
        var credits: [CreditPrice] = []
        for line in invoice.lines {
            guard let row = invoice.card.row(for: line.meter), let price = row.price else { continue }
            let unit = line.meter.kind.unit(count: row.per)
            assumptions.append(
                Assumption(
                    name: line.meter.label, price: price,
                    unit: "\(row.currency.rawValue) per \(row.per) \(unit)", provenance: row.provenance))
            if row.currency == .credits, let credit = invoice.card.creditPrice(of: line.meter.service),
                !credits.contains(credit)
            {
                credits.append(credit)
            }
        }
        for credit in credits {
            assumptions.append(
                Assumption(
                    name: "credit (\(credit.kind.rawValue), \(credit.creditClass))", price: credit.usd,
                    unit: "usd per 1 credit", provenance: credit.provenance))
        }
        self.assumptions = assumptions
    }

    /// The worst grade in use; nil for an empty bill.
    public var worst: Grade? { assumptions.map(\.provenance.grade).max() }

    /// One sentence a price that has to be confirmed before the bill is relied on.
    public var warnings: [String] {
        assumptions.filter { $0.provenance.grade == .c }.map { "price of \($0.name) is grade C: confirm" }
    }
}
