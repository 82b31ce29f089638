#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The posterior of nested effects and the evidence for one choice of the spreads.
///
/// Every node is its parent plus a normal step of the level's variance τ², leaves are seen with known error, the root's
/// prior is flat: the tree of `GaussianTree` in one dimension, with the integral over all effects (the evidence).
struct SpreadTree {
    let hierarchy: Hierarchy
    let estimates: [Double]
    let variances: [Double]
    /// What a subtree says of its top: weight Λ, centre M.
    private var precision: [Double]
    private var center: [Double]
    /// Posterior of every node after `solve`; the slope is the weight on the parent.
    private(set) var means: [Double]
    private(set) var deviations2: [Double]
    private(set) var slopes: [Double]

    /// - Parameter variances: squared errors of the leaves, infinite without data.
    init(_ hierarchy: Hierarchy, estimates: [Double], variances: [Double]) {
        self.hierarchy = hierarchy
        self.estimates = estimates
        self.variances = variances
        precision = Array(repeating: 0, count: hierarchy.nodeCount)
        center = precision
        means = precision
        deviations2 = precision
        slopes = precision
    }

    /// ln of the evidence but for a constant: all effects integrated out, siblings first.
    ///
    /// A subtree says exp(−½Λ(x − M)²) of its top x. A step of variance τ² makes of that √(1/(1 + Λτ²)) ·
    /// exp(−½(p − M)²/(1/Λ + τ²)) for its parent p; siblings multiply.
    /// - Parameter spreads: τ² by level; the root's is not used.
    /// - Complexity: O(nodes).
    mutating func logEvidence(_ spreads: [Double]) -> Double {
        let leaves = hierarchy.levels[hierarchy.depth]
        var result = 0.0
        for index in precision.indices { (precision[index], center[index]) = (0, 0) }
        for (place, node) in leaves.enumerated() where variances[place].isFinite {
            precision[node] = 1 / variances[place]
            center[node] = estimates[place]
        }
        var level = hierarchy.depth
        while level > 0 {
            let step = spreads[level]
            let above = hierarchy.levels[level - 1]
            // Sums of λ and λM first, then the squares about the parent's own centre.
            for node in hierarchy.levels[level] where precision[node] > 0 {
                let weight = precision[node] / (1 + precision[node] * step)
                precision[hierarchy.parents[node]] += weight
                center[hierarchy.parents[node]] += weight * center[node]
                result -= 0.5 * log1p(precision[node] * step)
            }
            for parent in above where precision[parent] > 0 { center[parent] /= precision[parent] }
            for node in hierarchy.levels[level] where precision[node] > 0 {
                let gap = center[node] - center[hierarchy.parents[node]]
                result -= 0.5 * gap * gap * precision[node] / (1 + precision[node] * step)
            }
            level -= 1
        }
        return result - 0.5 * log(precision[0])
    }

    /// Posterior means and variances of all nodes, after `logEvidence` of the same spreads.
    mutating func spread(_ spreads: [Double]) {
        means[0] = center[0]
        deviations2[0] = 1 / precision[0]
        for level in 1..<max(1, hierarchy.levels.count) {
            let step = spreads[level]
            for node in hierarchy.levels[level] {
                let parent = hierarchy.parents[node]
                let slope = 1 / (1 + precision[node] * step)
                slopes[node] = slope
                means[node] = (1 - slope) * center[node] + slope * means[parent]
                deviations2[node] = step * slope + slope * slope * deviations2[parent]
            }
        }
    }
}
