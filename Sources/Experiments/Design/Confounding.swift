#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Treatments whose overall comparison mixes the effect with who got it: given in some segments and not in others.
///
/// A small segment may lack an arm by chance. Where the chance of that is below 0.001 over all segments it was the design,
/// and then only segments that have both arms can be compared. Where no segment has both arms, the chance of
/// that in all of them together counts.
struct Confounding {
    /// Positions of such treatments among the arms.
    let treatments: [Int]

    init(_ table: ExperimentTable) {
        guard table.segments.count > 1 else {
            treatments = []
            return
        }
        var sizes = Array(
            repeating: Array(repeating: 0, count: table.arms.count), count: table.segments.count)
        for row in 0..<table.rowCount {
            sizes[table.segmentCodes[row]][table.armCodes[row]] += table.count(row)
        }
        let totals = table.unitCounts
        let level = log(0.001 / Double(table.segments.count))
        treatments = table.arms.indices.dropFirst().filter { arm in
            let share = Double(totals[arm]) / Double(max(1, totals[arm] + totals[0]))
            return Confounding.isByDesign(sizes.map { ($0[arm], $0[0]) }, share: share)
                || sizes.contains { segment in
                    let (treated, control) = (segment[arm], segment[0])
                    guard treated == 0 || control == 0, treated + control > 0 else { return false }
                    // n units of the one arm and none of the other, if each were drawn with the overall shares.
                    return Double(treated + control) * log(treated == 0 ? 1 - share : share) < level
                }
        }
    }

    /// Whether no segment has both arms, and random assignment with the treated share would have made it so less than once
    /// in a thousand times: Π (qⁿ + (1 − q)ⁿ) over segments of n units.
    private static func isByDesign(_ sizes: [(treated: Int, control: Int)], share: Double) -> Bool {
        let present = sizes.filter { $0.treated + $0.control > 0 }
        guard share > 0, share < 1, present.allSatisfy({ $0.treated == 0 || $0.control == 0 }) else {
            return false
        }
        let chance = present.reduce(0.0) { sum, size in
            let count = Double(size.treated + size.control)
            return sum + log(pow(share, count) + pow(1 - share, count))
        }
        return chance < log(0.001)
    }
}
