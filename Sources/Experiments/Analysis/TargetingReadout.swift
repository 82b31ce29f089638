import RandomStreams
import Regression
import Targeting
import Uplift
import Workers

/// Learners, rankings, calibration and policies of every metric and treatment.
struct TargetingReadout {
    private(set) var learners: [LearnerResult] = []
    private(set) var ranking: [RankingResult] = []
    private(set) var calibration: [CalibrationResult] = []
    private(set) var policy: [PolicyResult] = []
    private(set) var profitCurves: [ProfitCurveResult] = []
    private(set) var units: [UpliftReadout.CateUnits] = []
    private(set) var warnings: [UpliftReadout.Warning] = []

    init(table: ExperimentTable, plan: UpliftPlan) throws {
        guard !table.design.isEmpty else { return }
        if let obstacle = TargetingReadout.obstacle(table) {
            warnings.append(obstacle)
            return
        }
        let groups = RowGroups(groups: [], groupCount: 1, arms: table.armCodes, armCount: table.arms.count)
        let treatmentCount = table.arms.count - 1
        let confounded = Confounding(table).treatments
        // A ratio of sums has no effect on a single unit.
        let metrics = table.outcomes.indices.filter {
            table.outcomes[$0].linearization?.hasUnitEffects ?? true
        }
        let parts = try WorkerPool(jobs: plan.jobs).map(metrics.count * treatmentCount) {
            item -> TargetingPart? in
            guard !confounded.contains(item % treatmentCount + 1) else { return nil }
            return try TargetingPart(
                Comparison(
                    table, groups: groups, group: 0, metric: metrics[item / treatmentCount],
                    treatment: item % treatmentCount + 1), plan: plan)
        }
        for part in parts.compactMap(\.self) {
            learners += part.learners
            ranking += part.ranking
            calibration += part.calibration
            policy += part.policy
            profitCurves += part.profitCurves
            if let note = part.warning { warnings.append(note) }
            if !part.learners.isEmpty { units.append(part.units) }
        }
    }

    private static func obstacle(_ table: ExperimentTable) -> UpliftReadout.Warning? {
        if table.isCells {
            return UpliftReadout.Warning(
                code: "needs_units",
                message:
                    "Learners, ranking, calibration and policies need one row a unit; cells do not tell units apart."
            )
        }
        for (part, name) in [(table.weights == nil, "weights"), (table.clusters == nil, "clusters")]
        where !part {
            return UpliftReadout.Warning(
                code: "\(name)_without_learners",
                message: "Learners, ranking, calibration and policies do not take \(name) and are left out.")
        }
        return nil
    }
}
