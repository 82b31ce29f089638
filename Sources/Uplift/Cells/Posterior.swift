/// Mean and standard deviation of what is believed of one number.
public struct Posterior: Hashable, Sendable {
    /// Expected value.
    public let mean: Double
    /// In the same unit as the mean.
    public let standardDeviation: Double

    /// - Precondition: the standard deviation is not negative.
    public init(mean: Double, standardDeviation: Double) {
        precondition(standardDeviation >= 0, "a standard deviation is not negative")
        self.mean = mean
        self.standardDeviation = standardDeviation
    }

    /// The central interval of a normal belief.
    /// - Precondition: `0 < confidence < 1`.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval {
        ConfidenceInterval(
            center: mean, standardError: standardDeviation, degreesOfFreedom: .infinity,
            confidence: confidence)
    }
}
