import Encodings
import Pricing
import Quantities

/// The bill of everything used so far, by the newest prices of the book. Meters without a price are named, never taken as zero.
struct InvoiceDocument {
    private var lines: [JSONValue] = []
    private var total = Money.zero
    private var unpriced: [JSONValue] = []
    private let card: RateCard

    init(_ usage: Usage, card: RateCard) {
        self.card = card
        for amount in usage.amounts.sorted(by: { $0.meter < $1.meter }) {
            var ledger = Ledger()
            ledger.add(amount.quantity, to: amount.meter)
            do {
                let invoice = try Invoice(ledger, at: card)
                lines += invoice.json.array ?? []
                total += invoice.total
            } catch {
                unpriced.append(
                    .members([
                        "service": .string(amount.meter.service.rawValue), "sku": .string(amount.meter.sku),
                        "meter": .string(amount.meter.kind.rawValue), "quantity": .integer(amount.quantity),
                        "why": .string(error.problems.first?.description ?? ""),
                    ]))
            }
        }
    }

    var json: JSONValue {
        .members([
            "total_usd": .number(total.usd), "lines": .array(lines), "unpriced": .array(unpriced),
            "price_files": .array(card.book.files.map { .string($0.path) }),
        ])
    }
}
