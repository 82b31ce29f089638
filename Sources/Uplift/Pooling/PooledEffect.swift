/// One segment's effect after partial pooling.
public struct PooledEffect: Hashable, Sendable {
    /// Posterior mean, in the effect's unit.
    public let value: Double
    /// Standard deviation of the posterior.
    public let standardError: Double
    /// B = v / (v + τ²), the weight on the mean it is drawn to: 1 is full pooling, 0 is none.
    public let weightOnMean: Double
}
