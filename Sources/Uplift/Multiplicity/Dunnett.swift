import RandomStreams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// p-values of several treatments against one control (Dunnett 1955): contrasts that share the control's noise are
/// correlated, so that the correction is milder than Holm's for independent tests.
///
/// Contrasts i and j have correlation λ_i λ_j with λ_i² = v₀/(v₀ + v_i), v the variances of the means. Each p-value
/// becomes the normal deviate of the same size first, so that unequal variances and degrees of freedom are allowed
/// (an approximation below some thirty degrees).
public enum Dunnett {
    /// Adjusted two-sided p-values, in the order given.
    /// - Parameters:
    ///   - pValues: each treatment's own two-sided p-value.
    ///   - treatmentVariances: of each treatment's mean.
    ///   - controlVariance: of the control's mean.
    /// - Precondition: one variance a p-value.
    /// - Complexity: O(treatments²) times 4,000 points of a quadrature.
    public static func adjusted(
        _ pValues: [Double], treatmentVariances: [Double], controlVariance: Double
    ) -> [Double] {
        precondition(pValues.count == treatmentVariances.count, "one variance a treatment")
        let loadings = treatmentVariances.map { variance in
            controlVariance > 0 ? (controlVariance / (controlVariance + variance)).squareRoot() : 0
        }
        return pValues.map { p in
            guard p > 0, p < 1, pValues.count > 1 else { return p }
            let limit = -Normal.quantile(p / 2)
            // Past the range of the quadrature Bonferroni's bound is exact to all digits.
            guard limit < 35 else { return min(1, p * Double(pValues.count)) }
            return max(p, exceedance(limit, loadings))
        }
    }

    /// P(max |Z_i| > c): given the control's noise z the contrasts are independent, so that one integral is left.
    ///
    /// ∫ φ(z) [1 − Π (1 − q_i(z))] dz by the trapezoidal rule, which converges faster than any power of the step for
    /// such a smooth integrand; q from tails, so that nothing cancels.
    static func exceedance(_ limit: Double, _ loadings: [Double]) -> Double {
        let step = 0.02
        let reach = 2000
        var sum = 0.0
        for index in -reach...reach {
            let z = Double(index) * step
            var inside = 0.0
            for loading in loadings {
                let rest = max(1 - loading * loading, 1e-12).squareRoot()
                let outside =
                    Normal.cumulative((loading * z - limit) / rest)
                    + Normal.cumulative((-loading * z - limit) / rest)
                inside += log1p(-min(outside, 1 - 1e-16))
            }
            sum += Normal.density(z) * -expm1(inside)
        }
        return sum * step
    }
}
