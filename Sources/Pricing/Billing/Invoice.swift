public import Quantities

/// A ledger priced by a rate card: one line a meter, rounded once a line.
public struct Invoice: Sendable {
    /// One meter's use and what it costs.
    public struct Line: Hashable, Sendable {
        public var meter: Meter
        /// Units used.
        public var quantity: Int
        /// Units paid: those used less a free grant, where grants apply.
        public var billedQuantity: Int
        public var rate: Rate
        /// `billedQuantity` at `rate`, rounded half-even to the pico-dollar.
        public var cost: Money
    }

    /// In the order of meters.
    public let lines: [Line]
    /// The exact sum of the lines.
    public let total: Money
    /// The card's day and credit regime, and the rows behind the lines.
    public let card: RateCard

    /// Prices a ledger.
    /// - Parameter applyingFreeGrants: whether each row's monthly grant is taken off once. Off by
    ///   default: the question is what one more campaign costs, and the grant is then used up.
    /// - Throws: `FinegrainError` (bad input) with every meter that has no price at all.
    /// - Complexity: O(n log n) for n meters.
    public init(
        _ ledger: Ledger, at card: RateCard, applyingFreeGrants: Bool = false
    ) throws(FinegrainError) {
        var lines: [Line] = []
        var problems: [Problem] = []
        var total = Money.zero
        for entry in ledger.entries {
            do throws(FinegrainError) {
                let rate = try card.rate(for: entry.meter)
                let free = applyingFreeGrants ? card.row(for: entry.meter)?.freePerMonth ?? 0 : 0
                let billed = max(0, entry.quantity - free)
                let cost = try rate.cost(of: billed)
                lines.append(
                    Line(
                        meter: entry.meter, quantity: entry.quantity, billedQuantity: billed, rate: rate,
                        cost: cost))
                total += cost
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        self.lines = lines
        self.total = total
        self.card = card
    }

    /// The cost of each service that was used, in the order of their names.
    public var costByService: [(service: Meter.Service, cost: Money)] {
        var sums: [(service: Meter.Service, cost: Money)] = []
        for line in lines {
            if sums.last?.service == line.meter.service {
                sums[sums.count - 1].cost += line.cost
            } else {
                sums.append((line.meter.service, line.cost))
            }
        }
        return sums
    }
}
