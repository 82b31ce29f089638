public import Quantities

/// Nested segments' effects, each partially pooled with its parent's posterior, from the root down.
///
/// Shrinkage to the one grand mean gives deep segments the answer of the undivided audience. Here a segment
/// without much data of its own takes after its parent, and depth costs nothing. Given the spread at each
/// level, the posterior is exact: a parent already knows its children's data, and they are not counted twice.
public struct HierarchicalPooling: Sendable {
    /// The segments, as given.
    public let hierarchy: Hierarchy
    /// τ² of each level about its parents, in squares of the effect's unit; the root's is zero.
    public let levelVariances: [Double]
    /// One a node, in the hierarchy's order. The weight on the mean is the weight on the parent, 1 for a
    /// segment without data and 0 for the root.
    public let effects: [PooledEffect]

    /// - Parameters:
    ///   - hierarchy: the finest segments are its leaves.
    ///   - estimates: one a leaf, in the hierarchy's order, such as `SegmentContrasts` gives them.
    ///   - variances: squared standard errors that do not depend on the estimates themselves, see
    ///     `SegmentContrasts`; infinite for a leaf without data.
    /// - Precondition: one estimate and one variance a leaf.
    /// - Throws: `FinegrainError(.badInput)` when no leaf has data, an estimate is not finite or a
    ///   variance is not positive.
    public init(
        _ hierarchy: Hierarchy, estimates: [Double], variances: [Double],
        method: BetweenVarianceMethod = .reml
    ) throws(FinegrainError) {
        precondition(estimates.count == hierarchy.leafCount, "one estimate a leaf")
        try PoolingInput.check(estimates, variances)
        let tau2 = hierarchy.levelVariances(values: estimates, variances: variances, method: method)
        let precisions = variances.map { 1 / $0 }
        let tree = GaussianTree(
            hierarchy, size: 1, precisions: precisions,
            informations: zip(precisions, estimates).map { $0 == 0 ? 0 : $0 * $1 },
            stepVariances: tau2.map { [$0] })
        self.hierarchy = hierarchy
        levelVariances = tau2
        effects = (0..<hierarchy.nodeCount).map { node in
            PooledEffect(
                value: tree.means[node], standardError: tree.deviation(node, 0),
                weightOnMean: tree.slope(node))
        }
    }

    /// The effects of the leaves, in the hierarchy's order.
    public var leafEffects: ArraySlice<PooledEffect> { effects[hierarchy.levels[hierarchy.depth]] }
}
