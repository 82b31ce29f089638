public import Quantities

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The customers of one day with what identifies them.
public struct DatedExport: Sendable {
    /// One identifier a customer, each once.
    public var identifiers: [String]
    public var audience: Audience

    public init(identifiers: [String], audience: Audience) {
        self.identifiers = identifiers
        self.audience = audience
    }
}

/// A drift fitted to what changed between two exports of the same customers.
///
/// Of the customers in both, s is the share whose attribute differs and P their table of
/// transitions over T weeks. With level shares p (of both dates together) a redraw changes the
/// level with probability g = 1 - sum of p squared, so that s = r g, where r is the probability of
/// a redraw within T weeks; the weekly rate is d = 1 - (1 - r)^(1/T). Given a redraw, the new level
/// follows M = (P - (1 - r) I) / r, negative entries set to zero and rows summing to one. M has the
/// equilibrium of P; P is met exactly over T weeks if redraws do not depend on the old level, and
/// within one week otherwise.
///
/// Customers only in the older export have left: 1 - (share that stayed)^(1/T) a week. Customers
/// only in the newer have arrived: their number by the older export and by T.
public struct DriftEstimate: Sendable {
    /// A drift with transition kernel and a rate for each attribute.
    public let drift: Drift
    /// Customers in both exports.
    public let joined: Int
    /// For each attribute, the share of joined customers whose level differs.
    public let changedShares: [Double]

    /// - Throws: when attributes or levels differ, identifiers recur or are too few, no customer is
    ///   in both, or `weeks` is below one.
    /// - Complexity: O(customers x attributes).
    public init(from old: DatedExport, to new: DatedExport, weeks: Int) throws(FinegrainError) {
        let rowOfOld = try DriftEstimate.index(
            old, "older", weeks, old.audience.attributes == new.audience.attributes)
        _ = try DriftEstimate.index(new, "newer", weeks, true)
        var pairs: [(old: Int, new: Int)] = []
        for (row, identifier) in new.identifiers.enumerated() {
            if let other = rowOfOld[identifier] { pairs.append((other, row)) }
        }
        if pairs.isEmpty {
            throw .badInput(
                "no customer is in both exports", remedy: "join by the same identifier", field: "drift.from")
        }
        var rates: [Double] = []
        var matrices: [[[Double]]] = []
        var changed: [Double] = []
        for (attribute, levels) in old.audience.attributes.map(\.levels.count).enumerated() {
            var table = [[Int]](repeating: [Int](repeating: 0, count: levels), count: levels)
            for pair in pairs {
                let from = Int(old.audience.columns[attribute][pair.old])
                table[from][Int(new.audience.columns[attribute][pair.new])] += 1
            }
            let fit = DriftEstimate.fit(table, total: pairs.count, weeks: weeks)
            rates.append(fit.rate)
            matrices.append(fit.matrix)
            changed.append(fit.changed)
        }
        joined = pairs.count
        changedShares = changed
        let stayed = Double(pairs.count) / Double(old.audience.count)
        drift = Drift(
            kernel: .transition(matrices), weeklyRate: rates.reduce(0, +) / Double(rates.count),
            attributeRates: rates, departureRate: 1 - pow(stayed, 1 / Double(weeks)),
            arrivalRate: Double(new.audience.count - pairs.count) / Double(old.audience.count) / Double(weeks)
        )
    }

    private static func index(
        _ export: DatedExport, _ name: String, _ weeks: Int, _ sameShape: Bool
    ) throws(FinegrainError) -> [String: Int] {
        var problems: [Problem] = []
        if weeks < 1 {
            problems.append(Problem("the exports are \(weeks) weeks apart", field: "drift.weeks"))
        }
        if !sameShape {
            problems.append(
                Problem(
                    "the two exports differ in attributes or levels",
                    remedy: "read both with the same list of levels", field: "drift.from"))
        }
        if export.identifiers.count != export.audience.count {
            problems.append(
                Problem(
                    "\(name) export: \(export.identifiers.count) identifiers, not \(export.audience.count)",
                    field: "drift.from"))
        }
        var rows = [String: Int](minimumCapacity: export.identifiers.count)
        for (row, identifier) in export.identifiers.enumerated() {
            if rows.updateValue(row, forKey: identifier) != nil, problems.count < 20 {
                problems.append(
                    Problem("\(identifier) occurs twice in the \(name) export", field: "drift.from"))
            }
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        return rows
    }

    private static func fit(
        _ table: [[Int]], total: Int, weeks: Int
    ) -> (rate: Double, matrix: [[Double]], changed: Double) {
        let levels = table.indices
        let marginal = levels.map { level in
            Double(table[level].reduce(0, +) + levels.reduce(0) { $0 + table[$1][level] }) / Double(2 * total)
        }
        let same = levels.reduce(0) { $0 + table[$1][$1] }
        let changed = Double(total - same) / Double(total)
        let gain = 1 - marginal.reduce(0) { $0 + $1 * $1 }
        // More change than independent redraws could make is met by redrawing everybody.
        let redrawn = gain > 0 ? min(1, changed / gain) : 0
        guard redrawn > 0 else { return (0, levels.map { row in levels.map { $0 == row ? 1 : 0 } }, 0) }
        let matrix = levels.map { row in
            let sum = table[row].reduce(0, +)
            guard sum > 0 else { return marginal }
            let redraw = levels.map { level in
                let share = Double(table[row][level]) / Double(sum)
                return max(0, (share - (level == row ? 1 - redrawn : 0)) / redrawn)
            }
            let mass = redraw.reduce(0, +)
            return mass > 0 ? redraw.map { $0 / mass } : levels.map { $0 == row ? 1 : 0 }
        }
        return (1 - pow(1 - redrawn, 1 / Double(weeks)), matrix, changed)
    }
}
