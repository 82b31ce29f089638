#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A mean over simulated worlds with the standard error that simulating so few of them leaves.
///
/// The error says how far the mean would move with other worlds of the same law, and shrinks with their
/// number. How much the worlds differ is another matter: that spread stays (`docs/model.md`, "The decision").
public struct WorldMean: Hashable, Sendable {
    public var mean: Double
    /// sd / √n; nil with fewer than two worlds.
    public var error: Double?

    public init(mean: Double, error: Double?) {
        self.mean = mean
        self.error = error
    }

    /// - Complexity: O(worlds), in the order of the worlds.
    public init(_ values: [Double]) {
        let count = Double(values.count)
        let mean = values.isEmpty ? 0 : values.reduce(0, +) / count
        self.mean = mean
        guard values.count > 1 else {
            error = nil
            return
        }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        error = (squares / (count - 1) / count).squareRoot()
    }

    /// Whether the sign of the mean is told: two standard errors from zero, or no error at all.
    ///
    /// A mean of one world is never told.
    public var isTold: Bool {
        guard let error else { return false }
        return mean != 0 && abs(mean) >= 2 * error
    }

    /// What choosing by the sign of a difference with this mean and error costs on average, because simulation
    /// may have it wrong: s·L(|d|/s) with the unit normal loss L(x) = φ(x) − x·Φ(−x)
    /// (Chick & Inoue 2001, Operations Research 49, 732-743). Zero without error; infinite for one world.
    public var opportunityCost: Double {
        guard let error else { return .infinity }
        guard error > 0 else { return 0 }
        return error * WorldMean.unitNormalLoss(abs(mean) / error)
    }

    /// L(x) = φ(x) − x·Φ(−x) = E[max(0, Z − x)], Z standard normal. Positive, falling, 0.3989 at 0.
    static func unitNormalLoss(_ x: Double) -> Double {
        let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
        return max(0, density - x * erfc(x / 2.0.squareRoot()) / 2)
    }
}
