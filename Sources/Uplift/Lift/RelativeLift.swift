import RandomStreams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An effect as a share of the size of the control mean: (m₁ − m₀)/|m₀|.
///
/// Intervals use the normal quantile. Its p-value is that of the absolute effect: a test on the relative scale by
/// the delta method disagrees just where it matters.
public struct RelativeLift: Hashable, Sendable {
    /// Treatment and control mean, as observed or as adjusted.
    public let treatmentMean: Double
    public let controlMean: Double
    /// Variances of the two means, and their covariance.
    public let treatmentVariance: Double
    public let controlVariance: Double
    public let covariance: Double

    public init(
        treatmentMean: Double, controlMean: Double, treatmentVariance: Double, controlVariance: Double,
        covariance: Double = 0
    ) {
        self.treatmentMean = treatmentMean
        self.controlMean = controlMean
        self.treatmentVariance = treatmentVariance
        self.controlVariance = controlVariance
        self.covariance = covariance
    }

    /// The lift of two independent arms' means.
    public init(_ difference: DifferenceInMeans) {
        self.init(
            treatmentMean: difference.treatment.mean, controlMean: difference.control.mean,
            treatmentVariance: difference.treatment.varianceOfMean,
            controlVariance: difference.control.varianceOfMean)
    }

    /// (m₁ − m₀)/|m₀|; nil when the control mean is zero.
    public var value: Double? {
        controlMean == 0 ? nil : (treatmentMean - controlMean) / abs(controlMean)
    }

    /// How an interval of the lift is made.
    public enum Method: String, CaseIterable, Sendable {
        /// Inverts the test of m₁ − θ m₀ = 0, exact for a ratio (Fieller 1954); none when m₀ may be zero.
        case fieller
        /// Delta method for ln m₁ − ln m₀; needs positive means.
        case log
        /// Delta method for the ratio itself.
        case delta
    }

    /// An interval by one method, nil where the method has none.
    /// - Precondition: `0 < confidence < 1`.
    public func interval(_ method: Method, confidence: Double = 0.95) -> ConfidenceInterval? {
        guard controlMean != 0 else { return nil }
        let z = -Normal.quantile(0.5 * (1 - confidence))
        switch method {
        case .fieller: return fieller(z, confidence)
        case .log: return logarithmic(z, confidence)
        case .delta: return delta(z, confidence)
        }
    }

    /// Fieller's interval; where that is unbounded the one by logs, provided that the control mean is at least two
    /// standard errors above zero; else none, because the base of the lift is not known.
    public func interval(confidence: Double = 0.95) -> (interval: ConfidenceInterval, method: Method)? {
        if let interval = interval(.fieller, confidence: confidence) { return (interval, .fieller) }
        guard controlMean > 2 * controlVariance.squareRoot(),
            let interval = interval(.log, confidence: confidence)
        else { return nil }
        return (interval, .log)
    }

    /// (m₀² − z²v₀)θ² − 2(m₁m₀ − z²c)θ + (m₁² − z²v₁) ≤ 0, bounded when the first factor is positive.
    private func fieller(_ z: Double, _ confidence: Double) -> ConfidenceInterval? {
        let z2 = z * z
        let a = controlMean * controlMean - z2 * controlVariance
        guard a > 0 else { return nil }
        let b = treatmentMean * controlMean - z2 * covariance
        let c = treatmentMean * treatmentMean - z2 * treatmentVariance
        let root = max(0, b * b - a * c).squareRoot()
        return oriented((b - root) / a, (b + root) / a, confidence)
    }

    private func logarithmic(_ z: Double, _ confidence: Double) -> ConfidenceInterval? {
        guard treatmentMean > 0, controlMean > 0 else { return nil }
        let variance =
            treatmentVariance / (treatmentMean * treatmentMean) + controlVariance
            / (controlMean * controlMean)
            - 2 * covariance / (treatmentMean * controlMean)
        let (center, half) = (logarithm(treatmentMean / controlMean), z * max(0, variance).squareRoot())
        return ConfidenceInterval(
            lower: expm1(center - half), upper: expm1(center + half), confidence: confidence)
    }

    private func delta(_ z: Double, _ confidence: Double) -> ConfidenceInterval? {
        let ratio = treatmentMean / controlMean
        let variance =
            (treatmentVariance + ratio * ratio * controlVariance - 2 * ratio * covariance)
            / (controlMean * controlMean)
        let half = z * max(0, variance).squareRoot()
        return oriented(ratio - half, ratio + half, confidence)
    }

    /// From the ratio to the lift over |m₀|, which turns round when the control mean is negative.
    private func oriented(_ lower: Double, _ upper: Double, _ confidence: Double) -> ConfidenceInterval {
        controlMean > 0
            ? ConfidenceInterval(lower: lower - 1, upper: upper - 1, confidence: confidence)
            : ConfidenceInterval(lower: 1 - upper, upper: 1 - lower, confidence: confidence)
    }
}

/// The natural logarithm, by a name that the case `log` does not hide.
private func logarithm(_ x: Double) -> Double { log(x) }
