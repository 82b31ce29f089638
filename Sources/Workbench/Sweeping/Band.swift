public import Encodings

/// A value over replications: its mean and, with two or more, its 5th, 50th and 95th percentile.
public struct Band: Hashable, Sendable {
    public var mean: Double?
    public var p5: Double?
    public var p50: Double?
    public var p95: Double?

    /// - Parameter values: one a replication, in their order; absent ones are left out.
    public init(_ values: [Double?]) {
        let present = values.compactMap { $0 }
        guard !present.isEmpty else { return }
        mean = present.reduce(0, +) / Double(present.count)
        guard values.count > 1 else { return }
        let sorted = present.sorted()
        p5 = Band.quantile(sorted, 0.05)
        p50 = Band.quantile(sorted, 0.5)
        p95 = Band.quantile(sorted, 0.95)
    }

    /// Linear interpolation between order statistics (Hyndman & Fan 1996, type 7).
    static func quantile(_ sorted: [Double], _ p: Double) -> Double {
        let position = p * Double(sorted.count - 1)
        let low = Int(position.rounded(.down))
        let high = min(low + 1, sorted.count - 1)
        return sorted[low] + (position - Double(low)) * (sorted[high] - sorted[low])
    }

    public var json: JSONValue {
        .members(["mean": .optional(mean), "p5": .optional(p5), "p50": .optional(p50), "p95": .optional(p95)])
    }
}
