public import Quantities

/// Treatment mean minus control mean, with the variance of Neyman (1923) and the degrees of freedom of
/// Welch (1947) and Satterthwaite.
///
/// It equals the coefficient of a treatment dummy with HC2 errors.
public struct DifferenceInMeans: Hashable, Sendable {
    /// The arm whose effect is asked for.
    public let treatment: ArmSummary
    /// The arm that it is compared with.
    public let control: ArmSummary

    /// - Throws: `FinegrainError(.badInput)` for an arm of fewer than two units: it has no variance.
    public init(treatment: ArmSummary, control: ArmSummary) throws(FinegrainError) {
        let problems = [("treatment", treatment), ("control", control)].filter { $0.1.count < 2 }.map {
            name, arm in
            Problem(
                "\(arm.count) units have no variance", remedy: "compare arms of two units or more",
                field: name)
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        self.treatment = treatment
        self.control = control
    }

    /// In the outcome's unit; percentage points for a rate.
    public var effect: Double { treatment.mean - control.mean }

    /// √(s₁²/n₁ + s₀²/n₀), in the outcome's unit.
    public var standardError: Double {
        (treatment.varianceOfMean + control.varianceOfMean).squareRoot()
    }

    /// Satterthwaite's approximation; n − 2 when neither arm varies.
    public var degreesOfFreedom: Double {
        let (a, b) = (treatment.varianceOfMean, control.varianceOfMean)
        let variance = a + b
        guard variance > 0 else { return Double(treatment.count + control.count - 2) }
        // As shares, because squares of tiny variances would underflow.
        let (p, q) = (a / variance, b / variance)
        return 1 / (p * p / Double(treatment.count - 1) + q * q / Double(control.count - 1))
    }

    /// Effect over standard error; zero when both are zero.
    public var statistic: Double { effect == 0 ? 0 : effect / standardError }

    /// Two-sided, to full relative precision however small.
    public var pValue: Double { StudentT(degreesOfFreedom: degreesOfFreedom).twoSided(statistic) }

    /// Interval of the effect, by the t distribution.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval {
        ConfidenceInterval(
            center: effect, standardError: standardError, degreesOfFreedom: degreesOfFreedom,
            confidence: confidence)
    }

    /// Effect over the size of the control mean, the base of a relative lift; NaN when that is zero.
    public var relativeLift: Double { control.mean == 0 ? .nan : effect / abs(control.mean) }
}
