import RandomStreams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What to do in one segment, from its pooled effect.
///
/// Send when the whole interval of the pooled effect lies above what the treatment must bring to pay (cost over margin;
/// zero without a cost), keep the control when the whole interval lies below, and otherwise say that there is no
/// evidence. Raw effects never decide: the largest of many noisy numbers is mostly noise.
public struct SegmentDecision: Hashable, Sendable {
    public enum Choice: String, CaseIterable, Sendable {
        case send, keep
        case noEvidence = "no_evidence"
    }

    /// Pooled effect and its posterior standard deviation, in the metric's unit.
    public let effect: Double
    public let standardDeviation: Double
    /// Cost over margin, in the metric's unit.
    public let threshold: Double
    public let alpha: Double
    /// 1 − alpha of the posterior.
    public let interval: ConfidenceInterval

    /// - Precondition: the standard deviation is not negative, `0 < alpha < 1`.
    public init(effect: Double, standardDeviation: Double, threshold: Double = 0, alpha: Double = 0.05) {
        precondition(standardDeviation >= 0, "a standard deviation is not negative")
        self.effect = effect
        self.standardDeviation = standardDeviation
        self.threshold = threshold
        self.alpha = alpha
        interval = ConfidenceInterval(
            center: effect, standardError: standardDeviation, degreesOfFreedom: .infinity,
            confidence: 1 - alpha)
    }

    public var choice: Choice {
        if interval.lower > threshold { return .send }
        if interval.upper < threshold { return .keep }
        return .noEvidence
    }

    /// What the choice loses on average against knowing the effect, in the metric's unit a treated unit; without
    /// evidence the control is kept.
    ///
    /// E[(t − θ)⁺] when sending, E[(θ − t)⁺] when keeping, θ normal: s [φ(z) − z (1 − Φ(z))].
    public var expectedRegret: Double {
        let gain = choice == .send ? effect - threshold : threshold - effect
        guard standardDeviation > 0 else { return max(0, -gain) }
        let z = gain / standardDeviation
        return standardDeviation * (Normal.density(z) - z * Normal.cumulative(-z))
    }

    /// Units of both arms together that would show the pooled effect to differ from the threshold, with the power and
    /// the shares of the arms as they are.
    ///
    /// - Parameters:
    ///   - variance: of one unit's outcome.
    ///   - treatedShare: of the units of both arms.
    /// - Returns: nil when the effect is so close to the threshold that more than 10⁹ units would be needed.
    public func unitsNeeded(variance: Double, treatedShare: Double, power: Double = 0.8) -> Int? {
        let gap = effect - threshold
        guard gap != 0, variance > 0, treatedShare > 0, treatedShare < 1 else { return nil }
        let errors = PowerAnalysis(alpha: alpha, power: power).detectableStandardErrors / gap
        let units = (variance * errors * errors * (1 / treatedShare + 1 / (1 - treatedShare))).rounded(.up)
        return units <= 1e9 ? Int(units) : nil
    }
}
