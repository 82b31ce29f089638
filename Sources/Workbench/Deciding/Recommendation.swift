import Campaigns
public import Quantities

/// Which rows to build: a set, because net value is flat around its top.
///
/// A row belongs to the set when its paired difference to the best row is within two standard errors,
/// or its expected regret is below a tenth of the best row's net value. Pairs share their worlds, so
/// that their differences are differences of design. The coarsest of the set is recommended; where that
/// is the baseline, nothing finer is worth building.
public struct Recommendation: Sendable {
    public struct Member: Sendable {
        /// Index into the rows.
        public var row: Int
        /// Mean over worlds of (best row of that world − this row), USD a campaign.
        public var expectedRegretUSD: Double
    }

    /// Index of the row with the highest mean net value.
    public let best: Int
    /// Members from coarse to fine.
    public let set: [Member]
    /// The coarsest member, or nil for the baseline.
    public let recommended: Int?
    /// Expected regret of every row, USD a campaign.
    public let regrets: [Double]

    /// - Parameter rows: the baseline first; net values a replication, all of one length.
    /// - Complexity: O(rows × replications).
    init(rows: [SweepRow]) {
        let net = rows.map(\.netValues)
        let means = net.map { $0.reduce(0, +) / Double($0.count) }
        let best = means.indices.max { means[$0] < means[$1] } ?? 0
        self.best = best
        let worlds = net[0].count
        regrets = net.map { values in
            (0..<worlds).reduce(0.0) { sum, world in
                sum + (net.map { $0[world] }.max() ?? 0) - values[world]
            } / Double(worlds)
        }
        let regrets = regrets
        let members = rows.indices.filter { row in
            row == best || Recommendation.isTied(net[best], net[row])
                || regrets[row] < 0.1 * max(0, means[best])
        }
        func grain(_ row: Int) -> Double { rows[row].isBaseline ? -1 : rows[row][.segments] ?? 0 }
        let ordered = members.sorted { (grain($0), $0) < (grain($1), $1) }
        set = ordered.map { Member(row: $0, expectedRegretUSD: regrets[$0]) }
        recommended = ordered.first.flatMap { rows[$0].isBaseline ? nil : $0 }
    }

    /// Whether the mean of the paired differences is within two standard errors of zero.
    ///
    /// With one world there is no standard error, so nothing is tied.
    static func isTied(_ best: [Double], _ other: [Double]) -> Bool {
        guard best.count > 1 else { return false }
        let differences = zip(best, other).map { $0 - $1 }
        let mean = differences.reduce(0, +) / Double(differences.count)
        let variance =
            differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(differences.count - 1)
        return mean <= 2 * (variance / Double(differences.count)).squareRoot()
    }
}
