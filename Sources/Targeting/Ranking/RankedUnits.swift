/// Units from the best score to the worst, equal scores in one group: no number may depend on the order of equals.
public struct RankedUnits: Sendable {
    public let scores: [Double]
    /// Units by falling score; equal scores in the order of the units.
    let order: [Int]
    /// End (exclusive) of each group of equal scores in `order`.
    let ends: [Int]

    /// - Complexity: O(units log units).
    public init(scores: [Double]) {
        self.scores = scores
        // Pairs beside each other in memory sort twice as fast as positions that look their scores up.
        var pairs = scores.indices.map { (score: scores[$0], unit: $0) }
        pairs.sort { $0.score != $1.score ? $0.score > $1.score : $0.unit < $1.unit }
        let order = pairs.map(\.unit)
        self.order = order
        var ends: [Int] = []
        for position in order.indices
        where position + 1 == order.count || scores[order[position + 1]] != scores[order[position]] {
            ends.append(position + 1)
        }
        self.ends = ends
    }

    var count: Int { order.count }

    /// The middle of each unit's group as a share of all units, 0 best: where a tied unit stands on average.
    var ranks: [Double] {
        var result = Array(repeating: 0.0, count: order.count)
        var start = 0
        for end in ends {
            let middle = 0.5 * Double(start + end) / Double(order.count)
            for position in start..<end { result[order[position]] = middle }
            start = end
        }
        return result
    }

    /// How much of each unit belongs to the best share: 1, 0, or a part for the group at the border.
    func membership(share: Double) -> [Double] {
        let wanted = share * Double(count)
        var result = Array(repeating: 0.0, count: count)
        var start = 0
        for end in ends {
            let part = min(1, max(0, (wanted - Double(start)) / Double(end - start)))
            if part == 0 { break }
            for position in start..<end { result[order[position]] = part }
            start = end
        }
        return result
    }
}
