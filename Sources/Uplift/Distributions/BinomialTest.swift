#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The exact test of a share.
public enum BinomialTest {
    /// The probability, if each of `trials` succeeds with `probability`, of a number of successes no more likely
    /// than the one seen.
    ///
    /// Likelihoods within 1e-7 of the observed one count as equal, as in R and SciPy.
    /// - Precondition: `0 <= successes <= trials`, `0 < probability < 1`.
    /// - Complexity: O(√trials) terms beyond rounding.
    public static func twoSided(successes: Int, trials: Int, probability: Double) -> Double {
        precondition(successes >= 0 && successes <= trials, "successes are among the trials")
        precondition(probability > 0 && probability < 1, "a probability between 0 and 1")
        let n = Double(trials)
        func logMass(_ k: Int) -> Double {
            let k = Double(k)
            return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(probability)
                + (n - k) * log1p(-probability)
        }
        let limit = logMass(successes) + 1e-7
        let mode = min(trials, Int((n + 1) * probability))
        // Likelihoods fall on either side of the mode: find where they pass the limit, add the tails.
        func border(towards edge: Int) -> Int? {
            var (near, far) = (mode, edge)
            guard logMass(far) <= limit else { return nil }
            if logMass(near) <= limit { return near }
            while abs(far - near) > 1 {
                let middle = (near + far) / 2
                if logMass(middle) <= limit { far = middle } else { near = middle }
            }
            return far
        }
        let lower = border(towards: 0)
        let upper = border(towards: trials)
        if lower == mode || upper == mode { return 1 }
        var sum = 0.0
        if let lower { sum += tail(from: lower, step: -1, end: -1, logMass) }
        if let upper { sum += tail(from: upper, step: 1, end: trials + 1, logMass) }
        return min(1, sum)
    }

    private static func tail(
        from start: Int, step: Int, end: Int, _ logMass: (Int) -> Double
    ) -> Double {
        var (sum, k) = (0.0, start)
        while k != end {
            let mass = exp(logMass(k))
            sum += mass
            if mass < sum * 1e-17 { break }
            k += step
        }
        return sum
    }
}
