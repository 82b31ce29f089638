import Uplift

/// The effect overall as the mean of the segments' effects, weighted by their units: what a comparison of all units would
/// give if the arms had the same shares in every segment (post-stratification; Miratrix, Sekhon & Yu 2013).
///
/// Weights weigh units and segments; with weights or clusters the error is by linearization over clusters.
package struct SegmentAdjustment: Hashable, Sendable {
    /// Weighted by segments.
    package let effect: Double
    package let standardError: Double
    package let degreesOfFreedom: Double
    /// Treatment mean minus control mean, whatever the segments.
    package let unadjusted: Double
    /// Whether the arms' shares differ between segments by more than chance, at 0.001.
    package let isUnequal: Bool

    /// Whether the segments' allocation moves the effect by more than half its standard error.
    package var isMaterial: Bool { isUnequal && abs(unadjusted - effect) > 0.5 * standardError }

    /// - Parameter treatment: a position in the table's arms.
    /// - Returns: nil without two segments, or where an effect cannot be estimated.
    /// - Complexity: O(rows).
    package init?(table: ExperimentTable, metric: Int, treatment: Int) {
        guard table.segments.count > 1 else { return nil }
        let groups = RowGroups(
            groups: table.segmentCodes, groupCount: table.segments.count, arms: table.armCodes,
            armCount: table.arms.count)
        let segments = table.segments.indices.map {
            Comparison(table, groups: groups, group: $0, metric: metric, treatment: treatment)
        }
        let strata = segments.map {
            PostStratifiedDifference.Stratum(treatment: $0.treatmentSummary, control: $0.controlSummary)
        }
        guard let plain = try? PostStratifiedDifference(strata) else { return nil }
        let treated = strata.reduce(ArmSummary.empty) { $0.merging($1.treatment) }
        let compared = strata.reduce(ArmSummary.empty) { $0.merging($1.control) }
        isUnequal = SegmentAdjustment.isUnequal(table, segments)
        guard table.weights != nil || table.clusters != nil else {
            (effect, standardError) = (plain.effect, plain.standardError)
            degreesOfFreedom = plain.degreesOfFreedom
            unadjusted = treated.mean - compared.mean
            return
        }
        let rows = segments.map { SegmentAdjustment.rows($0) }
        let merged = PostStratifiedDifference.groups(strata).map { group in group.flatMap { rows[$0] } }
        let sizes = merged.map { $0.reduce(0.0) { $0 + $1.weight } }
        let total = sizes.reduce(0, +)
        guard let adjusted = LinearizedDifference(merged, shares: sizes.map { $0 / total }),
            let raw = LinearizedDifference(rows.flatMap(\.self))
        else { return nil }
        (effect, standardError) = (adjusted.effect, adjusted.standardError)
        degreesOfFreedom = adjusted.degreesOfFreedom
        unadjusted = raw.effect
    }

    private static func rows(_ comparison: Comparison) -> [LinearizedDifference.Row] {
        let table = comparison.table
        let treated = comparison.treatmentIndicator
        return zip(comparison.rows, treated).map { row, indicator in
            LinearizedDifference.Row(
                value: comparison.outcome.values[row], weight: table.weights?[row] ?? 1,
                isTreated: indicator == 1,
                cluster: table.clusters?[row] ?? row)
        }
    }

    /// Pearson's chi-squared test of the treated shares of segments; clusters count once per segment and arm.
    private static func isUnequal(_ table: ExperimentTable, _ segments: [Comparison]) -> Bool {
        func size(_ rows: [Int]) -> Double {
            guard let clusters = table.clusters else {
                return Double(rows.reduce(0) { $0 + table.count($1) })
            }
            return Double(Set(rows.map { clusters[$0] }).count)
        }
        let sizes = segments.map { (control: size($0.controlRows), treated: size($0.treatmentRows)) }
        let treated = sizes.reduce(0) { $0 + $1.treated }
        let total = sizes.reduce(0) { $0 + $1.treated + $1.control }
        guard treated > 0, treated < total else { return false }
        let share = treated / total
        let present = sizes.filter { $0.treated + $0.control > 0 }
        let statistic = present.reduce(0.0) { sum, size in
            let count = size.treated + size.control
            let gap = size.treated - count * share
            return sum + gap * gap / (count * share * (1 - share))
        }
        return present.count > 1
            && ChiSquared(degreesOfFreedom: Double(present.count - 1)).upperTail(statistic) < 0.001
    }
}
