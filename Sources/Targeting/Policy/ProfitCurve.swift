import Uplift

/// Net value a head against the share treated, best scores first.
public struct ProfitCurve: Sendable {
    public struct Point: Hashable, Sendable {
        public let share: Double
        public let net: PolicyValue.Estimate
    }

    /// From nobody to everybody.
    public let points: [Point]

    /// The share with the largest net; the smallest of equal ones.
    public var best: Point {
        points.dropFirst().reduce(points[0]) { $1.net.value > $0.net.value ? $1 : $0 }
    }

    /// - Parameters:
    ///   - scores: out of fold.
    ///   - margin: nil counts in units of the metric, without cost.
    /// - Complexity: O(units × points).
    public init(scores: [Double], doublyRobust: [Double], cost: Double = 0, margin: Double? = nil, steps: Int = 50) {
        let ranked = RankedUnits(scores: scores)
        points = (0...steps).map { step in
            let share = Double(step) / Double(steps)
            let value = PolicyValue(
                treat: ranked.membership(share: share), doublyRobust: doublyRobust, cost: cost, margin: margin)
            return Point(share: share, net: value.net ?? value.value)
        }
    }
}
