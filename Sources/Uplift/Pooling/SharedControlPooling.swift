public import Quantities

/// Effects of several treatments in many segments, pooled together: in a segment they are measured against one control, whose
/// noise v₀/n₀ they share.
///
/// Model: the effects of a segment are normal draws around one mean a treatment, with variance τ²_a and independent between
/// treatments; the estimates of a segment have covariance v_a on the diagonal plus v₀ everywhere. Given the spreads
/// (estimated by treatment, from contrasts alone) the posterior is exact. With one treatment it is `PartialPooling` with
/// known τ² (with no allowance for its estimation).
public struct SharedControlPooling: Sendable {
    /// What one segment showed.
    public struct Segment: Hashable, Sendable {
        /// Treatment mean minus control mean, one a treatment.
        public let contrasts: [Double]
        /// Variance of each treatment's mean.
        public let treatmentVariances: [Double]
        /// Variance of the control's mean.
        public let controlVariance: Double

        /// - Precondition: one variance a contrast, all positive.
        public init(contrasts: [Double], treatmentVariances: [Double], controlVariance: Double) {
            precondition(contrasts.count == treatmentVariances.count, "one variance a contrast")
            precondition(
                treatmentVariances.allSatisfy { $0 > 0 } && controlVariance >= 0, "variances are positive")
            self.contrasts = contrasts
            self.treatmentVariances = treatmentVariances
            self.controlVariance = controlVariance
        }
    }

    /// τ², one a treatment.
    public let betweenVariances: [Double]
    /// Mean effects over segments, one a treatment.
    public let means: [Double]
    private let tree: GaussianTree
    private let size: Int

    /// - Throws: `FinegrainError(.badInput)` when there is no segment or no treatment.
    /// - Complexity: O(segments × treatments³).
    public init(_ segments: [Segment], method: BetweenVarianceMethod = .reml) throws(FinegrainError) {
        let size = segments.first?.contrasts.count ?? 0
        guard size > 0 else {
            throw .badInput("no segment with a treatment", remedy: "give at least one estimate")
        }
        precondition(segments.allSatisfy { $0.contrasts.count == size }, "equal treatments in all segments")
        let hierarchy = Hierarchy(paths: segments.indices.map { [$0] })
        var spreads: [Double] = []
        for treatment in 0..<size {
            let pooled = try PartialPooling(
                estimates: segments.map { $0.contrasts[treatment] },
                variances: segments.map { $0.treatmentVariances[treatment] + $0.controlVariance },
                method: method)
            spreads.append(pooled.betweenVariance)
        }
        var precisions: [Double] = []
        var informations: [Double] = []
        for segment in segments {
            var matrix = Array(repeating: segment.controlVariance, count: size * size)
            for index in 0..<size { matrix[index * size + index] += segment.treatmentVariances[index] }
            SmallMatrix.invert(&matrix, size)
            precisions += matrix
            informations += (0..<size).map { row in
                (0..<size).reduce(0) { $0 + matrix[row * size + $1] * segment.contrasts[$1] }
            }
        }
        let tree = GaussianTree(
            hierarchy, size: size, precisions: precisions, informations: informations,
            stepVariances: [Array(repeating: 0, count: size), spreads])
        self.tree = tree
        self.size = size
        betweenVariances = spreads
        means = Array(tree.means.prefix(size))
    }

    /// The pooled effect of one treatment in one segment.
    public func effect(segment: Int, treatment: Int) -> Posterior {
        Posterior(
            mean: tree.means[(segment + 1) * size + treatment],
            standardDeviation: tree.deviation(segment + 1, treatment))
    }

    /// How much better one treatment is than another in a segment; what the control adds to both cancels.
    public func difference(segment: Int, of treatment: Int, over other: Int) -> Posterior {
        let start = (segment + 1) * size * size
        func covariance(_ row: Int, _ column: Int) -> Double { tree.covariances[start + row * size + column] }
        let variance =
            covariance(treatment, treatment) + covariance(other, other) - 2 * covariance(treatment, other)
        return Posterior(
            mean: tree.means[(segment + 1) * size + treatment] - tree.means[(segment + 1) * size + other],
            standardDeviation: max(0, variance).squareRoot())
    }
}
