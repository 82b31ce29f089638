import RandomStreams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The probability that a share's bucket changes between two campaigns, for normal steps.
///
/// A share p of n customers of whom d' are exchanged in a week moves by a step of variance
/// 2 p (1 - p) d' / n. Buckets are w wide, and sigma and w are in the same unit.
public enum FlipProbability {
    /// The mean over a share that may lie anywhere in its bucket:
    /// q = (sigma / w) sqrt(2 / pi) (1 - exp(-w^2 / 2 sigma^2)) + 2 (1 - Phi(w / sigma)).
    ///
    /// It follows from integrating the two-sided exit probability over the bucket; for small sigma it
    /// is close to 0.8 sigma / w.
    public static func uniformPhase(sigma: Double, width: Double) -> Double {
        guard sigma > 0 else { return 0 }
        let z = width / sigma
        return (2 / Double.pi).squareRoot() / z * -expm1(-z * z / 2) + erfc(z * 0.5.squareRoot())
    }

    /// For a share at a known place: `below` above its bucket's lower edge and `above` under its upper.
    public static func known(below: Double, above: Double, sigma: Double) -> Double {
        guard sigma > 0 else { return 0 }
        return Normal.cumulative(-below / sigma) + Normal.cumulative(-above / sigma)
    }

    /// The share of members exchanged in a week: 1 - (1 - d)(1 - m), with turnover m.
    public static func exchanged(weeklyRate: Double, turnover: Double) -> Double {
        1 - (1 - weeklyRate) * (1 - turnover)
    }

    /// The standard deviation of a share's weekly step: sqrt(2 p (1 - p) d' / n).
    public static func sigma(share: Double, count: Int, exchanged: Double) -> Double {
        (2 * share * (1 - share) * exchanged / Double(count)).squareRoot()
    }

    /// The miss probability of a profile of independent attributes at uniform phase.
    ///
    /// The two shares of a binary attribute flip together and count once; those of a larger one are
    /// taken as independent. A quick bound: `MissEstimate` does better.
    /// - Parameter attributes: for each exported attribute its shares, summing to one.
    public static func profile(
        _ attributes: [[Double]], count: Int, exchanged: Double, width: Double
    ) -> Double {
        var stay = 1.0
        for shares in attributes {
            for share in shares.count == 2 ? shares.dropLast() : shares[...] {
                stay *=
                    1
                    - uniformPhase(
                        sigma: sigma(share: share, count: count, exchanged: exchanged), width: width)
            }
        }
        return 1 - stay
    }
}
