import Uplift
import Workers

/// Retention by arm after each send, overall and in every segment.
struct Retention {
    let table: ExperimentTable
    let plan: UpliftPlan

    /// Everybody first, then the segments, treatment by treatment; empty without an event.
    func results() throws -> [RetentionResult] {
        guard let records = table.sendRecords, let histories = records.histories else { return [] }
        let everybody = RowGroups(groups: [], groupCount: 1, arms: table.armCodes, armCount: table.arms.count)
        let bySegment = RowGroups(
            groups: table.segmentCodes, groupCount: max(1, table.segments.count), arms: table.armCodes,
            armCount: table.arms.count)
        let places = table.segments.count + 1
        let confounded = Confounding(table).treatments
        let answers = try WorkerPool(jobs: plan.jobs).map((table.arms.count - 1) * places) {
            item -> RetentionResult? in
            let (treatment, place) = (item / places + 1, item % places)
            guard place > 0 || !confounded.contains(treatment) else { return nil }
            func rows(_ arm: Int) -> [Int] {
                let groups = place == 0 ? everybody : bySegment
                return groups.rows(group: max(0, place - 1), arm: arm).filter { row in
                    !histories.occasions(of: row).isEmpty && (table.weights.map { $0[row] > 0 } ?? true)
                }
            }
            return result(
                records.names, histories, place == 0 ? nil : table.segments[place - 1], treatment,
                treated: rows(treatment), control: rows(0))
        }
        var results = answers.compactMap(\.self)
        for treatment in table.arms.dropFirst() {
            let family = results.indices.filter {
                results[$0].segment != nil && results[$0].treatment == treatment
            }
            let holm = MultipleTests.holm(family.map { results[$0].pValue })
            for (position, index) in family.enumerated() { results[index].pValueHolm = holm[position] }
        }
        return results
    }

    private func result(
        _ names: [String], _ histories: RiskHistories, _ segment: SegmentName?, _ treatment: Int,
        treated: [Int], control: [Int]
    ) -> RetentionResult? {
        guard treated.count > 1, control.count > 1 else { return nil }
        let comparison = SurvivalComparison(
            histories, treatment: treated, control: control, weights: table.weights, clusters: table.clusters,
            confidence: 1 - plan.alpha)
        let last = comparison.occasions.lastIndex { $0.treatment.atRisk > 0 && $0.control.atRisk > 0 }
        guard let last else { return nil }
        let sends = zip(names, comparison.occasions).prefix(last + 1).map { name, occasion in
            RetentionResult.Send(
                send: name, control: RetentionResult.Share(occasion.control),
                treatment: RetentionResult.Share(occasion.treatment), difference: occasion.difference,
                standardError: occasion.standardError, lower: occasion.interval?.lower,
                upper: occasion.interval?.upper, pValue: occasion.pValue,
                hazardDifference: occasion.hazardDifference,
                hazardStandardError: occasion.hazardStandardError)
        }
        return RetentionResult(
            segment: segment, control: table.arms[0], treatment: table.arms[treatment], sends: sends,
            excessEvents: comparison.excessEvents, pValue: comparison.pValue, pValueHolm: nil,
            errorKind: table.clusters != nil ? "clustered" : table.weights != nil ? "linearized" : "greenwood"
        )
    }
}

extension RetentionResult.Share {
    init(_ share: SurvivalComparison.Share) {
        self.init(
            atRisk: share.atRisk, events: share.events, retained: share.survival,
            standardError: share.standardError, lower: share.interval?.lower, upper: share.interval?.upper)
    }
}
