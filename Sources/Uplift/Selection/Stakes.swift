/// What an effect must bring before the treatment pays.
public struct Stakes: Hashable, Sendable {
    /// Break-even effect, cost over margin, in the metric's unit and in the direction that is better; zero without a cost.
    public let threshold: Double
    /// Whether less of the metric is better, as with unsubscriptions.
    public let isLowerBetter: Bool

    /// - Precondition: the threshold is finite.
    public init(threshold: Double = 0, isLowerBetter: Bool = false) {
        precondition(threshold.isFinite, "a finite threshold")
        self.threshold = threshold
        self.isLowerBetter = isLowerBetter
    }

    /// What an effect brings beyond the break-even, in the metric's unit a head; negative where the treatment does not pay.
    public func gain(_ effect: Double) -> Double { (isLowerBetter ? -effect : effect) - threshold }

    /// The effect at which treating and not treating are worth the same, in the metric's own direction.
    public var breakEven: Double { isLowerBetter ? -threshold : threshold }

    /// Whether the break-even is not zero.
    public var hasCost: Bool { threshold != 0 }
}
