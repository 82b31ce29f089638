package import Uplift

/// An outcome of an arm that is not a mean of single units, as values of units whose mean it is.
///
/// The values follow from all rows of an arm in one place, so that every comparison makes its own.
package indirect enum Linearization: Sendable {
    /// The ratio of two outcomes' sums.
    case ratio(numerator: ExperimentTable.Outcome, denominator: ExperimentTable.Outcome, products: [Double]?)
    /// The share of units without an event after a send.
    case retention(RiskHistories, send: Int)
    /// A sum of outcomes of which some are linearized themselves; factors in USD.
    case sum([(factor: Double, outcome: ExperimentTable.Outcome)])

    /// True when effects on single units have a meaning: a ratio has none.
    var hasUnitEffects: Bool {
        switch self {
        case .ratio: false
        case .retention: true
        case .sum(let parts): parts.allSatisfy { $0.outcome.linearization?.hasUnitEffects ?? true }
        }
    }

    /// Units in which something happened, as far as the rows tell; nil when the values themselves tell.
    func eventCount(_ rows: [Int], in table: ExperimentTable) -> Int? {
        switch self {
        case .ratio(_, let denominator, _):
            rows.reduce(0) { $0 + (denominator.values[$1] > 0 ? table.count($1) : 0) }
        case .retention(let histories, _):
            rows.reduce(0) { $0 + (histories.hasEvent($1) ? 1 : 0) }
        case .sum: nil
        }
    }

    /// The outcome with the values of the given rows, all of one arm, made from those rows.
    /// - Returns: false when these rows have none.
    func fill(
        _ outcome: inout ExperimentTable.Outcome, rows: [Int], in table: ExperimentTable
    ) -> Bool {
        switch self {
        case .ratio(let numerator, let denominator, let products):
            let weights = rows.map { Double(table.count($0)) * (table.weights?[$0] ?? 1) }
            guard
                let ratio = RatioOfSums(
                    numerators: rows.map { numerator.values[$0] },
                    denominators: rows.map { denominator.values[$0] }, weights: weights)
            else { return false }
            for row in rows {
                outcome.values[row] = ratio.value(
                    numerator: numerator.values[row], denominator: denominator.values[row])
                guard let above = numerator.deviations?[row], let below = denominator.deviations?[row],
                    let product = products?[row]
                else { continue }
                outcome.deviations?[row] = ratio.squaredDeviations(
                    numerator: above, denominator: below, product: product)
            }
        case .retention(let histories, let send):
            guard let values = histories.survivalValues(units: rows, after: send, weights: table.weights)
            else { return false }
            for (row, value) in zip(rows, values) { outcome.values[row] = value }
        case .sum(let parts):
            for row in rows { outcome.values[row] = 0 }
            for part in parts {
                var filled = part.outcome
                if let linearization = filled.linearization,
                    !linearization.fill(&filled, rows: rows, in: table)
                {
                    return false
                }
                for row in rows { outcome.values[row] += part.factor * filled.values[row] }
            }
        }
        return true
    }
}

extension ExperimentTable.Outcome {
    /// True for shares of units, whose differences are percentage points: outcomes of 0 and 1, and retention.
    package var isRate: Bool {
        if case .retention = linearization { return true }
        return isBinary
    }
}

extension ExperimentTable {
    /// Adds a linearized outcome; its values are those of everybody, arm by arm.
    mutating func add(
        _ name: String, _ linearization: Linearization, isPresent: (Int) -> Bool, hasDeviations: Bool = false
    ) {
        var outcome = Outcome(
            name: name, values: Array(repeating: .nan, count: rowCount),
            deviations: hasDeviations ? Array(repeating: 0, count: rowCount) : nil, isBinary: false)
        outcome.linearization = linearization
        for arm in arms.indices {
            let rows = (0..<rowCount).filter { row in
                armCodes[row] == arm && isPresent(row) && (weights.map { $0[row] > 0 } ?? true)
            }
            if !rows.isEmpty { _ = linearization.fill(&outcome, rows: rows, in: self) }
        }
        outcomes.append(outcome)
    }
}
