/// Count, mean and spread of one arm's outcomes: all that a comparison of means needs.
///
/// The spread is kept about the mean, not as a sum of squares, so that the variance is never the small
/// difference of two large numbers.
public struct ArmSummary: Hashable, Sendable {
    /// Units.
    public let count: Int
    /// Zero when there are no units.
    public let mean: Double
    /// Σ (y − mean)².
    public let squaredDeviations: Double

    /// An arm from its moments.
    /// - Precondition: the count and the spread are not negative.
    public init(count: Int, mean: Double, squaredDeviations: Double) {
        precondition(count >= 0 && !(squaredDeviations < 0), "counts and spreads are not negative")
        self.count = count
        self.mean = count == 0 ? 0 : mean
        self.squaredDeviations = count == 0 ? 0 : squaredDeviations
    }

    /// An arm from the sums that a database returns.
    ///
    /// About 16 − log10(sumSquares / spread) digits of the variance survive.
    public init(count: Int, sum: Double, sumSquares: Double) {
        let mean = count == 0 ? 0 : sum / Double(count)
        self.init(count: count, mean: mean, squaredDeviations: max(0, sumSquares - sum * mean))
    }

    /// An arm with outcomes of zero and one, exactly.
    /// - Precondition: `0 <= successes <= count`.
    public init(count: Int, successes: Int) {
        precondition(successes >= 0 && successes <= count, "successes are among the units")
        let share = count == 0 ? 0 : Double(successes) / Double(count)
        self.init(count: count, mean: share, squaredDeviations: share * Double(count - successes))
    }

    /// No units.
    public static let empty = ArmSummary(count: 0, mean: 0, squaredDeviations: 0)

    /// Sum of outcomes.
    public var sum: Double { mean * Double(count) }

    /// Variance of one outcome, n − 1 in the denominator; NaN below two units.
    public var variance: Double { count > 1 ? squaredDeviations / Double(count - 1) : .nan }

    /// Variance of the mean; NaN below two units.
    public var varianceOfMean: Double { variance / Double(count) }

    /// The summary of both arms' units together (Chan, Golub & LeVeque 1983).
    public func merging(_ other: ArmSummary) -> ArmSummary {
        guard count > 0 else { return other }
        guard other.count > 0 else { return self }
        let share = Double(other.count) / Double(count + other.count)
        let gap = other.mean - mean
        return ArmSummary(
            count: count + other.count, mean: mean + gap * share,
            squaredDeviations: squaredDeviations + other.squaredDeviations + gap * gap * Double(count) * share
        )
    }
}
