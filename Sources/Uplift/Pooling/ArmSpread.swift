/// The mean of one arm in one segment and what its error is made of: variance of one unit over effective units.
public struct ArmSpread: Hashable, Sendable {
    public let mean: Double
    /// Of one unit's outcome; the variance of the mean is this over `size`.
    public let variance: Double
    /// Units; with weights (Σw)²/Σw² of them (Kish 1965).
    public let size: Double

    /// - Precondition: the size and the variance are not negative.
    public init(mean: Double, variance: Double, size: Double) {
        precondition(size >= 0 && !(variance < 0), "sizes and variances are not negative")
        self.mean = mean
        self.variance = variance
        self.size = size
    }

    /// An arm of equal units; no units, or one, have no variance.
    public init(_ arm: ArmSummary) {
        self.init(mean: arm.mean, variance: arm.count > 1 ? arm.variance : 0, size: Double(arm.count))
    }

    /// An arm of units with sampling weights: weighted mean, and the linearised variance
    /// n/(n − 1) · Σ w²(y − ȳ)²/(Σw)² of it (HC2 of a regression on a constant but for terms in w²/Σw).
    /// - Precondition: one positive weight a value.
    public init(values: [Double], weights: [Double]) {
        precondition(values.count == weights.count, "one weight a value")
        let total = weights.reduce(0, +)
        let squares = weights.reduce(0) { $0 + $1 * $1 }
        guard values.count > 1, total > 0 else {
            self.init(mean: values.first ?? 0, variance: 0, size: Double(values.count))
            return
        }
        let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
        let spread = zip(values, weights).reduce(0) {
            $0 + $1.1 * $1.1 * ($1.0 - mean) * ($1.0 - mean)
        }
        let count = Double(values.count)
        self.init(
            mean: mean, variance: count / (count - 1) * spread / squares, size: total * total / squares)
    }

    /// Degrees of freedom of the variance.
    var freedom: Double { max(0, size - 1) }
}
