public import Uplift

/// What a rule of whom to treat is worth against treating nobody, from doubly robust scores:
/// V = E[π ψ], its error sd/√n (Dudík, Langford & Li 2011; Athey & Wager 2021).
public struct PolicyValue: Hashable, Sendable {
    /// Mean and error of one number a unit.
    public struct Estimate: Hashable, Sendable {
        public let value: Double
        public let standardError: Double

        init(_ values: [Double]) {
            let count = Double(values.count)
            let mean = values.reduce(0, +) / count
            value = mean
            standardError = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) / count)
                .squareRoot()
        }

        /// From the sum of the numbers and of their squares.
        init(sum: Double, squares: Double, count: Double) {
            value = sum / count
            standardError = (max(0, squares / count - value * value) / (count - 1)).squareRoot()
        }

        public func interval(confidence: Double = 0.95) -> ConfidenceInterval {
            ConfidenceInterval(
                center: value, standardError: standardError, degreesOfFreedom: .infinity,
                confidence: confidence)
        }
    }

    public let shareTreated: Double
    /// Metric units a head.
    public let value: Estimate
    /// Margin × value − cost × share a head; nil without a margin.
    public let net: Estimate?
    /// Value less that of treating the same share at random.
    public let overRandom: Estimate
    /// Net less that of treating all; of the value without a margin.
    public let overAll: Estimate

    /// - Parameters:
    ///   - treat: how much of each unit the rule treats, 0...1, without having seen the unit's outcome.
    ///   - doublyRobust: ψ of each unit.
    ///   - cost: a treated unit, in money.
    ///   - margin: a unit of the metric, in money.
    /// - Precondition: two units or more, one ψ a unit.
    public init(treat: [Double], doublyRobust: [Double], cost: Double = 0, margin: Double? = nil) {
        precondition(treat.count == doublyRobust.count && treat.count > 1, "one score a unit")
        let share = treat.reduce(0, +) / Double(treat.count)
        shareTreated = share
        value = Estimate(zip(treat, doublyRobust).map { $0 * $1 })
        overRandom = Estimate(zip(treat, doublyRobust).map { ($0 - share) * $1 })
        net = margin.map { margin in Estimate(zip(treat, doublyRobust).map { $0 * (margin * $1 - cost) }) }
        let (factor, price) = margin.map { ($0, cost) } ?? (1, 0)
        overAll = Estimate(zip(treat, doublyRobust).map { ($0 - 1) * (factor * $1 - price) })
    }
}
