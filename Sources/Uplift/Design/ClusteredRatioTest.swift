/// Whether arms have their planned shares of clusters, or of units that come in clusters.
///
/// Where every cluster is in one arm, clusters were assigned, and they are counted by ``SampleRatioTest``. Otherwise units
/// were assigned within clusters: the excess of an arm, Σ over clusters of (units in the arm − share × units), has the
/// variance G / (G − 1) Σ (the cluster's excess)² over G clusters (Binder 1983), t with G − 1 degrees of freedom; of several
/// arms the smallest p-value counts, times their number (Bonferroni).
public struct ClusteredRatioTest: Hashable, Sendable {
    /// Clusters of each arm; nil where clusters are divided between arms.
    public let clusters: [Int]?
    /// Chi-squared for whole clusters, else the largest t².
    public let statistic: Double?
    public let degreesOfFreedom: Int
    public let pValue: Double?

    /// - Parameters:
    ///   - counts: units by cluster and arm.
    ///   - planned: shares that need not add up to one; equal shares when nil.
    /// - Precondition: every cluster has one count per arm, and there is one share per arm.
    public init(_ counts: [[Int]], planned: [Double]?) {
        let present = counts.filter { $0.contains { $0 > 0 } }
        let armCount = planned?.count ?? counts.first?.count ?? 0
        precondition(counts.allSatisfy { $0.count == armCount }, "one count per arm")
        if present.allSatisfy({ $0.count { $0 > 0 } == 1 }) {
            let whole = (0..<armCount).map { arm in present.count { $0[arm] > 0 } }
            let test = SampleRatioTest(observed: whole, planned: planned)
            clusters = whole
            statistic = test.statistic
            degreesOfFreedom = test.degreesOfFreedom
            pValue = test.exactPValue ?? test.pValue
            return
        }
        clusters = nil
        let shares = planned ?? Array(repeating: 1, count: armCount)
        guard !(0..<armCount).contains(where: { arm in shares[arm] == 0 && present.contains { $0[arm] > 0 } })
        else {
            (statistic, degreesOfFreedom, pValue) = (.infinity, 1, 0)
            return
        }
        let total = shares.reduce(0, +)
        let count = Double(present.count)
        var (largest, smallest) = (0.0, 1.0)
        var tested = 0
        // One cluster has no error to compare with.
        for arm in 0..<armCount where count > 1 && shares[arm] > 0 && shares[arm] < total {
            let excess = present.map { Double($0[arm]) - shares[arm] / total * Double($0.reduce(0, +)) }
            let sum = excess.reduce(0, +)
            let variance = count / (count - 1) * excess.reduce(0) { $0 + $1 * $1 }
            guard variance > 0 else { continue }
            let t = sum / variance.squareRoot()
            tested += 1
            largest = max(largest, t * t)
            smallest = min(smallest, StudentT(degreesOfFreedom: count - 1).twoSided(t))
        }
        statistic = tested > 0 ? largest : nil
        degreesOfFreedom = 1
        // The excesses of two arms are one number.
        pValue = tested > 0 ? min(1, smallest * Double(max(1, tested == 2 ? 1 : tested))) : nil
    }
}
