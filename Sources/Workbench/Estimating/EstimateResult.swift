public import Campaigns
import Encodings
public import Scenarios
public import YAMLReading

/// Closed forms for the rows of a sweep, without simulating.
public struct EstimateResult: Sendable {
    public struct Row: Sendable {
        public var values: [Named<YAMLTree>]
        /// Per campaign, over campaigns 2..N; nil where no closed form holds.
        public var metrics: [(metric: Metric, value: Double?)]
        /// Why a metric is nil.
        public var whyNull: [(metric: Metric, reason: String)]
    }

    /// What is estimated, in the order of the contract.
    public static let metrics: [Metric] = [
        .segments, .personaHitRate, .copyHitRate, .personaCalls, .copyCalls, .costUSD, .reviewHours,
    ]

    public let workspace: Workspace
    public let rows: [Row]

    /// Hash of all values.
    public var digest: String {
        var hash = Fingerprint()
        for row in rows {
            for (_, value) in row.metrics { hash.combine(value ?? -.infinity) }
        }
        return hash.hex
    }
}
