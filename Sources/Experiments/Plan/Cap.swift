/// The value above which an outcome's values count as that value.
public struct Cap: Hashable, Sendable {
    public enum Rule: Hashable, Sendable {
        /// A quantile over the units of all compared arms together, 0 to 1.
        case quantile(Double)
        /// A value in the metric's unit.
        case value(Double)
    }

    public var metric: String
    public var rule: Rule

    public init(metric: String, rule: Rule) {
        self.metric = metric
        self.rule = rule
    }
}
