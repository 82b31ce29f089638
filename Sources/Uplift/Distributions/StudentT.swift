import RandomStreams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Student's t distribution; infinitely many degrees of freedom make it the normal.
public struct StudentT: Hashable, Sendable {
    /// Positive, not necessarily whole.
    public let degreesOfFreedom: Double

    /// - Precondition: `degreesOfFreedom > 0`.
    public init(degreesOfFreedom: Double) {
        precondition(degreesOfFreedom > 0, "a t distribution has positive degrees of freedom")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// Past this the normal is the same to double precision.
    private var isNormal: Bool { degreesOfFreedom > 1e15 }

    /// The probability of a value above `t`, to full relative precision far out in the upper tail.
    ///
    /// ½ I_x(ν/2, ½) at x = ν / (ν + t²), Abramowitz & Stegun 26.7.1; never one minus a cumulative. Zero
    /// where t² / ν passes the largest double.
    public func survival(_ t: Double) -> Double {
        guard !t.isNaN else { return .nan }
        if t < 0 { return 1 - survival(-t) }
        if isNormal { return 0.5 * erfc(t * 0.5.squareRoot()) }
        guard t.isFinite else { return 0 }
        let ratio = t / degreesOfFreedom.squareRoot()
        let squared = ratio * ratio
        // Divided through by the larger of the two, so that the sum does not swallow the smaller.
        let x = ratio < 1 ? 1 / (1 + squared) : 1 / squared / (1 + 1 / squared)
        let rest = ratio < 1 ? squared / (1 + squared) : 1 / (1 + 1 / squared)
        return 0.5 * Beta.regularized(x, complement: rest, degreesOfFreedom / 2, 0.5)
    }

    /// The probability of a value at least as far from zero as `t`, either way.
    public func twoSided(_ t: Double) -> Double { min(1, 2 * survival(abs(t))) }

    /// The density at `t`.
    public func density(_ t: Double) -> Double {
        if isNormal { return Normal.density(t) }
        let nu = degreesOfFreedom
        return exp(-0.5 * (nu + 1) * log1p(t * t / nu) - 0.5 * log(nu) - Beta.logarithm(nu / 2, 0.5))
    }

    /// The value that is exceeded with probability `upper`.
    ///
    /// Newton's steps on ln S against ln t, where the tail is nearly straight, kept inside a bracket.
    /// - Returns: ±infinity at 0 and 1, NaN outside.
    public func quantile(upper: Double) -> Double {
        guard upper > 0, upper < 1 else { return upper == 0 ? .infinity : upper == 1 ? -.infinity : .nan }
        if upper == 0.5 { return 0 }
        if upper > 0.5 { return -quantile(upper: 1 - upper) }
        let start = -Normal.quantile(upper)
        if isNormal { return start }
        var low = 0.0
        var high = Double.infinity
        var t = max(start, 1e-8)
        for _ in 0..<200 {
            let tail = survival(t)
            if tail > upper { low = t } else { high = t }
            let slope = -t * density(t) / tail
            var next = t * exp(max(-10, min(10, log(upper / tail) / slope)))
            if !(next > low && next < high) { next = high.isFinite ? 0.5 * (low + high) : 2 * t }
            if abs(next - t) <= 4e-16 * t { return next }
            t = next
        }
        return t
    }
}
