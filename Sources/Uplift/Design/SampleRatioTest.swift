/// Whether arms have the sizes that they were meant to have: Pearson's chi-squared test, for two arms the exact
/// binomial beside it.
public struct SampleRatioTest: Hashable, Sendable {
    /// One an arm, in the order given; zero where an arm was to get nobody.
    public let expected: [Double]
    /// Σ (observed − expected)² / expected over arms with a share; infinite when an arm without a share has units;
    /// nil with fewer than two arms or without units.
    public let statistic: Double?
    /// Arms with a share, less one.
    public let degreesOfFreedom: Int
    /// By chi-squared; zero when an arm without a share has units.
    public let pValue: Double?
    /// By the binomial distribution, when two arms have a share.
    public let exactPValue: Double?

    /// - Parameters:
    ///   - planned: shares that need not add up to one; equal shares when nil.
    ///   - repeats: how often each unit was counted, always in the same arm; the statistic is divided by it, and no exact
    ///     test is made.
    /// - Precondition: one planned share an arm, none negative; one repeat or more.
    public init(observed: [Int], planned: [Double]? = nil, repeats: Int = 1) {
        precondition(repeats >= 1, "a unit counts once or more")
        let shares = planned ?? Array(repeating: 1, count: observed.count)
        precondition(shares.count == observed.count, "one planned share an arm")
        precondition(shares.allSatisfy { $0 >= 0 }, "shares are not negative")
        let total = observed.reduce(0, +)
        let whole = shares.reduce(0, +)
        let meant = shares.indices.filter { shares[$0] > 0 }
        expected = shares.map { whole > 0 ? Double(total) * $0 / whole : 0 }
        degreesOfFreedom = max(0, meant.count - 1)
        let stray = observed.indices.contains { shares[$0] == 0 && observed[$0] > 0 }
        guard meant.count > 1 || stray, total > 0 else {
            (statistic, pValue, exactPValue) = (nil, nil, nil)
            return
        }
        let sum = meant.reduce(0.0) { [expected] sum, arm in
            let gap = Double(observed[arm]) - expected[arm]
            return sum + gap * gap / expected[arm] / Double(repeats)
        }
        statistic = stray ? .infinity : sum
        // What was to get nobody and has somebody is no chance.
        pValue = stray ? 0 : ChiSquared(degreesOfFreedom: Double(meant.count - 1)).upperTail(sum)
        exactPValue =
            meant.count == 2 && !stray && repeats == 1
            ? BinomialTest.twoSided(
                successes: observed[meant[0]], trials: total,
                probability: shares[meant[0]] / whole) : nil
    }
}
