/// How fast members of a segment are exchanged when attributes are redrawn from the marginal.
struct SegmentExchange {
    private let hierarchy: SegmentHierarchy
    private let depth: Int
    private let rates: [Double]
    /// The audience's share of each band, by digit.
    private let bandShares: [[Double]]
    private let digitsOfNode: [[Int]]

    struct Flow {
        /// The share of members that leave the segment in a week.
        let turnover: Double
        fileprivate let rates: [Double]
        /// For attributes that cut: the share of members that stay and change band; nil elsewhere.
        fileprivate let moved: [Double?]

        /// d' of an attribute.
        func exchanged(attribute: Int) -> Double {
            // A redraw of an attribute that cuts shows as leaving, or as a move within a rest.
            if let moved = moved[attribute] { return min(1, turnover + moved) }
            return FlipProbability.exchanged(weeklyRate: rates[attribute], turnover: turnover)
        }
    }

    init(audience: Audience, hierarchy: SegmentHierarchy, depth: Int, drift: Drift) {
        self.hierarchy = hierarchy
        self.depth = depth
        rates = audience.attributes.indices.map { drift.rate(of: $0) }
        let counts = audience.levelCounts()
        bandShares = hierarchy.bandings[depth].indices.map { digit in
            let attribute = hierarchy.usedAttributes[digit]
            return hierarchy.bandings[depth][digit].bands.map { band in
                Double(band.reduce(0) { $0 + counts[attribute][$1] }) / Double(audience.count)
            }
        }
        digitsOfNode = (0..<hierarchy.nodeCount(depth: depth)).map {
            hierarchy.digits(depth: depth, node: $0)
        }
    }

    /// A member of node i is in node j a week later with the product over attributes of
    /// (1 - d)[same band] + d P(band of j). Nodes of a rest weigh the same.
    func flow(nodes: [Int]) -> Flow {
        var moved = [Double?](repeating: nil, count: rates.count)
        for digit in bandShares.indices
        where hierarchy.bandings[depth][digit].count
            == hierarchy.attributes[hierarchy.usedAttributes[digit]].levels.count
        {
            moved[hierarchy.usedAttributes[digit]] = 0
        }
        // A rest may have thousands of nodes; a few hundred of them, evenly spaced, stand for all.
        let sample = stride(from: 0, to: nodes.count, by: (nodes.count + 255) / 256).map { nodes[$0] }
        let weight = 1 / Double(sample.count)
        var stay = 0.0
        for from in sample {
            for to in nodes {
                var probability = 1.0
                for digit in bandShares.indices {
                    let rate = rates[hierarchy.usedAttributes[digit]]
                    let band = digitsOfNode[to][digit]
                    probability *=
                        (digitsOfNode[from][digit] == band ? 1 - rate : 0) + rate * bandShares[digit][band]
                }
                stay += weight * probability
                for digit in bandShares.indices where digitsOfNode[from][digit] != digitsOfNode[to][digit] {
                    let attribute = hierarchy.usedAttributes[digit]
                    if let sum = moved[attribute] { moved[attribute] = sum + weight * probability }
                }
            }
        }
        return Flow(turnover: max(0, 1 - stay), rates: rates, moved: moved)
    }
}
