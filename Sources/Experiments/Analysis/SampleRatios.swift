import Uplift

/// Sample ratio checks of everybody and of every segment.
struct SampleRatios {
    let table: ExperimentTable
    let plan: UpliftPlan

    /// Everybody first, then the segments in order; segments' p-values are corrected by Holm.
    func results() -> [SampleRatioResult] {
        var rows = [result(nil, counts(groups: nil)[0])]
        guard !table.segments.isEmpty else { return rows }
        let bySegment = counts(groups: table.segmentCodes)
        var segments = table.segments.indices.map { result(table.segments[$0], bySegment[$0]) }
        let corrected = MultipleTests.holm(segments.map(\.pValue))
        for index in segments.indices {
            segments[index].pValueHolm = corrected[index]
            let p = corrected[index] ?? 1
            segments[index].verdict = verdict(p)
        }
        rows += segments
        return rows
    }

    private func counts(groups: [Int]?) -> [[Int]] {
        var result = Array(
            repeating: Array(repeating: 0, count: table.arms.count),
            count: groups == nil ? 1 : table.segments.count)
        for row in 0..<table.rowCount {
            result[groups?[row] ?? 0][table.armCodes[row]] += table.count(row)
        }
        return result
    }

    private var shares: [Double]? {
        guard !plan.planned.isEmpty else { return nil }
        return table.arms.map { arm in plan.planned.first { $0.arm == arm }?.share ?? 0 }
    }

    private func result(_ segment: SegmentName?, _ observed: [Int]) -> SampleRatioResult {
        let test = SampleRatioTest(observed: observed, planned: shares, repeats: plan.repeats)
        return SampleRatioResult(
            segment: segment, arms: table.arms, observed: observed, expected: test.expected,
            assumedEqual: shares == nil, statistic: test.statistic, degreesOfFreedom: test.degreesOfFreedom,
            pValue: test.pValue, pValueHolm: nil, verdict: verdict(test.pValue ?? 1))
    }

    /// Below 0.001 an unplanned imbalance has a cause (Fabijan et al. 2019); unless equal shares were only assumed.
    private func verdict(_ pValue: Double) -> SampleRatioResult.Verdict {
        guard pValue < 0.001 else { return .ok }
        return shares == nil ? .unplanned : .alarm
    }
}
