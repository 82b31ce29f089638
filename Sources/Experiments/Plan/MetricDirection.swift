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

    /// Words that name a harm wherever they begin a part of a metric's name.
    private static let harms = [
        "unsub", "churn", "optout", "opt_out", "complain", "bounce", "refund", "cancel", "spam",
    ]

    /// True for names such as `unsubscribed`, `churn_90d` or `spam_complaints`.
    static func soundsHarmful(_ metric: String) -> Bool {
        let name = metric.lowercased()
        return harms.contains { harm in
            name.hasPrefix(harm) || name.contains("_" + harm) || name.contains(" " + harm)
                || name.contains("-" + harm)
        }
    }
}
