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
    ///   - ranked: by scores out of fold.
    ///   - margin: nil counts in units of the metric, without cost.
    /// - Complexity: O(units + points × log units).
    public init(
        _ ranked: RankedUnits, doublyRobust: [Double], cost: Double = 0, margin: Double? = nil,
        steps: Int = 50
    ) {
        let (factor, price) = margin.map { ($0, cost) } ?? (1, 0)
        let sums = RunningMoments(ranked, doublyRobust.map { factor * $0 - price })
        let count = Double(doublyRobust.count)
        points = (0...steps).map { step in
            let share = Double(step) / Double(steps)
            let border = sums.border(share: share)
            let squares = border.innerSquares + border.part * border.part * border.groupSquares
            return Point(
                share: share, net: PolicyValue.Estimate(sum: border.sum, squares: squares, count: count))
        }
    }
}
