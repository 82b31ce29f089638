import Encodings
import Pricing
import Quantities

/// A call in a record: where it stands in the journal, and what it is charged.
struct LineageCall {
    struct Charge {
        var amount: ChargeBuilder.Amount
        var cost: Money
    }

    var sequence: Int
    var offset: Int
    var length: Int
    var charges: [Charge]

    var cost: Money { charges.reduce(.zero) { $0 + $1.cost } }

    init?(_ value: JSONValue) {
        guard let sequence = value["sequence"]?.integer, let offset = value["offset"]?.integer,
            let length = value["length"]?.integer, let list = value["charges"]?.array
        else { return nil }
        charges = list.compactMap { entry in
            guard let cells = entry.array, cells.count == 3, let line = cells[0].integer,
                let quantity = cells[1].integer, quantity >= 0, let cost = cells[2].money
            else { return nil }
            return Charge(amount: .init(line: line, quantity: quantity), cost: cost)
        }
        guard charges.count == list.count else { return nil }
        self.sequence = sequence
        self.offset = offset
        self.length = length
    }

    /// Whether each charge is the exact price of its units, rounded down or up to the pico-dollar.
    func isPriced(by billed: [BilledMeter]) -> Bool {
        charges.allSatisfy { charge in
            guard billed.indices.contains(charge.amount.line) else { return false }
            let rate = billed[charge.amount.line].rate
            let exact = rate.picoUSD.multipliedReportingOverflow(by: Int128(charge.amount.quantity))
            guard !exact.overflow else { return false }
            let (whole, rest) = exact.partialValue.quotientAndRemainder(dividingBy: rate.units)
            return charge.cost.picoUSD == whole || (rest > 0 && charge.cost.picoUSD == whole + 1)
        }
    }
}
