extension Hierarchy {
    /// τ² of each level, how far nodes lie from their parents: index 0, the root's, is zero.
    ///
    /// From the leaves up: siblings give their level's τ² through their spread about their own mean, then
    /// that mean, with what is left of its error, stands for the parent one level up.
    /// - Parameter variances: one a leaf, infinite without data.
    func levelVariances(
        values: [Double], variances: [Double], method: BetweenVarianceMethod
    ) -> [Double] {
        var result = Array(repeating: 0.0, count: levels.count)
        var (values, variances) = (values, variances)
        for level in stride(from: depth, to: 0, by: -1) {
            let above = levels[level - 1]
            let groups = levels[level].map { parents[$0] - above.lowerBound }
            let estimator = BetweenVariance(
                values: values, variances: variances, groups: groups, groupCount: above.count)
            let tau2 = estimator.estimate(method)
            result[level] = tau2
            var weights = Array(repeating: 0.0, count: above.count)
            var sums = weights
            for index in groups.indices where variances[index].isFinite {
                let w = 1 / (variances[index] + tau2)
                weights[groups[index]] += w
                sums[groups[index]] += w * values[index]
            }
            values = weights.indices.map { weights[$0] > 0 ? sums[$0] / weights[$0] : 0 }
            variances = weights.map { $0 > 0 ? 1 / $0 : .infinity }
        }
        return result
    }
}
