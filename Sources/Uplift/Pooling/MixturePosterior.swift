import RandomStreams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What is believed of one effect when the spread between segments is itself uncertain: a mixture over that spread.
///
/// Each component is Student's t (the normal for infinite degrees of freedom) of its own centre and scale. A mixture has
/// heavier tails than the normal of the same variance, which is why its own quantiles are taken.
public struct MixturePosterior: Hashable, Sendable {
    /// Weights of the components; they sum to one.
    let weights: [Double]
    let centers: [Double]
    /// Positive.
    let scales: [Double]
    /// Of every component.
    public let degreesOfFreedom: Double

    /// - Precondition: as many weights and scales as centers, at least one; scales are positive.
    init(weights: [Double], centers: [Double], scales: [Double], degreesOfFreedom: Double = .infinity) {
        precondition(!weights.isEmpty && weights.count == centers.count && weights.count == scales.count)
        self.weights = weights
        self.centers = centers
        self.scales = scales
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// One component: an estimate with its error, where nothing is pooled.
    /// - Precondition: `scale > 0`.
    public init(center: Double, scale: Double, degreesOfFreedom: Double = .infinity) {
        self.init(weights: [1], centers: [center], scales: [scale], degreesOfFreedom: degreesOfFreedom)
    }

    /// The belief of the effect in other units.
    /// - Precondition: `factor > 0`.
    func scaled(by factor: Double) -> MixturePosterior {
        MixturePosterior(
            weights: weights, centers: centers.map { factor * $0 }, scales: scales.map { factor * $0 },
            degreesOfFreedom: degreesOfFreedom)
    }

    public var mean: Double { zip(weights, centers).reduce(0) { $0 + $1.0 * $1.1 } }

    /// √(E[scale²] · ν/(ν − 2) + Var[center]); with fewer than four degrees of freedom, where t has hardly a variance, the
    /// factor is that of four.
    public var standardDeviation: Double {
        let mean = mean
        let freedom = max(4, degreesOfFreedom)
        let factor = freedom.isFinite ? freedom / (freedom - 2) : 1
        var variance = 0.0
        for index in weights.indices {
            let gap = centers[index] - mean
            variance += weights[index] * (factor * scales[index] * scales[index] + gap * gap)
        }
        return variance.squareRoot()
    }

    /// The probability of a value above `x`.
    public func probability(above x: Double) -> Double {
        let t = StudentT(degreesOfFreedom: degreesOfFreedom)
        var sum = 0.0
        for index in weights.indices {
            sum += weights[index] * t.survival((x - centers[index]) / scales[index])
        }
        return sum
    }

    /// E[(θ − x)⁺], what acting is worth over not acting to who knows the effect and acts only above `x`.
    ///
    /// For one component s·[f(z)(ν + z²)/(ν − 1) − z·S(z)], z = (x − m)/s, f and S density and survival of t: the unit
    /// loss of the normal as ν grows (Raiffa & Schlaifer 1961). Below two degrees of freedom it is that of two: at one
    /// and below it would be infinite.
    public func expectedExcess(over x: Double) -> Double {
        let freedom = max(2, degreesOfFreedom)
        let t = StudentT(degreesOfFreedom: freedom)
        var sum = 0.0
        for index in weights.indices {
            let z = (x - centers[index]) / scales[index]
            let factor =
                freedom > 1e15 ? 1 : (freedom + z * z) / (freedom - 1)
            sum += weights[index] * scales[index] * max(0, t.density(z) * factor - z * t.survival(z))
        }
        return sum
    }

    /// The value below which lies the given probability: Newton's steps inside a bracket.
    /// - Precondition: `0 < probability < 1`.
    /// - Complexity: O(components × steps), about eight steps.
    public func quantile(_ probability: Double) -> Double {
        precondition(probability > 0 && probability < 1, "a probability strictly between 0 and 1")
        let t = StudentT(degreesOfFreedom: degreesOfFreedom)
        let reach = t.quantile(upper: min(probability, 1 - probability) * 0.5) + 1
        var low = Double.infinity
        var high = -Double.infinity
        for index in weights.indices where weights[index] > 0 {
            low = min(low, centers[index] - reach * scales[index])
            high = max(high, centers[index] + reach * scales[index])
        }
        var x = mean + (probability < 0.5 ? -1 : 1) * standardDeviation
        for _ in 0..<100 {
            if !(x > low && x < high) { x = 0.5 * (low + high) }
            var (above, density) = (0.0, 0.0)
            for index in weights.indices {
                let z = (x - centers[index]) / scales[index]
                above += weights[index] * t.survival(z)
                density += weights[index] * t.density(z) / scales[index]
            }
            let miss = 1 - above - probability
            if miss > 0 { high = x } else { low = x }
            let next = density > 0 ? x - miss / density : 0.5 * (low + high)
            if abs(next - x) <= 1e-12 * (abs(x) + high - low) || high - low <= 1e-14 * abs(x) { return next }
            x = next
        }
        return x
    }

    /// The central interval.
    /// - Precondition: `0 < confidence < 1`.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval {
        let tail = 0.5 * (1 - confidence)
        return ConfidenceInterval(lower: quantile(tail), upper: quantile(1 - tail), confidence: confidence)
    }
}
