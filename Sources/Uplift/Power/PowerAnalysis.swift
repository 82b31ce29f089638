import RandomStreams

/// What a comparison of two arms can see: two-sided level, power, and how many tests share the level.
public struct PowerAnalysis: Hashable, Sendable {
    /// Two-sided chance of a false alarm over the whole family of tests.
    public let alpha: Double
    /// Chance of seeing an effect of the detectable size.
    public let power: Double
    /// Tests among which `alpha` is divided evenly (Bonferroni).
    public let testCount: Int

    /// - Precondition: `alpha` and `power` lie between 0 and 1, `testCount` is at least 1.
    public init(alpha: Double = 0.05, power: Double = 0.8, testCount: Int = 1) {
        precondition(alpha > 0 && alpha < 1 && power > 0 && power < 1, "levels lie between 0 and 1")
        precondition(testCount >= 1, "at least one test")
        self.alpha = alpha
        self.power = power
        self.testCount = testCount
    }

    /// z_{1−α/2S} + z_power: the detectable effect in standard errors, 2.80 by default.
    public var detectableStandardErrors: Double {
        -Normal.quantile(alpha / Double(2 * testCount)) + Normal.quantile(power)
    }

    /// Smallest detectable difference in means, in the outcome's unit; infinite when an arm is empty.
    public func minimumDetectableEffect(variance: Double, treated: Int, control: Int) -> Double {
        guard treated > 0, control > 0 else { return .infinity }
        return detectableStandardErrors
            * (variance * (1 / Double(treated) + 1 / Double(control))).squareRoot()
    }

    /// Smallest detectable lift of a rate as a share of the rate: 0.1 is ten percent of `baseRate`.
    ///
    /// (z_{1−α/2S} + z_power) √(p(1 − p)(1/n₁ + 1/n₀)) / p; infinite when an arm is empty or p is zero.
    public func minimumDetectableRelativeLift(baseRate p: Double, treated: Int, control: Int) -> Double {
        guard p > 0 else { return .infinity }
        return minimumDetectableEffect(variance: p * (1 - p), treated: treated, control: control) / p
    }

    /// Units each arm needs, with arms of equal size, to detect `effect`; rounded up.
    /// - Precondition: the effect is not zero.
    public func unitsPerArm(variance: Double, effect: Double) -> Int {
        precondition(effect != 0, "no number of units shows an effect of zero")
        let errors = detectableStandardErrors / effect
        return Int((2 * variance * errors * errors).rounded(.up))
    }
}
