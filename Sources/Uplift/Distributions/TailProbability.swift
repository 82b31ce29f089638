#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Base-ten logarithms of p-values, which stay finite where the p-value itself leaves the range of doubles.
public enum TailProbability {
    /// log₁₀ of the two-sided probability of `statistic` under t (normal: infinite degrees of freedom).
    ///
    /// From the tail itself while it is above 1e-290, past that from its leading term times the first three
    /// corrections: Abramowitz & Stegun 26.2.12 for the normal, the integral of the density's power law for t.
    public static func log10TwoSided(_ statistic: Double, degreesOfFreedom: Double) -> Double {
        let p = StudentT(degreesOfFreedom: degreesOfFreedom).twoSided(statistic)
        if p > 1e-290 || p.isNaN { return log10(p) }
        let t = abs(statistic)
        if degreesOfFreedom > 1e15 {
            let r = 1 / (t * t)
            let series = 1 - r * (1 - 3 * r * (1 - 5 * r))
            return (-0.5 * t * t - log(t) - 0.5 * log(2 * Double.pi) + log(series) + log(2)) / log(10)
        }
        // I_x(ν/2, 1/2) ≈ x^(ν/2) (1 − x)^(1/2) / (ν/2 B(ν/2, 1/2)) × Σ, x = ν / (ν + t²).
        let nu = degreesOfFreedom
        let logX = -log1p(t * t / nu)
        let rest = t * t / (nu + t * t)
        var (term, sum) = (1.0, 1.0)
        let x = exp(logX)
        for index in 0..<10_000 {
            let n = Double(index)
            term *= (nu / 2 + 0.5 + n) / (nu / 2 + 1 + n) * x
            sum += term
            if term < sum * 1e-17 { break }
        }
        let logTail =
            nu / 2 * logX + 0.5 * log(rest) - log(nu / 2) - Beta.logarithm(nu / 2, 0.5) + log(sum)
        return logTail / log(10)
    }
}
