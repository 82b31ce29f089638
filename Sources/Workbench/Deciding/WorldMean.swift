import Uplift

/// A mean over simulated worlds with the standard error that simulating so few of them leaves.
///
/// The error says how far the mean would move with other worlds of the same law, and shrinks with their
/// number. How much the worlds differ is another matter: that spread stays (`docs/model.md`, "The decision").
public struct WorldMean: Hashable, Sendable {
    public var mean: Double
    /// Nil with fewer than two worlds.
    public var error: Double?
    /// Of the error: one fewer than what it was estimated from.
    var degreesOfFreedom = Double.infinity

    public init(mean: Double, error: Double?) {
        self.mean = mean
        self.error = error
    }

    /// The mean of n values and the error √(m/(m − 1)·Σ S²)/n, with S the sum of a pair's two deviations from the
    /// mean and m the number of pairs: the worlds of a mirrored pair are not independent, pairs are
    /// (`docs/model.md`, "Mirrored pairs"). A last world without its mirror image is a pair by itself, and two
    /// worlds alone count as two.
    /// - Parameter values: one per world, from the first world on, in their order.
    /// - Complexity: O(worlds).
    public init(_ values: [Double]) {
        let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
        self.mean = mean
        guard values.count > 1 else {
            error = nil
            return
        }
        let size = values.count > 2 ? 2 : 1
        var (squares, groups) = (0.0, 0.0)
        for first in stride(from: 0, to: values.count, by: size) {
            let deviation = values[first..<min(first + size, values.count)].reduce(0) { $0 + ($1 - mean) }
            squares += deviation * deviation
            groups += 1
        }
        error = (groups / (groups - 1) * squares).squareRoot() / Double(values.count)
        degreesOfFreedom = groups - 1
    }

    /// Whether the sign of the mean is told: two standard errors from zero, or no error at all.
    ///
    /// A mean of one world is never told.
    public var isTold: Bool {
        guard let error else { return false }
        return mean != 0 && abs(mean) >= 2 * error
    }

    /// What choosing by the sign of a difference with this mean and error costs on average, because simulation
    /// may have it wrong: s·L(|d|/s) with the loss of Student's t, as the error is estimated
    /// (Chick & Inoue 2001, Operations Research 49, 732-743).
    ///
    /// Zero without error; infinite with fewer than three independent worlds or pairs.
    public var opportunityCost: Double {
        guard let error else { return .infinity }
        guard error > 0 else { return 0 }
        return error * WorldMean.unitLoss(abs(mean) / error, degreesOfFreedom)
    }

    /// L(x) = E[max(0, T − x)] = (ν + x²)/(ν − 1)·f(x) − x·P(T > x), T with Student's distribution of ν degrees of
    /// freedom and density f; φ(x) − x·Φ(−x) for the normal. Positive and falling in x; infinite for ν ≤ 1.
    static func unitLoss(_ x: Double, _ degreesOfFreedom: Double) -> Double {
        guard degreesOfFreedom > 1 else { return .infinity }
        let law = StudentT(degreesOfFreedom: degreesOfFreedom)
        let factor = degreesOfFreedom.isFinite ? (degreesOfFreedom + x * x) / (degreesOfFreedom - 1) : 1
        return max(0, factor * law.density(x) - x * law.survival(x))
    }
}
