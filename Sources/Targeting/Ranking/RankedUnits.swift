/// Units from the best score to the worst, equal scores in one group: no number may depend on the order of equals.
public struct RankedUnits: Sendable {
    /// As given, one a unit.
    public let scores: [Double]
    /// Scores less the mean of their fold; as given without folds.
    let centred: [Double]
    /// Units by falling score; equal scores in the order of the units.
    let order: [Int]
    /// End (exclusive) of each group of equal scores in `order`.
    let ends: [Int]

    /// Units by their scores.
    /// - Complexity: O(units log units).
    public init(scores: [Double]) { self.init(scores: scores, keys: scores, centred: scores) }

    /// Units by where they stand within their fold.
    ///
    /// Scores out of fold cannot be compared across folds: a fold that happens to show a large effect leaves a small one to
    /// the others, from which its own scores come, so that a ranking over all folds is worse than none even where nothing
    /// is to be ranked. Within a fold scores and outcomes are independent.
    /// - Complexity: O(units log units).
    public init(scores: [Double], within folds: Folds) {
        var keys = Array(repeating: 0.0, count: scores.count)
        var centred = keys
        for members in folds.members where !members.isEmpty {
            let own = members.map { scores[$0] }
            let mean = own.reduce(0, +) / Double(own.count)
            let isConstant = own.allSatisfy { $0 == own[0] }
            for (unit, rank) in zip(members, RankedUnits(scores: own).ranks) {
                keys[unit] = -rank
                centred[unit] = isConstant ? 0 : scores[unit] - mean
            }
        }
        self.init(scores: scores, keys: keys, centred: centred)
    }

    private init(scores: [Double], keys: [Double], centred: [Double]) {
        self.scores = scores
        self.centred = centred
        // Pairs beside each other in memory sort twice as fast as positions that look their scores up.
        var pairs = keys.indices.map { (score: keys[$0], unit: $0) }
        pairs.sort { $0.score != $1.score ? $0.score > $1.score : $0.unit < $1.unit }
        let order = pairs.map(\.unit)
        self.order = order
        var ends: [Int] = []
        for position in order.indices
        where position + 1 == order.count || keys[order[position + 1]] != keys[order[position]] {
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
