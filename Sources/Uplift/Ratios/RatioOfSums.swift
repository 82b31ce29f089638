/// The ratio of two sums over the same units, such as revenue per order, with one value per unit whose mean it is.
///
/// Units differ in their denominators, so that the ratio is not a mean of units. By the delta method (Deng, Knoblich &
/// Lu 2018) R = Σy / Σd moves with unit i as zᵢ = R + (yᵢ − R dᵢ) / d̄: the mean of z is exactly R, and s²(z) / n is the
/// delta method's variance of R. Clusters, strata and regressions then work on z as on any outcome.
public struct RatioOfSums: Hashable, Sendable {
    /// Σwy / Σwd.
    public let ratio: Double
    /// Σwd / Σw, in the denominator's unit.
    public let meanDenominator: Double

    /// - Parameter weights: sampling weights or counts; every unit counts once when nil.
    /// - Returns: nil when the denominators add up to zero: there is no ratio.
    /// - Precondition: one denominator (and weight) per numerator.
    public init?(numerators: [Double], denominators: [Double], weights: [Double]? = nil) {
        precondition(numerators.count == denominators.count, "one denominator per numerator")
        var (above, below, total) = (0.0, 0.0, 0.0)
        for index in numerators.indices {
            let weight = weights?[index] ?? 1
            above += weight * numerators[index]
            below += weight * denominators[index]
            total += weight
        }
        guard below != 0, total > 0 else { return nil }
        ratio = above / below
        meanDenominator = below / total
    }

    /// z of one unit.
    public func value(numerator: Double, denominator: Double) -> Double {
        ratio + (numerator - ratio * denominator) / meanDenominator
    }

    /// Σ(z − z̄)² within a group from the group's spreads of numerator and denominator and their product.
    public func squaredDeviations(numerator: Double, denominator: Double, product: Double) -> Double {
        let spread = numerator - 2 * ratio * product + ratio * ratio * denominator
        return max(0, spread) / (meanDenominator * meanDenominator)
    }
}
