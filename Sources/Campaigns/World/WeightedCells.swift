import Audiences

/// The distinct rows of an audience, ascending, as the cells that means over customers are taken over.
struct WeightedCells: Sendable {
    /// Row-major attribute values of each cell.
    let rows: [UInt8]
    let counts: [Int]
    let width: Int
    let total: Int
    /// Share of the audience at each level of each attribute.
    let shares: [[Double]]

    /// - Complexity: O(customers x attributes).
    init(_ audience: Audience) {
        let distinct = DistinctRows(audience)
        width = distinct.attributeCount
        total = distinct.total
        rows = distinct.levels
        counts = distinct.counts
        var shares = audience.attributes.map { [Double](repeating: 0, count: $0.levels.count) }
        for cell in counts.indices {
            for j in 0..<width { shares[j][Int(rows[cell * width + j])] += Double(counts[cell]) }
        }
        self.shares = shares.map { $0.map { $0 / Double(max(1, audience.count)) } }
    }

    /// Variance over the audience of b(x) = Σⱼ Bⱼ[xⱼ], averaged over angles; the table is centred.
    func meanVariance(of table: TasteTable) -> Double {
        let angles = table.angles
        var sum = 0.0
        var value = [Double](repeating: 0, count: angles)
        for cell in counts.indices {
            for angle in 0..<angles { value[angle] = 0 }
            for j in 0..<width {
                let level = Int(rows[cell * width + j])
                for angle in 0..<angles { value[angle] += table.effects[j][level * angles + angle] }
            }
            var squares = 0.0
            for angle in 0..<angles { squares += value[angle] * value[angle] }
            sum += Double(counts[cell]) * squares
        }
        return sum / Double(max(1, total)) / Double(angles)
    }
}
