/// A two-sided interval and the confidence that it claims.
public struct ConfidenceInterval: Hashable, Sendable {
    /// Lower end, in the estimate's unit.
    public let lower: Double
    /// Upper end, in the estimate's unit.
    public let upper: Double
    /// Between 0 and 1, such as 0.95.
    public let confidence: Double

    /// An interval from its ends.
    /// - Precondition: `0 < confidence < 1`.
    public init(lower: Double, upper: Double, confidence: Double) {
        precondition(confidence > 0 && confidence < 1, "confidence lies between 0 and 1")
        self.lower = lower
        self.upper = upper
        self.confidence = confidence
    }

    /// Estimate ± quantile × standard error, from a t distribution (normal: infinite degrees of freedom).
    /// - Precondition: `0 < confidence < 1`.
    public init(center: Double, standardError: Double, degreesOfFreedom: Double, confidence: Double) {
        precondition(confidence > 0 && confidence < 1, "confidence lies between 0 and 1")
        let quantile = StudentT(degreesOfFreedom: degreesOfFreedom).quantile(upper: 0.5 * (1 - confidence))
        lower = center - quantile * standardError
        upper = center + quantile * standardError
        self.confidence = confidence
    }

    /// Whether the value lies in the interval, ends included.
    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
