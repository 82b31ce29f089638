/// Whether more of a metric is better or worse.
public struct MetricDirection: Hashable, Sendable {
    public enum Better: String, CaseIterable, Hashable, Sendable {
        /// More is better: visits, revenue.
        case up
        /// Less is better: unsubscriptions, churn, returns.
        case down
    }

    public var metric: String
    public var better: Better

    public init(metric: String, better: Better) {
        self.metric = metric
        self.better = better
    }
}
