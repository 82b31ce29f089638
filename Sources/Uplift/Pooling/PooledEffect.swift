/// One segment's effect after partial pooling.
public struct PooledEffect: Hashable, Sendable {
    /// What is believed of it.
    public let posterior: MixturePosterior
    /// Posterior mean, in the effect's unit.
    public let value: Double
    /// Standard deviation of the posterior.
    public let standardError: Double
    /// Expected weight on the mean it is drawn to, v / (v + τ²) for a known spread: 1 is full pooling, 0 is none.
    public let weightOnMean: Double

    /// The effect in other units.
    /// - Precondition: `factor > 0`.
    public func scaled(by factor: Double) -> PooledEffect {
        PooledEffect(posterior.scaled(by: factor), weightOnMean: weightOnMean)
    }

    init(_ posterior: MixturePosterior, weightOnMean: Double) {
        self.posterior = posterior
        value = posterior.mean
        standardError = posterior.standardDeviation
        self.weightOnMean = weightOnMean
    }
}
