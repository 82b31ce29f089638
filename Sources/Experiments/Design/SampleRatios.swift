import Uplift

/// Sample ratio checks of everybody and of every segment.
///
/// A unit in an arm that was planned to have none is an alarm by itself.
///
/// Units are counted whatever their weights. Where rows come in clusters the test is one of clusters.
struct SampleRatios {
    let table: ExperimentTable
    let plan: UpliftPlan

    /// Everybody first, then the segments in order; segments' p-values are corrected by Holm.
    func results() -> [SampleRatioResult] {
        var rows = [result(nil, counts(groups: nil)[0], nil)]
        guard !table.segments.isEmpty else { return rows }
        let bySegment = counts(groups: table.segmentCodes)
        var segments = table.segments.indices.map { result(table.segments[$0], bySegment[$0], $0) }
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

    private func result(
        _ segment: SegmentName?, _ observed: [Int], _ position: Int?
    ) -> SampleRatioResult {
        let planned = shares ?? plan.assumedShares(table.arms)
        let test = SampleRatioTest(observed: observed, planned: planned, repeats: plan.repeats)
        var result = SampleRatioResult(
            segment: segment, arms: table.arms, observed: observed, expected: test.expected,
            assumedEqual: shares == nil, statistic: test.statistic, degreesOfFreedom: test.degreesOfFreedom,
            pValue: test.pValue, pValueHolm: nil, verdict: verdict(test.pValue ?? 1))
        guard let clusters = table.clusters else { return result }
        let clustered = ClusteredRatioTest(byCluster(clusters, position), planned: planned)
        result.clusters = clustered.clusters
        result.statistic = clustered.statistic
        result.degreesOfFreedom = clustered.degreesOfFreedom
        result.pValue = clustered.pValue
        result.verdict = verdict(clustered.pValue ?? 1)
        return result
    }

    /// Units by cluster and arm, of one segment or of all.
    private func byCluster(_ clusters: [Int], _ segment: Int?) -> [[Int]] {
        var counts = Array(
            repeating: Array(repeating: 0, count: table.arms.count), count: 1 + (clusters.max() ?? -1))
        for row in 0..<table.rowCount where segment == nil || table.segmentCodes[row] == segment {
            counts[clusters[row]][table.armCodes[row]] += 1
        }
        return counts
    }

    /// Below 0.001 an unplanned imbalance has a cause (Fabijan et al. 2019); unless equal shares were only assumed.
    private func verdict(_ pValue: Double) -> SampleRatioResult.Verdict {
        guard pValue < 0.001 else { return .ok }
        return shares == nil ? .unplanned : .alarm
    }
}
