/// What to do in one segment, from what is believed of its effect.
///
/// Two questions are kept apart. What to do today: act where the expected gain is positive, whatever its error; that is
/// what maximises the value on average (Manski 2004; Claxton 1999), and `expectedLoss` says what it costs not to know
/// better. What is shown: `choice` speaks only when the whole interval lies on one side of the break-even.
public struct SegmentDecision: Hashable, Sendable {
    /// What the data show.
    public enum Choice: String, CaseIterable, Sendable {
        case send, keep
        case noEvidence = "no_evidence"
    }

    public let posterior: MixturePosterior
    public let stakes: Stakes
    public let alpha: Double
    /// 1 − alpha.
    public let interval: ConfidenceInterval

    /// - Parameter interval: where it is not the posterior's, such as that of two shares.
    /// - Precondition: `0 < alpha < 1`.
    public init(
        _ posterior: MixturePosterior, stakes: Stakes = Stakes(), alpha: Double = 0.05,
        interval: ConfidenceInterval? = nil
    ) {
        precondition(alpha > 0 && alpha < 1, "a level between 0 and 1")
        self.posterior = posterior
        self.stakes = stakes
        self.alpha = alpha
        self.interval = interval ?? posterior.interval(confidence: 1 - alpha)
    }

    public var choice: Choice {
        let ends = [stakes.gain(interval.lower), stakes.gain(interval.upper)]
        if ends.allSatisfy({ $0 > 0 }) { return .send }
        if ends.allSatisfy({ $0 < 0 }) { return .keep }
        return .noEvidence
    }

    /// Expected gain of treating one unit rather than not, in the metric's unit.
    public var expectedGain: Double { stakes.gain(posterior.mean) }

    /// Whether to treat today.
    public var treats: Bool { expectedGain > 0 }

    /// The probability that treating is worth more than it costs.
    public var probabilityPositive: Double {
        let above = posterior.probability(above: stakes.breakEven)
        return stakes.isLowerBetter ? 1 - above : above
    }

    /// What the action of today loses on average against knowing the effect, in the metric's unit a head.
    public var expectedLoss: Double { expectedLoss(treating: treats) }

    /// E[(gain)⁺] when not treating, E[(−gain)⁺] = E[(gain)⁺] − E[gain] when treating.
    public func expectedLoss(treating: Bool) -> Double {
        let excess = posterior.expectedExcess(over: stakes.breakEven)
        let positive = stakes.isLowerBetter ? excess - posterior.mean + stakes.breakEven : excess
        return max(0, treating ? positive - expectedGain : positive)
    }

    /// Units of both arms together that would show the effect to differ from the break-even, with the power and the design
    /// (shares of the arms, clusters, weights, covariates) as they are: n ((z_{1−α/2} + z_power) s / gap)².
    ///
    /// - Parameters:
    ///   - error: standard error s of the estimate that the n units gave, before pooling.
    ///   - count: n, of both arms together.
    /// - Returns: nil when the effect is so close to the break-even that more than 10⁹ units would be needed.
    public func unitsNeeded(error: Double, count: Int, power: Double = 0.8) -> Int? {
        let gap = expectedGain
        guard gap != 0, error > 0, count > 0 else { return nil }
        let errors = PowerAnalysis(alpha: alpha, power: power).detectableStandardErrors * error / gap
        let units = (Double(count) * errors * errors).rounded(.up)
        return units <= 1e9 ? Int(units) : nil
    }
}
