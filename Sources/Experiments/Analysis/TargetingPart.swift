import RandomStreams
import Regression
import Targeting
import Uplift

/// Learners and what follows from them for one metric and treatment.
struct TargetingPart: Sendable {
    private(set) var learners: [LearnerResult] = []
    private(set) var ranking: [RankingResult] = []
    private(set) var calibration: [CalibrationResult] = []
    private(set) var policy: [PolicyResult] = []
    private(set) var profitCurves: [ProfitCurveResult] = []
    private(set) var units: UpliftReadout.CateUnits
    private(set) var warning: UpliftReadout.Warning?

    private let plan: UpliftPlan
    private let metric: String
    private let treatment: String
    private let seed: Seed

    /// The learner whose effects rule the policies: fixed beforehand, not the one that looks best.
    static let policyLearner = Learner.dr
    /// The share of the budget policy, that of `uplift_at_30`.
    static let budgetShare = 0.3

    init(_ comparison: Comparison, plan: UpliftPlan) throws {
        self.plan = plan
        metric = comparison.outcome.name
        treatment = comparison.table.arms[comparison.treatment]
        seed = Seed(UInt64(bitPattern: Int64(plan.seed)))
        // Back to the order of keys, so that no list depends on how arms were joined.
        let rows = comparison.rows.sorted()
        units = UpliftReadout.CateUnits(
            metric: metric, treatment: treatment, rows: rows.map { comparison.table.fileRows[$0] }, ids: nil)
        let needed = 10 * (comparison.table.design.count + 2)
        guard min(comparison.controlRows.count, comparison.treatmentRows.count) >= needed else {
            warning = UpliftReadout.Warning(
                code: "too_few_units",
                message:
                    "\(metric), \(treatment): learners with \(comparison.table.design.count) columns need "
                    + "\(needed) units of each arm; there are \(comparison.treatmentRows.count) and "
                    + "\(comparison.controlRows.count).")
            return
        }
        let sample = TargetingPart.sample(comparison, rows, plan: plan)
        let fit = try CrossFit(sample, basis: plan.basis(isBinary: comparison.outcome.isBinary), seed: seed)
        for learner in Learner.allCases {
            let effects = try LearnedEffects(learner, fit)
            addLearner(effects, fit)
            addRanking(effects.ranked, effects.learner, fit, isInSample: false)
            try addCalibration(effects, fit)
            if learner == TargetingPart.policyLearner { addPolicies(effects, fit) }
        }
        addRanking(RankedUnits(scores: try fit.effectsInSample()), .t, fit, isInSample: true)
    }

    private static func sample(_ comparison: Comparison, _ rows: [Int], plan: UpliftPlan) -> UnitSample {
        let table = comparison.table
        let treated = rows.map { table.armCodes[$0] == comparison.treatment }
        let share =
            Double(comparison.treatmentRows.count)
            / Double(comparison.treatmentRows.count + comparison.controlRows.count)
        func planned(_ arm: String) -> Double? { plan.planned.first { $0.arm == arm }?.share }
        var propensity = share
        if let high = planned(table.arms[comparison.treatment]), let low = planned(table.arms[0]), high > 0,
            low > 0
        {
            propensity = high / (high + low)
        }
        return UnitSample(
            keys: rows.map { table.keys[$0] },
            treated: treated, outcomes: rows.map { comparison.outcome.values[$0] },
            design: Matrix(columns: table.design.indices.map { comparison.covariate($0, rows: rows) }),
            columnNames: table.design.map(\.name), propensity: propensity)
    }

    private var confidence: Double { 1 - plan.alpha }

    private mutating func addLearner(_ effects: LearnedEffects, _ fit: CrossFit) {
        let interval = effects.interval(confidence: confidence)
        let sorted = effects.cate.sorted()
        let mean = effects.cate.reduce(0, +) / Double(sorted.count)
        let spread = effects.cate.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        func quantile(_ p: Double) -> Double { sorted[min(sorted.count - 1, Int(p * Double(sorted.count)))] }
        learners.append(
            LearnerResult(
                name: effects.learner.rawValue, basis: fit.basis.name, metric: metric, treatment: treatment,
                ate: effects.ate, standardError: effects.standardError, lower: interval.lower,
                upper: interval.upper, cateMean: mean,
                cateStandardDeviation: (spread / Double(max(1, sorted.count - 1))).squareRoot(),
                cateQuantiles: LearnerResult.CateQuantiles(
                    p5: quantile(0.05), p25: quantile(0.25), p50: quantile(0.5), p75: quantile(0.75),
                    p95: quantile(0.95)), cateFile: CateFile.name(metric: metric, treatment: treatment),
                cate: effects.cate))
    }

    private mutating func addRanking(
        _ ranked: RankedUnits, _ learner: Learner, _ fit: CrossFit, isInSample: Bool
    ) {
        let answer = Ranking(
            fit.sample, ranked: ranked, doublyRobust: fit.scores, confidence: confidence, seed: seed)
        let other = RankingConventions(fit.sample, ranked: ranked, doublyRobust: fit.scores)
        func points(_ list: [Ranking.Point]) -> [RankingResult.CurvePoint] {
            list.map {
                RankingResult.CurvePoint(share: $0.share, gain: $0.value, lower: $0.lower, upper: $0.upper)
            }
        }
        let deciles = DecileTable(fit.sample, ranked: ranked).rows.enumerated().map { index, row in
            let interval = interval(row)
            return RankingResult.Decile(
                decile: index + 1, treatmentCount: row.treatment.count, controlCount: row.control.count,
                treatmentMean: row.treatment.count > 0 ? row.treatment.mean : nil,
                controlMean: row.control.count > 0 ? row.control.mean : nil, uplift: row.uplift,
                standardError: row.standardError, lower: interval?.lower, upper: interval?.upper)
        }
        ranking.append(
            RankingResult(
                score: learner.rawValue, metric: metric, treatment: treatment, isInSample: isInSample,
                qiniPerHead: answer.qiniPerHead, qiniLower: answer.qiniInterval.lower,
                qiniUpper: answer.qiniInterval.upper, upliftAt30: answer.upliftAt30, autoc: answer.autoc,
                autocLower: answer.autocInterval.lower, autocUpper: answer.autocInterval.upper,
                conventions: RankingResult.Conventions(
                    skliftQini: other.skliftQini, skliftQiniWithoutNegative: other.skliftQiniWithoutNegative,
                    skliftAUUC: other.skliftAUUC, skliftUpliftAt30: other.skliftUpliftAt30,
                    causalmlQini: other.causalmlQini, causalmlAUUC: other.causalmlAUUC,
                    grfQini: other.grfQini, grfAUTOC: other.grfAUTOC), curve: points(answer.curve),
                toc: points(answer.toc), deciles: deciles))
    }

    private func interval(_ row: DecileTable.Row) -> ConfidenceInterval? {
        (try? DifferenceInMeans(treatment: row.treatment, control: row.control))?.interval(
            confidence: confidence)
    }

    /// Predictions that are the same for all have nothing to calibrate.
    private mutating func addCalibration(_ effects: LearnedEffects, _ fit: CrossFit) throws {
        guard effects.learner != .s || effects.cate.contains(where: { $0 != effects.cate[0] }) else { return }
        let answer = try Calibration(fit.sample, scores: OutOfFoldScores(effects))
        var result = CalibrationResult(
            score: effects.learner.rawValue, metric: metric, treatment: treatment, slope: answer.slope,
            slopeStandardError: answer.slopeError, slopeLower: nil, slopeUpper: nil, slopePValue: nil,
            groups: answer.groups.enumerated().map { index, group in
                let interval = interval(group.row)
                return CalibrationResult.Group(
                    group: index + 1, count: group.row.treatment.count + group.row.control.count,
                    predicted: group.predicted, observed: group.row.uplift,
                    standardError: group.row.standardError, lower: interval?.lower, upper: interval?.upper)
            })
        if let slope = answer.slope, let error = answer.slopeError, error > 0 {
            let interval = ConfidenceInterval(
                center: slope, standardError: error, degreesOfFreedom: answer.degreesOfFreedom,
                confidence: confidence)
            result.slopeLower = interval.lower
            result.slopeUpper = interval.upper
            result.slopePValue = StudentT(degreesOfFreedom: answer.degreesOfFreedom).twoSided(slope / error)
        }
        calibration.append(result)
    }

    /// Policies treat by gains: where less of the metric is better, by effects with their sign turned.
    private mutating func addPolicies(_ effects: LearnedEffects, _ fit: CrossFit) {
        let margin = plan.margin(of: metric).map(abs)
        let cost = plan.costUSD ?? 0
        let threshold = Stakes(plan: plan, metric: metric).threshold
        let isTurned = plan.isBetterLower(metric)
        let gains = isTurned ? fit.scores.map { -$0 } : fit.scores
        let ranked =
            isTurned ? RankedUnits(scores: effects.cate.map { -$0 }, within: fit.folds) : effects.ranked
        let score = effects.learner.rawValue
        let curve = ProfitCurve(ranked, doublyRobust: gains, cost: cost, margin: margin)
        // The share that looks best is chosen on the other folds, so that its value is not that of a lucky choice.
        let chosen = ProfitCurve.chosenOutOfFold(
            ranked, doublyRobust: gains, folds: fit.folds, cost: cost, margin: margin)
        let rules =
            [
                PolicyRule.all, .none, .topShare(TargetingPart.budgetShare),
                .profitable(threshold: threshold),
            ].map { (rule: $0, treat: $0.treatment(ranked)) } + [(.bestShare, chosen.treat)]
        for (rule, treat) in rules {
            let value = PolicyValue(treat: treat, doublyRobust: gains, cost: cost, margin: margin)
            let interval = value.value.interval(confidence: confidence)
            let net = value.net?.interval(confidence: confidence)
            let overAll = value.overAll.interval(confidence: confidence)
            policy.append(
                PolicyResult(
                    policy: rule.name, score: rule == .all || rule == .none ? nil : score, metric: metric,
                    treatment: treatment, shareTreated: value.shareTreated, valuePerHead: value.value.value,
                    standardError: value.value.standardError, lower: interval.lower, upper: interval.upper,
                    netPerHead: value.net?.value, netLower: net?.lower, netUpper: net?.upper,
                    valueOverRandom: value.overRandom.value,
                    valueOverRandomStandardError: value.overRandom.standardError,
                    overAll: value.overAll.value, overAllLower: overAll.lower, overAllUpper: overAll.upper))
        }
        profitCurves.append(
            ProfitCurveResult(
                score: score, metric: metric, treatment: treatment, isUSD: margin != nil,
                points: curve.points.map { point in
                    let interval = point.net.interval(confidence: confidence)
                    return ProfitCurveResult.Point(
                        share: point.share, net: point.net.value, lower: interval.lower, upper: interval.upper
                    )
                }, bestShare: chosen.share))
    }
}
