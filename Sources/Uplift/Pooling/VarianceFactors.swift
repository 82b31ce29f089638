/// How much more one unit's outcome varies in one segment than in all, smoothed.
///
/// The ratio r of a segment's variance to the common one of its arm is known with an error of relative variance q / ν, ν
/// degrees of freedom. Arms of one segment share its factor, so that their disagreement tells q without fourth moments:
/// (r₁ − r₀)² / (1/ν₁ + 1/ν₀) has expectation q, which is 2 for normal outcomes and far more where few buy. What the
/// ratios differ beyond that is real and keeps its share (moments as in DerSimonian & Laird 1986); the rest is drawn to 1.
struct VarianceFactors {
    /// The common variance of one unit by arm; degrees of freedom weigh.
    let common: [Double]
    /// One a segment.
    let factors: [Double]

    /// - Parameter arms: by arm, then segment; empty arms have size zero.
    /// - Complexity: O(arms × segments).
    init(_ arms: [[ArmSpread]]) {
        let own = arms.map { VarianceFactors.common($0) }
        let all = VarianceFactors.common(arms.flatMap(\.self))
        // An arm in which nothing happened has the variance of the others, not none.
        common = own.map { $0 > 0 ? $0 : all }
        let segments = arms.first?.indices.map { segment in arms.map { $0[segment] } } ?? []
        let ratios = segments.map { [common] cells -> (ratio: Double, freedom: Double, gap: Double?) in
            var (sum, freedom) = (0.0, 0.0)
            var gap: Double?
            for (arm, cell) in cells.enumerated() where common[arm] > 0 {
                sum += cell.freedom * cell.variance / common[arm]
                freedom += cell.freedom
            }
            if cells.count > 1, cells[0].freedom > 0, cells[1].freedom > 0, common[0] > 0, common[1] > 0 {
                let distance = cells[1].variance / common[1] - cells[0].variance / common[0]
                gap = distance * distance / (1 / cells[0].freedom + 1 / cells[1].freedom)
            }
            return (freedom > 0 ? sum / freedom : 1, freedom, gap)
        }
        let gaps = ratios.compactMap(\.gap)
        // Of normal outcomes at least: two arms that agree by chance are no proof of less.
        let noise = max(2, gaps.isEmpty ? 2 : gaps.reduce(0, +) / Double(gaps.count))
        let freedom = ratios.reduce(0) { $0 + $1.freedom }
        let seen = ratios.reduce(0) { $0 + $1.freedom * ($1.ratio - 1) * ($1.ratio - 1) }
        let known = ratios.count { $0.freedom > 0 }
        let spread = freedom > 0 ? max(0, (seen - Double(known - 1) * noise) / freedom) : 0
        factors = ratios.map { ratio, freedom, _ in
            guard freedom > 0, spread > 0 else { return 1 }
            return 1 + spread / (spread + noise / freedom) * (ratio - 1)
        }
    }

    private static func common(_ cells: [ArmSpread]) -> Double {
        var (sum, freedom) = (0.0, 0.0)
        for cell in cells {
            sum += cell.freedom * cell.variance
            freedom += cell.freedom
        }
        return freedom > 0 ? sum / freedom : 0
    }
}
