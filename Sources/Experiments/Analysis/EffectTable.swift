import Uplift
import Workers

/// All effects, overall and by segment, with their families.
package struct EffectTable {
    let table: ExperimentTable
    let plan: UpliftPlan
    package private(set) var results: [EffectResult] = []
    package private(set) var warnings: [UpliftReadout.Warning] = []
    /// By metric, then segment, then arm.
    private let summaries: [[[ArmSummary]]]
    /// Treatments without an overall comparison.
    let confounded: [Int]
    /// By metric, then arm.
    private let totals: [[ArmSummary]]

    /// - Throws: an error of a regression that is ours, never one of a segment that cannot be estimated.
    package init(table: ExperimentTable, plan: UpliftPlan) throws {
        self.table = table
        self.plan = plan
        confounded = Confounding(table).treatments
        let everybody = RowGroups(
            groups: [], groupCount: 1, arms: table.armCodes, armCount: table.arms.count)
        let bySegment = RowGroups(
            groups: table.segmentCodes, groupCount: max(1, table.segments.count), arms: table.armCodes,
            armCount: table.arms.count)
        let segmentCount = table.segments.count
        let treatmentCount = table.arms.count - 1
        // One item a metric, treatment and place: everybody, then each segment.
        let places = segmentCount + 1
        let items = table.outcomes.count * treatmentCount * places
        let answers = try WorkerPool(jobs: plan.jobs).map(items) { item -> EffectAnswer in
            let place = item % places
            let treatment = item / places % treatmentCount + 1
            let metric = item / places / treatmentCount
            let comparison = Comparison(
                table, groups: place == 0 ? everybody : bySegment, group: max(0, place - 1), metric: metric,
                treatment: treatment)
            let estimation = EffectEstimation(
                comparison, segment: place == 0 ? nil : table.segments[place - 1], plan: plan)
            return try EffectAnswer(estimation)
        }
        results = answers.flatMap(\.results)
        results.removeAll { [confounded] result in
            result.segment == nil && confounded.contains { table.arms[$0] == result.treatment }
        }
        summaries = table.outcomes.indices.map { metric in
            (0..<segmentCount).map { segment in
                table.arms.indices.map { arm in
                    let treatment = max(1, arm)
                    let answer = answers[
                        (metric * treatmentCount + treatment - 1) * places + segment + 1]
                    return arm == 0 ? answer.control : answer.treatment
                }
            }
        }
        totals = table.outcomes.indices.map { metric in
            table.arms.indices.map { arm in
                let answer = answers[(metric * treatmentCount + max(1, arm) - 1) * places]
                return arm == 0 ? answer.control : answer.treatment
            }
        }
        EffectFamilies.correct(&results, alpha: plan.alpha)
        EffectFamilies.addDunnett(&results)
        warnings = EffectWarnings.list(answers, table: table)
        warnings += confounded.map { arm in
            UpliftReadout.Warning(
                code: "confounded",
                message:
                    "\(table.label(arm)) and \(table.label(0)) were not given in the same segments, so that an overall "
                    + "effect of \(table.label(arm)) cannot be told from who got it; no overall number is given."
            )
        }
    }

    /// The pooling of one metric and treatment over the segments.
    package func pooling(metric: Int, treatment: Int) throws -> SegmentPooling {
        try SegmentPooling(
            table: table, plan: plan, metric: metric, treatment: treatment,
            freedom: headline(metric: metric, treatment: treatment)?.degreesOfFreedom)
    }

    /// The overall effect that decides.
    func headline(metric: Int, treatment: Int) -> EffectResult? {
        EffectResult.headline(
            results.filter {
                $0.segment == nil && $0.metric == table.outcomes[metric].name
                    && $0.treatment == table.arms[treatment]
            }, plan: plan, hasCovariates: !table.design.isEmpty || !table.cellCovariates.isEmpty)
    }

    /// One arm of one segment.
    func summary(metric: Int, segment: Int, arm: Int) -> ArmSummary { summaries[metric][segment][arm] }

    /// One arm of everybody.
    func arm(metric: Int, arm: Int) -> ArmSummary { totals[metric][arm] }

    /// Both arms of one comparison.
    func everybody(metric: Int, treatment: Int) -> (control: ArmSummary, treatment: ArmSummary) {
        (totals[metric][0], totals[metric][treatment])
    }

    /// The overall result of an estimator.
    func overall(metric: Int, treatment: Int, _ estimator: Estimator) -> EffectResult? {
        results.first {
            $0.segment == nil && $0.estimator == estimator && $0.metric == table.outcomes[metric].name
                && $0.treatment == table.arms[treatment]
        }
    }
}

/// What one comparison says, with what its warnings need.
struct EffectAnswer: Sendable {
    let metric: String
    let segment: SegmentName?
    let treatmentName: String
    let control: ArmSummary
    let treatment: ArmSummary
    let controlEvents: Int
    let treatmentEvents: Int
    let results: [EffectResult]
    /// True when the logit separated and Firth's penalty answered.
    let isSeparated: Bool

    init(_ estimation: EffectEstimation) throws {
        let comparison = estimation.comparison
        metric = comparison.outcome.name
        segment = estimation.segment
        treatmentName = comparison.table.arms[comparison.treatment]
        control = estimation.control
        treatment = estimation.treatment
        (controlEvents, treatmentEvents) = comparison.eventCounts
        results = try estimation.results()
        isSeparated = results.contains { $0.errorKind == "firth" }
    }
}
