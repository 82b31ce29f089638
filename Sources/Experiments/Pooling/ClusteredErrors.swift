import Uplift

/// Errors of segments' effects when units of one cluster hang together.
///
/// The linearised score of cluster g in segment k, ψ_gk = Σ w(y − ȳ₁)/W₁ over its treated units less the same over its
/// control units, gives the variance Σ_g ψ_gk². Clusters are few in a segment, so that the variance of one effective cluster is
/// shared by all segments. Where a cluster reaches over several segments their errors hang together too: the mean of the
/// cross products Σ_g ψ_gk ψ_gl is the variance that they share, and only the rest is the segment's own.
struct ClusteredErrors {
    let effects: [Double]
    let variances: [Double]
    let sharedVariance: Double
    /// Clusters of both arms less two: all clusters together, or those within segments if they are fewer.
    let degreesOfFreedom: Double

    /// - Parameter clusters: one a row of the table.
    /// - Returns: nil where no arm of any segment has two clusters: segments are the clusters, and their spread is τ.
    /// - Complexity: O(rows log rows).
    init?(_ comparisons: [Comparison], _ adjustment: OutcomeAdjustment, clusters: [Int]) {
        let segments = comparisons.map { Segment($0, adjustment, clusters) }
        guard segments.contains(where: { $0.freedom > 0 }) else { return nil }
        effects = segments.map(\.effect)
        let total = segments.reduce(0) { $0 + $1.weight }
        let shares = segments.map { $0.weight / total }
        // Σ_g (Σ_k p_k ψ_gk)² less its diagonal.
        var together: [(cluster: Int, score: Double)] = []
        var diagonal = 0.0
        for (segment, share) in zip(segments, shares) {
            for (cluster, score) in segment.scores {
                together.append((cluster, share * score))
                diagonal += share * share * score * score
            }
        }
        together.sort { $0.cluster < $1.cluster }
        var cross = -diagonal
        var (sum, last) = (0.0, Int.min)
        for (cluster, score) in together {
            if cluster != last {
                cross += sum * sum
                (sum, last) = (0, cluster)
            }
            sum += score
        }
        cross += sum * sum
        let spread = 1 - shares.reduce(0) { $0 + $1 * $1 }
        let shared = spread > 1e-9 ? max(0, cross / spread) : 0
        // The variance of one effective cluster, from what is the segments' own.
        var (own, freedom) = (0.0, 0.0)
        for segment in segments where segment.freedom > 0 {
            own += segment.freedom * max(0, segment.variance - shared) / segment.inverseSize
            freedom += segment.freedom
        }
        let unit = own / freedom
        let clusterCount = Set(together.map(\.cluster)).count
        degreesOfFreedom = min(freedom, Double(max(1, clusterCount - 2)))
        let floor = segments.reduce(0) { max($0, $1.variance) } * 1e-9
        variances = segments.map { max(floor, unit * $0.inverseSize) }
        sharedVariance = shared
    }

    /// One segment's effect and the scores of its clusters.
    private struct Segment {
        let effect: Double
        let weight: Double
        let scores: [(cluster: Int, score: Double)]
        let variance: Double
        /// 1/m₁ + 1/m₀, m the effective clusters of an arm.
        let inverseSize: Double
        /// Clusters of both arms less the two means.
        let freedom: Double

        init(_ comparison: Comparison, _ adjustment: OutcomeAdjustment, _ clusters: [Int]) {
            let control = Arm(comparison, comparison.controlRows, adjustment, clusters)
            let treatment = Arm(comparison, comparison.treatmentRows, adjustment, clusters)
            effect = treatment.mean - control.mean
            weight = treatment.weight + control.weight
            var scores: [(cluster: Int, score: Double)] = []
            let all = treatment.scores + control.scores.map { (cluster: $0.cluster, score: -$0.score) }
            for (cluster, score) in all.sorted(by: { $0.cluster < $1.cluster }) {
                if scores.last?.cluster == cluster {
                    scores[scores.count - 1].score += score
                } else {
                    scores.append((cluster, score))
                }
            }
            self.scores = scores
            variance = scores.reduce(0) { $0 + $1.score * $1.score }
            inverseSize = 1 / treatment.size + 1 / control.size
            freedom =
                min(treatment.count, control.count) > 1 ? Double(treatment.count + control.count - 2) : 0
        }
    }

    /// The clusters of one arm in one segment.
    private struct Arm {
        let mean: Double
        let weight: Double
        /// Σ w(y − ȳ)/W by cluster over √(1 − W_g/W), for the mean that was fitted: CR2 of a mean (Bell & McCaffrey 2002).
        let scores: [(cluster: Int, score: Double)]
        /// Effective clusters, W²/Σ W_g².
        let size: Double
        let count: Int

        init(_ comparison: Comparison, _ rows: [Int], _ adjustment: OutcomeAdjustment, _ clusters: [Int]) {
            let table = comparison.table
            let ordered = rows.sorted { (clusters[$0], $0) < (clusters[$1], $1) }
            let values = ordered.map { adjustment.value(comparison, $0) }
            let weights = ordered.map { table.weights?[$0] ?? 1 }
            let weight = weights.reduce(0, +)
            let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weight
            var sums: [(cluster: Int, score: Double, weight: Double)] = []
            for (place, row) in ordered.enumerated() {
                if sums.last?.cluster != clusters[row] { sums.append((clusters[row], 0, 0)) }
                sums[sums.count - 1].score += weights[place] * (values[place] - mean) / weight
                sums[sums.count - 1].weight += weights[place]
            }
            self.mean = mean
            self.weight = weight
            scores = sums.map { sum in
                let rest = 1 - sum.weight / weight
                return (sum.cluster, rest > 1e-12 ? sum.score / rest.squareRoot() : 0)
            }
            size = weight * weight / sums.reduce(0) { $0 + $1.weight * $1.weight }
            self.count = sums.count
        }
    }
}
