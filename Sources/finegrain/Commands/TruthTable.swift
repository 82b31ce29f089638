import Experiments
import Workbench

/// The true effects of a simulated run beside what its results let one estimate.
struct TruthTable {
    private let results: RunResults

    init(_ results: RunResults) { self.results = results }

    /// Everybody and every segment of every treatment; the estimate is the difference in means.
    func compared(with readout: UpliftReadout) -> [UpliftReadout.TruthResult] {
        readout.results.filter { $0.estimator == .differenceInMeans && $0.metric == results.metric }
            .compactMap { result in
                let attributes = (result.segment?.parts ?? []).map {
                    RunTruth.Attribute(column: $0.column, value: $0.value)
                }
                guard let truth = results.effect(of: result.treatment, where: attributes) else { return nil }
                let shrunk = readout.pooling.last {
                    $0.metric == result.metric && $0.treatment == result.treatment && $0.isOfOneTreatment
                }?.segments.first { $0.segment == result.segment }?.shrunk
                var covered: Bool?
                if let lower = result.lower, let upper = result.upper {
                    covered = lower <= truth.effect && truth.effect <= upper
                }
                return UpliftReadout.TruthResult(
                    metric: result.metric, segment: result.segment, treatment: result.treatment,
                    truth: truth.effect, estimate: result.effect, lower: result.lower, upper: result.upper,
                    shrunk: shrunk, isCovered: covered)
            }
    }
}

extension RunResults {
    /// Names metric, arms, planned shares and, unless others are asked for, the segments of the run.
    func complete(_ plan: inout UpliftPlan) {
        if plan.outcomes.isEmpty { plan.outcomes = [metric] }
        if plan.control == nil { plan.control = controlArm }
        if plan.arms.isEmpty { plan.arms = treatmentArms }
        if plan.by.isEmpty { plan.by = columns }
        plan.repeats = max(1, campaigns)
        if plan.planned.isEmpty {
            plan.planned = planned.map { UpliftPlan.PlannedShare(arm: $0.arm, share: $0.share) }
        }
    }
}
