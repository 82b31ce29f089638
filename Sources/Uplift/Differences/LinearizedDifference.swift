/// Difference of two (weighted) means whose error counts clusters, by linearization (Binder 1983).
///
/// Each row has the influence w (y − m) / W on its arm's mean m, where W is the arm's total weight. The variance is
/// G / (G − 1) Σ (sum of influences in a cluster)², over G clusters, with G − 2 degrees of freedom. Rows that are clusters
/// of their own give the usual error of a difference in (weighted) means.
public struct LinearizedDifference: Hashable, Sendable {
    /// Mean of the treated rows less that of the others.
    public let effect: Double
    /// Of the effect; NaN with fewer than three clusters.
    public let standardError: Double
    public let degreesOfFreedom: Double

    /// One row's part in a comparison.
    public struct Row: Hashable, Sendable {
        public var value: Double
        public var weight: Double
        public var isTreated: Bool
        /// A position among the clusters.
        public var cluster: Int

        public init(value: Double, weight: Double, isTreated: Bool, cluster: Int) {
            self.value = value
            self.weight = weight
            self.isTreated = isTreated
            self.cluster = cluster
        }
    }

    /// - Returns: nil unless both arms have a positive weight.
    /// - Complexity: O(rows + clusters).
    public init?(_ rows: [Row]) { self.init([rows], shares: [1]) }

    /// The mean of the differences within strata, weighted by the strata's shares.
    /// - Precondition: one share per stratum.
    /// - Returns: nil unless both arms have a positive weight in every stratum.
    public init?(_ strata: [[Row]], shares: [Double]) {
        precondition(strata.count == shares.count, "one share per stratum")
        let clusterCount = 1 + (strata.flatMap { $0.map(\.cluster) }.max() ?? -1)
        var sums = Array(repeating: 0.0, count: clusterCount)
        var isPresent = Array(repeating: false, count: clusterCount)
        var effect = 0.0
        for (rows, share) in zip(strata, shares) {
            var (weights, totals) = ([0.0, 0.0], [0.0, 0.0])
            for row in rows {
                weights[row.isTreated ? 1 : 0] += row.weight
                totals[row.isTreated ? 1 : 0] += row.weight * row.value
            }
            guard weights[0] > 0, weights[1] > 0 else { return nil }
            let means = [totals[0] / weights[0], totals[1] / weights[1]]
            effect += share * (means[1] - means[0])
            for row in rows where row.weight > 0 {
                let arm = row.isTreated ? 1 : 0
                let influence = row.weight * (row.value - means[arm]) / weights[arm]
                sums[row.cluster] += (row.isTreated ? share : -share) * influence
                isPresent[row.cluster] = true
            }
        }
        let count = Double(isPresent.count { $0 })
        let squares = sums.reduce(0) { $0 + $1 * $1 }
        self.effect = effect
        standardError = count > 2 ? (count / (count - 1) * squares).squareRoot() : .nan
        degreesOfFreedom = max(1, count - 2)
    }

    /// Two-sided; nil without an error.
    public var pValue: Double? {
        guard standardError > 0 else { return nil }
        return StudentT(degreesOfFreedom: degreesOfFreedom).twoSided(effect / standardError)
    }
}
