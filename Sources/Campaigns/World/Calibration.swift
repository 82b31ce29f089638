/// Solves for γ, the logit per standard deviation of preference that makes full personalisation worth G.
///
/// With gᵢ = (cᵢ − c₀)·θᵢ, cᵢ = softmax(θᵢ/T), the equation is
/// Σᵢ logistic(logit p₀ + γ gᵢ) / (n p₀) − 1 = G (`docs/model.md`, "The world's response"). The left side grows
/// with γ wherever the mean of gᵢ is positive, so bisection brackets the root and Newton's steps polish it.
enum Calibration {
    /// - Parameters:
    ///   - gains: gᵢ for each customer (or each cell, with its weight).
    ///   - weights: customers each gain stands for.
    /// - Returns: γ with the equation met to 1e-9; 0 when G is 0; nil when no γ reaches G.
    static func gamma(gains: [Double], weights: [Double], baseRate: Double, lift: Double) -> Double? {
        guard lift > 0 else { return 0 }
        let base = Math.logit(baseRate)
        let total = weights.reduce(0, +)
        func excess(_ gamma: Double) -> (value: Double, slope: Double) {
            var sum = 0.0
            var slope = 0.0
            for index in gains.indices {
                let p = Math.logistic(base + gamma * gains[index])
                sum += weights[index] * p
                slope += weights[index] * p * (1 - p) * gains[index]
            }
            return (sum / (total * baseRate) - 1 - lift, slope / (total * baseRate))
        }
        var low = 0.0
        var high = 0.1
        while excess(high).value < 0 {
            low = high
            high *= 2
            if high > 64 { return nil }
        }
        var gamma = (low + high) / 2
        for _ in 0..<100 {
            let (value, slope) = excess(gamma)
            if abs(value) < 1e-10 { break }
            if value > 0 { high = gamma } else { low = gamma }
            let newton = gamma - value / slope
            gamma = newton > low && newton < high ? newton : (low + high) / 2
        }
        return gamma
    }
}
