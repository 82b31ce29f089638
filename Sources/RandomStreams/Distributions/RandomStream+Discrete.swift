#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension RandomStream {
    /// An index drawn with the given cumulative weights (last entry = total).
    /// - Complexity: O(log levels).
    @inlinable public mutating func index(cumulativeWeights: [Double]) -> Int {
        let target = uniform() * cumulativeWeights[cumulativeWeights.count - 1]
        var low = 0
        var high = cumulativeWeights.count - 1
        while low < high {
            let middle = (low + high) / 2
            if cumulativeWeights[middle] > target { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The number of successes in `trials` independent trials.
    ///
    /// Inversion of the cumulative distribution while the mean is below ten, else the transformed
    /// rejection method BTRS of Hörmann, "The generation of binomial random variates" (1993).
    /// Exact in law for both; p outside 0...1 is clamped.
    /// - Complexity: O(min(mean, 10)) expected.
    public mutating func binomial(trials: Int, probability: Double) -> Int {
        guard trials > 0, probability > 0 else { return 0 }
        guard probability < 1 else { return trials }
        if probability > 0.5 { return trials - binomial(trials: trials, probability: 1 - probability) }
        return Double(trials) * probability < 10
            ? binomialByInversion(trials, probability) : binomialByRejection(trials, probability)
    }

    private mutating func binomialByInversion(_ n: Int, _ p: Double) -> Int {
        let odds = p / (1 - p)
        var mass = exp(Double(n) * log1p(-p))
        var remaining = uniform()
        var k = 0
        while remaining > mass, k < n {
            remaining -= mass
            k += 1
            mass *= odds * Double(n - k + 1) / Double(k)
        }
        return k
    }

    private mutating func binomialByRejection(_ trials: Int, _ p: Double) -> Int {
        let n = Double(trials)
        let spread = (n * p * (1 - p)).squareRoot()
        let b = 1.15 + 2.53 * spread
        let a = -0.0873 + 0.0248 * b + 0.01 * p
        let c = n * p + 0.5
        let acceptance = 0.92 - 4.2 / b
        let alpha = (2.83 + 5.1 / b) * spread
        let mode = ((n + 1) * p).rounded(.down)
        while true {
            let u = uniform() - 0.5
            var v = uniform()
            let us = 0.5 - abs(u)
            let k = ((2 * a / us + b) * u + c).rounded(.down)
            if k < 0 || k > n { continue }
            if us >= 0.07, v <= acceptance { return Int(k) }
            v = log(v * alpha / (a / (us * us) + b))
            let bound =
                lgamma(mode + 1) + lgamma(n - mode + 1) - lgamma(k + 1) - lgamma(n - k + 1)
                + (k - mode) * log(p / (1 - p))
            if v <= bound { return Int(k) }
        }
    }
}
