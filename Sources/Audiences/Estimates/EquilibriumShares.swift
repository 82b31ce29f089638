/// The shares that redraws from the marginal lead to: those of the audience, within the bands that cut.
struct EquilibriumShares {
    private let hierarchy: SegmentHierarchy
    private let layout: ProfileLayout
    private let depth: Int
    private let counts: [[Int]]

    init(audience: Audience, hierarchy: SegmentHierarchy, layout: ProfileLayout, depth: Int) {
        self.hierarchy = hierarchy
        self.layout = layout
        self.depth = depth
        counts = audience.levelCounts()
    }

    /// True if every node has only one bin of this exported attribute.
    func isFixed(_ place: Int) -> Bool { layout.fixedBins(place, hierarchy, depth: depth) != nil }

    /// True if the exported attribute is one that cuts at this depth.
    func cuts(_ place: Int) -> Bool { digit(place) != nil }

    /// The shares of one node's exported attribute.
    func target(_ place: Int, node: Int) -> [Double] {
        let attribute = layout.exported[place]
        var levels = Array(counts[attribute].indices)
        if let digit = digit(place) {
            levels = hierarchy.bandings[depth][digit].bands[hierarchy.digits(depth: depth, node: node)[digit]]
        }
        var shares = [Double](repeating: 0, count: layout.bins(place).count)
        for level in levels {
            shares[Int(layout.binOfLevel[place][level])] += Double(counts[attribute][level])
        }
        let sum = shares.reduce(0, +)
        return sum > 0 ? shares.map { $0 / sum } : shares
    }

    private func digit(_ place: Int) -> Int? {
        hierarchy.usedAttributes.prefix(hierarchy.bandings[depth].count).firstIndex(
            of: layout.exported[place])
    }
}
