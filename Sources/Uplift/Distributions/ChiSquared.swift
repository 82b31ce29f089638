#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The chi-squared distribution.
public struct ChiSquared: Hashable, Sendable {
    /// Positive, not necessarily whole.
    public let degreesOfFreedom: Double

    /// - Precondition: `degreesOfFreedom > 0`.
    public init(degreesOfFreedom: Double) {
        precondition(degreesOfFreedom > 0, "a chi-squared distribution has positive degrees of freedom")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// The probability of a value above `x`, to full relative precision far out in the tail.
    ///
    /// Q(ν/2, x/2): the continued fraction of Legendre beyond the mean, one minus the series of Kummer before
    /// it (Abramowitz & Stegun 6.5.29, 6.5.31).
    /// - Complexity: some dozen steps, more as the degrees of freedom grow.
    public func upperTail(_ x: Double) -> Double {
        guard !x.isNaN else { return .nan }
        guard x > 0 else { return 1 }
        guard x.isFinite else { return 0 }
        let (a, z) = (degreesOfFreedom / 2, x / 2)
        let front = exp(a * log(z) - z - lgamma(a))
        return z < a + 1 ? 1 - front * ChiSquared.series(a, z) : front * ChiSquared.fraction(a, z)
    }

    /// γ(a, z) e^z z^−a.
    private static func series(_ a: Double, _ z: Double) -> Double {
        var term = 1 / a
        var sum = term
        var denominator = a
        for _ in 0..<100_000 {
            denominator += 1
            term *= z / denominator
            sum += term
            if term < sum * 1e-17 { break }
        }
        return sum
    }

    /// Γ(a, z) e^z z^−a, by the recurrence of Lentz, Thompson & Barnett (1986).
    private static func fraction(_ a: Double, _ z: Double) -> Double {
        let tiny = 1e-300
        var b = z + 1 - a
        var c = 1 / tiny
        var d = 1 / b
        var value = d
        for step in 1..<100_000 {
            let n = Double(step)
            let numerator = -n * (n - a)
            b += 2
            d = numerator * d + b
            if abs(d) < tiny { d = tiny }
            c = b + numerator / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            let factor = d * c
            value *= factor
            if abs(factor - 1) < 1e-16 { break }
        }
        return value
    }

    /// The value that is exceeded with probability `upper`, by bisection of the tail.
    /// - Returns: infinity at 0, zero at 1, NaN outside.
    public func quantile(upper: Double) -> Double {
        guard upper > 0, upper < 1 else { return upper == 0 ? .infinity : upper == 1 ? 0 : .nan }
        var (low, high) = (0.0, max(1, degreesOfFreedom))
        while upperTail(high) > upper { (low, high) = (high, 2 * high) }
        for _ in 0..<200 {
            let middle = 0.5 * (low + high)
            if middle <= low || middle >= high { break }
            if upperTail(middle) > upper { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }
}
