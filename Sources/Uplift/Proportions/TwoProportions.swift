import RandomStreams

/// Two shares side by side: how many of each arm's units had an outcome of one.
public struct TwoProportions: Hashable, Sendable {
    /// Treated units with the outcome, and all treated units.
    public let treatment: Share
    /// The same of the control.
    public let control: Share

    /// Units with the outcome among all units of an arm.
    public struct Share: Hashable, Sendable {
        public let successes: Int
        public let count: Int

        /// - Precondition: `0 <= successes <= count`, `count > 0`.
        public init(successes: Int, count: Int) {
            precondition(count > 0 && successes >= 0 && successes <= count, "successes are among the units")
            self.successes = successes
            self.count = count
        }

        /// Between 0 and 1.
        public var rate: Double { Double(successes) / Double(count) }
        /// p(1 − p)/n.
        var variance: Double { rate * (1 - rate) / Double(count) }
    }

    public init(treatment: Share, control: Share) {
        self.treatment = treatment
        self.control = control
    }

    /// Difference of the shares.
    public var effect: Double { treatment.rate - control.rate }

    /// √(p₁(1 − p₁)/n₁ + p₀(1 − p₀)/n₀), smaller than Welch's, which divides by n − 1.
    public var standardError: Double { (treatment.variance + control.variance).squareRoot() }

    /// z with the share of both arms together; zero when neither arm or every unit has the outcome.
    public var statistic: Double {
        let total = Double(treatment.count + control.count)
        let pooled = Double(treatment.successes + control.successes) / total
        let variance = pooled * (1 - pooled) * (1 / Double(treatment.count) + 1 / Double(control.count))
        return variance > 0 ? effect / variance.squareRoot() : 0
    }

    /// Two-sided, from the normal tail.
    public var pValue: Double { StudentT(degreesOfFreedom: .infinity).twoSided(statistic) }
}
