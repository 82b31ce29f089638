public import Quantities

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Segments' effects as draws about their parents, with the spread τ of every level integrated over.
///
/// An estimate of τ taken as the truth makes intervals too short: with twelve segments 95 % intervals of restricted
/// likelihood cover 91 %, with sixty 88 % (`docs/calibration.md`). Here each level's τ has a uniform prior (Gelman 2006) from
/// zero to ten typical standard errors or six standard deviations of the estimates, whichever is more; the evidence
/// weighs a grid of spreads, and each effect is the mixture over it. A level on which no node has a sibling has no spread.
public struct IntegratedPooling: Sendable {
    public let hierarchy: Hierarchy
    /// What is believed of every node's effect, the root first, leaves last.
    public let posteriors: [MixturePosterior]
    /// Expected weight on the parent: 1 for a leaf without data, 0 for the root.
    public let weights: [Double]
    /// Posterior mean of τ by level; zero for the root.
    public let spreads: [Double]

    /// - Parameters:
    ///   - estimates: one a leaf, in the hierarchy's order.
    ///   - variances: squared errors, infinite for a leaf without data; independent between leaves.
    ///   - sharedVariance: variance of an error that all estimates have in common, such as that of clusters which
    ///     contain units of every segment: it widens every effect and tells nothing of their differences.
    ///   - degreesOfFreedom: with which the variances are known.
    /// - Precondition: one estimate and one variance a leaf.
    /// - Throws: `FinegrainError(.badInput)` when no leaf has data, an estimate is not finite or a variance is not positive.
    /// - Complexity: O(grid × leaves), at most some 2,500 points of the grid.
    public init(
        _ hierarchy: Hierarchy, estimates: [Double], variances: [Double], sharedVariance: Double = 0,
        degreesOfFreedom: Double = .infinity
    ) throws(FinegrainError) {
        precondition(estimates.count == hierarchy.leafCount, "one estimate a leaf")
        try PoolingInput.check(estimates, variances)
        var tree = SpreadTree(hierarchy, estimates: estimates, variances: variances)
        let grid = SpreadGrid.weighted(&tree)
        let nodes = hierarchy.nodeCount
        var centers = Array(repeating: [Double](), count: nodes)
        var scales = centers
        var weights = Array(repeating: 0.0, count: nodes)
        var spreads = Array(repeating: 0.0, count: hierarchy.levels.count)
        for point in grid {
            _ = tree.logEvidence(point.spreads.map { $0 * $0 })
            tree.spread(point.spreads.map { $0 * $0 })
            for node in 0..<nodes {
                centers[node].append(tree.means[node])
                scales[node].append((tree.deviations2[node] + sharedVariance).squareRoot())
                weights[node] += point.weight * tree.slopes[node]
            }
            for level in spreads.indices { spreads[level] += point.weight * point.spreads[level] }
        }
        self.hierarchy = hierarchy
        posteriors = (0..<nodes).map {
            MixturePosterior(
                weights: grid.map(\.weight), centers: centers[$0], scales: scales[$0],
                degreesOfFreedom: degreesOfFreedom)
        }
        self.weights = weights
        self.spreads = spreads
    }

    /// One level of segments about one mean.
    public init(
        estimates: [Double], variances: [Double], sharedVariance: Double = 0,
        degreesOfFreedom: Double = .infinity
    ) throws(FinegrainError) {
        try self.init(
            Hierarchy(paths: estimates.indices.map { [$0] }), estimates: estimates, variances: variances,
            sharedVariance: sharedVariance, degreesOfFreedom: degreesOfFreedom)
    }

    /// The effects of the leaves, in the hierarchy's order.
    public var effects: [PooledEffect] {
        hierarchy.levels[hierarchy.depth].map { PooledEffect(posteriors[$0], weightOnMean: weights[$0]) }
    }
}
