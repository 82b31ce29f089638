import Uplift

/// Net value a head against the share treated, best scores first.
public struct ProfitCurve: Sendable {
    public struct Point: Hashable, Sendable {
        public let share: Double
        public let net: PolicyValue.Estimate
    }

    /// From nobody to everybody.
    public let points: [Point]

    /// - Parameters:
    ///   - ranked: by scores out of fold.
    ///   - margin: nil counts in units of the metric, without cost.
    /// - Complexity: O(units + points × log units).
    public init(
        _ ranked: RankedUnits, doublyRobust: [Double], cost: Double = 0, margin: Double? = nil,
        steps: Int = 50
    ) {
        let (factor, price) = margin.map { ($0, cost) } ?? (1, 0)
        let sums = RunningMoments(ranked, doublyRobust.map { factor * $0 - price })
        let count = Double(doublyRobust.count)
        points = (0...steps).map { step in
            let share = Double(step) / Double(steps)
            let border = sums.border(share: share)
            let squares = border.innerSquares + border.part * border.part * border.groupSquares
            return Point(
                share: share, net: PolicyValue.Estimate(sum: border.sum, squares: squares, count: count))
        }
    }

    /// Treats each fold's units by the share whose net is the largest on all other folds, the smallest of equal ones.
    ///
    /// The best of fifty noisy points is mostly luck; a share chosen without a fold's outcomes is valued on that fold
    /// without it.
    /// - Returns: how much of each unit is treated, and the mean share over folds.
    /// - Complexity: O(units × steps).
    public static func chosenOutOfFold(
        _ ranked: RankedUnits, doublyRobust: [Double], folds: Folds, cost: Double = 0, margin: Double? = nil,
        steps: Int = 50
    ) -> (treat: [Double], share: Double) {
        let (factor, price) = margin.map { ($0, cost) } ?? (1, 0)
        let shares = (0...steps).map { Double($0) / Double(steps) }
        let treatments = shares.map { ranked.membership(share: $0) }
        // Net of each fold's units at each share.
        var sums = shares.map { _ in Array(repeating: 0.0, count: folds.count) }
        for (place, treat) in treatments.enumerated() {
            for unit in treat.indices {
                sums[place][folds.ofUnit[unit]] += treat[unit] * (factor * doublyRobust[unit] - price)
            }
        }
        let totals = sums.map { $0.reduce(0, +) }
        var treat = Array(repeating: 0.0, count: doublyRobust.count)
        var mean = 0.0
        for fold in 0..<folds.count {
            let best = shares.indices.dropFirst().reduce(0) {
                totals[$1] - sums[$1][fold] > totals[$0] - sums[$0][fold] ? $1 : $0
            }
            for unit in folds.members[fold] { treat[unit] = treatments[best][unit] }
            mean += shares[best] / Double(folds.count)
        }
        return (treat, mean)
    }
}
