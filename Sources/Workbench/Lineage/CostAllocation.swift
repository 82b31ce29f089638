import Audiences
import Pricing
import Quantities

/// An invoice split over the calls that it bills, to the pico-dollar.
///
/// A line of the invoice bills Q units of one meter at p/u pico-dollars each: C = Q·p/u, rounded once. A charge is
/// what one segment, or no segment alone, used of the meter in one call: q units. It costs ⌊q·p/u⌋; the C − Σ⌊q·p/u⌋
/// pico-dollars that are left over go, one each, to the charges with the largest remainders q·p mod u, of equal ones
/// to those that come first in the journal (Hamilton's method of largest remainders). There are never more left than
/// charges with a remainder, so that a charge differs from q·p/u by less than one pico-dollar and the charges of a
/// line sum to C exactly. docs/explain.md has an example.
enum CostAllocation {
    /// Who is charged.
    struct Owner: Hashable, Sendable {
        /// Counted from one.
        var campaign: Int
        /// Nil: what the campaign's segments share.
        var segment: SegmentIdentity?
    }

    struct Charge: Sendable {
        /// Of the call in the journal.
        var sequence: Int
        var owner: Owner
        /// Index into the invoice's lines.
        var line: Int
        var quantity: Int
        var cost = Money.zero
    }

    /// Sets the cost of each charge.
    /// - Parameter charges: in order of the journal; those of a line must sum to its quantity for their costs to sum
    ///   to its cost.
    /// - Complexity: O(n log n) for n charges.
    static func allocate(_ charges: inout [Charge], over lines: [BilledMeter]) {
        var left = lines.map(\.cost.picoUSD)
        var remainders: [[(remainder: Int128, place: Int)]] = lines.map { _ in [] }
        for place in charges.indices {
            let line = charges[place].line
            let rate = lines[line].rate
            let exact = rate.picoUSD.multipliedReportingOverflow(by: Int128(charges[place].quantity))
            guard !exact.overflow else { continue }
            let (whole, remainder) = exact.partialValue.quotientAndRemainder(dividingBy: rate.units)
            charges[place].cost = Money(picoUSD: whole)
            left[line] -= whole
            if remainder > 0 { remainders[line].append((remainder, place)) }
        }
        for line in lines.indices where left[line] > 0 {
            remainders[line].sort { ($1.remainder, $0.place) < ($0.remainder, $1.place) }
            for (_, place) in remainders[line].prefix(Int(clamping: left[line])) {
                charges[place].cost += Money(picoUSD: 1)
            }
        }
    }
}
