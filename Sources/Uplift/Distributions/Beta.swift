#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The beta function and its regularized incomplete integral.
public enum Beta {
    /// ln B(a, b) for positive a and b, without the cancellation of three log-gammas when one is large.
    ///
    /// Stirling's series for whatever is 10 or more (Didonato & Morris, TOMS 708, 1992, section 4).
    public static func logarithm(_ a: Double, _ b: Double) -> Double {
        let (small, large) = (min(a, b), max(a, b))
        guard large >= 10 else { return lgamma(a) + lgamma(b) - lgamma(a + b) }
        let share = log1p(-small / (a + b))
        guard small >= 10 else {
            return lgamma(small) + stirlingRest(large) - stirlingRest(a + b) + small - small * log(a + b)
                + (large - 0.5) * share
        }
        let rest = stirlingRest(a) + stirlingRest(b) - stirlingRest(a + b)
        return -0.5 * log(large) + 0.5 * log(2 * Double.pi) + rest + (small - 0.5) * log(small / (a + b))
            + large * share
    }

    /// ln Γ(z) − [(z − ½) ln z − z + ½ ln 2π], z ≥ 10: error below 1e-16.
    private static func stirlingRest(_ z: Double) -> Double {
        let q = 1 / (z * z)
        let tail = 1.0 / 1188 - q * (691.0 / 360360 - q / 156)
        return (1.0 / 12 - q * (1.0 / 360 - q * (1.0 / 1260 - q * (1.0 / 1680 - q * tail)))) / z
    }

    /// I_x(a, b), the probability that a beta variable is at most x.
    ///
    /// Both x and 1 − x are asked for, because each may be too small to be found from the other; a small
    /// result keeps its relative precision, about 1e-14.
    /// - Precondition: a and b are positive, x and `complement` lie in 0...1.
    /// - Complexity: some dozen steps, more as x nears the mean a / (a + b).
    public static func regularized(_ x: Double, complement: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard complement > 0 else { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - regularized(complement, complement: x, b, a) }
        let logX = x < 0.5 ? log(x) : log1p(-complement)
        let logComplement = complement < 0.5 ? log(complement) : log1p(-x)
        let front = exp(a * logX + b * logComplement - logarithm(a, b))
        return front * continuedFraction(x, complement, a, b)
    }

    /// The continued fraction of Didonato & Morris (TOMS 708, function BFRAC), by its recurrence.
    ///
    /// It takes two steps of the usual one (DLMF 8.17.22) at a time, and so has no terms that cancel where x
    /// is close to one, as it is for a t distribution of many degrees of freedom.
    private static func continuedFraction(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
        // The same number either way; the smaller of x and y is the one known to its last digit.
        let first = 1 + (x < y ? a - (a + b) * x : (a + b) * y - b)
        var (numerators, denominators) = ((0.0, 1.0), (1.0, first / (1 + 1 / a)))
        var value = numerators.1 / denominators.1
        for step in 1..<100_000 {
            let n = Double(step)
            let s = a + 2 * n - 1
            let w = n * (b - n) * x
            let p = 1 + (n - 1) / a
            let alpha = p * (p + b / a) * (a / s) * (a / s) * w * x
            let beta = n + w / s + (1 + n / a) / (1 + (2 * n + 1) / a) * (first + n * (1 + y))
            numerators = (numerators.1, alpha * numerators.0 + beta * numerators.1)
            denominators = (denominators.1, alpha * denominators.0 + beta * denominators.1)
            let previous = value
            value = numerators.1 / denominators.1
            if abs(value - previous) <= 1e-15 * value { break }
            // Only ratios matter: scaling keeps both from overflowing.
            numerators = (numerators.0 / denominators.1, value)
            denominators = (denominators.0 / denominators.1, 1)
        }
        return value
    }
}
