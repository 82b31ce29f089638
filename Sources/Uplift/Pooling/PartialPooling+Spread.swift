extension PartialPooling {
    /// Upper limit of τ by inverting Q(τ²), which is chi-squared on K − 1 at the true τ² (Viechtbauer 2007, Q profile).
    ///
    /// A τ² of zero only says that no spread could be told from noise; this says how much there may be.
    /// - Returns: zero when even τ = 0 is unlikely to give a Q so small; nil with one segment.
    /// - Precondition: `0 < confidence < 1`.
    /// - Complexity: O(segments × 200).
    public func spreadUpperLimit(confidence: Double = 0.95) -> Double? {
        let known = variances.indices.filter { variances[$0].isFinite }
        guard known.count > 1 else { return nil }
        let bound = ChiSquared(degreesOfFreedom: Double(known.count - 1))
            .quantile(upper: 0.5 * (1 + confidence))
        func q(_ tau2: Double) -> Double {
            let (mean, _) = PartialPooling.weightedMean(estimates, variances, known, tau2)
            return PartialPooling.squares(estimates, variances, known, tau2, mean)
        }
        guard q(0) > bound else { return 0 }
        var (low, high) = (0.0, max(known.map { variances[$0] }.max() ?? 1, 1e-300))
        while q(high) > bound { (low, high) = (high, 4 * high) }
        for _ in 0..<200 {
            let middle = 0.5 * (low + high)
            if middle <= low || middle >= high { break }
            if q(middle) > bound { low = middle } else { high = middle }
        }
        return (0.5 * (low + high)).squareRoot()
    }
}
