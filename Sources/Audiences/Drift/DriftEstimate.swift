public import Quantities

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A drift fitted to what changed between two exports of the same customers.
///
/// Of the customers in both, s is the share whose attribute differs and P their table of
/// transitions over T weeks. With level shares p (of both dates together) a redraw changes the
/// level with probability g = 1 - sum of p squared, so that s = r g, where r is the probability of
/// a redraw within T weeks; the weekly rate is d = 1 - (1 - r)^(1/T), for any T > 0. Given a redraw, the new level
/// follows M = (P - (1 - r) I) / r, negative entries set to zero and rows summing to one. M has the
/// equilibrium of P; P is met exactly over T weeks if redraws do not depend on the old level, and
/// within one week otherwise.
///
/// Customers only in the older export have left: 1 - (share that stayed)^(1/T) a week. Customers
/// only in the newer have arrived: their number by the older export and by T.
///
/// Standard errors are those of the delta method (docs/drift.md, "Drift from two exports").
public struct DriftEstimate: Sendable {
    /// A drift with transition kernel and a rate for each attribute.
    public let drift: Drift
    /// Customers in both exports.
    public let joined: Int
    /// For each attribute, the share of joined customers whose level differs.
    public let changedShares: [Double]
    /// The standard error of each attribute's weekly rate; nil where nobody changed, or more changed than redraws
    /// can explain.
    public let rateErrors: [Double?]
    /// The standard error of the weekly share that leaves; nil where nobody left.
    public let departureError: Double?
    /// The standard error of the weekly share that arrives; nil where nobody came.
    public let arrivalError: Double?

    /// - Throws: when attributes or levels differ, identifiers recur or are too few, no customer is
    ///   in both, or `weeks` is not positive.
    /// - Complexity: O(customers x attributes).
    public init(from old: DatedExport, to new: DatedExport, weeks: Double) throws(FinegrainError) {
        self = try JoinedExports(from: old, to: new, weeks: weeks).estimate()
    }

    /// - Parameters:
    ///   - tables: `[attribute][older level][newer level]`, customers in both exports.
    ///   - joined: customers in both exports. - oldCount: in the older one. - arrived: in the newer one only.
    init(tables: [[[Int]]], joined: Int, oldCount: Int, arrived: Int, weeks: Double) {
        let fits = tables.map { AttributeFit($0, weeks: weeks) }
        let rates = fits.map(\.rate)
        let stayed = Double(joined) / Double(oldCount)
        drift = Drift(
            kernel: .transition(fits.map(\.matrix)), weeklyRate: rates.reduce(0, +) / Double(rates.count),
            attributeRates: rates, departureRate: 1 - pow(stayed, 1 / weeks),
            arrivalRate: Double(arrived) / Double(oldCount) / weeks)
        self.joined = joined
        changedShares = fits.map(\.changed)
        rateErrors = fits.map(\.rateError)
        // d = 1 - q^(1/T) with q = J/N binomial; arrivals are a Poisson count.
        departureError =
            joined < oldCount
            ? pow(stayed, 1 / weeks - 1) / weeks * (stayed * (1 - stayed) / Double(oldCount)).squareRoot()
            : nil
        arrivalError = arrived > 0 ? Double(arrived).squareRoot() / Double(oldCount) / weeks : nil
    }
}

/// What one attribute's table of transitions says.
private struct AttributeFit {
    var rate = 0.0
    var rateError: Double?
    var matrix: [[Double]]
    var changed = 0.0

    init(_ table: [[Int]], weeks: Double) {
        let levels = table.indices
        let total = table.reduce(0) { $0 + $1.reduce(0, +) }
        let marginal = levels.map { level in
            Double(table[level].reduce(0, +) + levels.reduce(0) { $0 + table[$1][level] }) / Double(2 * total)
        }
        let same = levels.reduce(0) { $0 + table[$1][$1] }
        let changed = Double(total - same) / Double(total)
        let gain = 1 - marginal.reduce(0) { $0 + $1 * $1 }
        // More change than independent redraws could make is met by redrawing everybody.
        let redrawn = gain > 0 ? min(1, changed / gain) : 0
        guard redrawn > 0 else {
            matrix = levels.map { row in levels.map { $0 == row ? 1 : 0 } }
            return
        }
        matrix = levels.map { row in
            let sum = table[row].reduce(0, +)
            guard sum > 0 else { return marginal }
            let redraw = levels.map { level in
                let share = Double(table[row][level]) / Double(sum)
                return max(0, (share - (level == row ? 1 - redrawn : 0)) / redrawn)
            }
            let mass = redraw.reduce(0, +)
            return mass > 0 ? redraw.map { $0 / mass } : levels.map { $0 == row ? 1 : 0 }
        }
        rate = 1 - pow(1 - redrawn, 1 / weeks)
        self.changed = changed
        guard redrawn < 1 else { return }
        // Influence of a customer who goes from a to b on s, on g = 1 - sum p^2 (dg = -2 sum p dp), and so on r = s / g.
        let squares = 1 - gain
        var variance = 0.0
        for from in levels {
            for to in levels where table[from][to] > 0 {
                let onGain = 2 * squares - marginal[from] - marginal[to]
                let influence = ((from == to ? 0 : 1) - changed - changed / gain * onGain) / gain
                variance += Double(table[from][to]) / Double(total) * influence * influence
            }
        }
        rateError = pow(1 - redrawn, 1 / weeks - 1) / weeks * (variance / Double(total)).squareRoot()
    }
}
