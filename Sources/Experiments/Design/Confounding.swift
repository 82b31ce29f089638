#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Treatments whose overall comparison mixes the effect with who got it: given in some segments and not in others.
///
/// A small segment may lack an arm by chance. Where the chance of that is below 0.001 over all segments it was the design,
/// and then only segments that have both arms can be compared.
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
            return sizes.contains { segment in
                let (treated, control) = (segment[arm], segment[0])
                guard treated == 0 || control == 0, treated + control > 0 else { return false }
                // n units of the one arm and none of the other, if each were drawn with the overall shares.
                return Double(treated + control) * log(treated == 0 ? 1 - share : share) < level
            }
        }
    }
}
