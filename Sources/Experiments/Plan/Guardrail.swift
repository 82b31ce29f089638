/// A metric that a treatment may harm by no more than a margin (non-inferiority).
public struct Guardrail: Hashable, Sendable {
    public var metric: String
    /// The largest tolerable harm, positive: in the metric's unit, or as a share of the size of the control mean.
    public var margin: Double
    public var isRelative: Bool

    public init(metric: String, margin: Double, isRelative: Bool) {
        self.metric = metric
        self.margin = margin
        self.isRelative = isRelative
    }
}
