#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An interval that holds at every look: asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy &
/// Ramdas (arXiv:2103.06476), with the boundary tightest at a chosen number of units.
public struct ConfidenceSequence: Hashable, Sendable {
    /// Two-sided chance that the sequence ever misses the truth.
    public let alpha: Double
    /// Units at which the boundary is tightest.
    public let tunedTo: Double

    /// - Precondition: `0 < alpha < 1`, `tunedTo > 0`.
    public init(alpha: Double = 0.05, tunedTo: Double = 5000) {
        precondition(
            alpha > 0 && alpha < 1 && tunedTo > 0, "a level between 0 and 1, a positive number of units")
        self.alpha = alpha
        self.tunedTo = tunedTo
    }

    /// Half the width of the interval after `count` units of both arms.
    ///
    /// √n se √(2 (nρ² + 1) / (nρ)² ln(√(nρ² + 1) / α)), ρ² = (−2 ln α + ln(1 − 2 ln α)) / N*.
    public func halfWidth(standardError: Double, count: Int) -> Double {
        let n = Double(count)
        let rho2 = (-2 * log(alpha) + log(1 - 2 * log(alpha))) / tunedTo
        let grown = n * rho2 + 1
        return standardError * n.squareRoot()
            * (2 * grown / (n * n * rho2) * log(grown.squareRoot() / alpha)).squareRoot()
    }
}
