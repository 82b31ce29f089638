import Quantities
import RandomStreams
import Uplift

/// What to do in every segment and overall, and the best choices corrected for having been chosen.
struct Decisions {
    private let table: ExperimentTable
    private let plan: UpliftPlan
    private let effects: EffectTable
    private let pooling: [PoolingResult]
    /// The metric that decides: the first with a margin, else the first.
    private let metric: Int
    private let threshold: Double
    /// Arms do not have their planned shares: nothing can be believed.
    private let isBroken: Bool
    private(set) var decisions: [DecisionResult] = []
    private(set) var winners: [WinnerResult] = []

    init(
        table: ExperimentTable, plan: UpliftPlan, effects: EffectTable, pooling: [PoolingResult],
        ratios: [SampleRatioResult]
    ) throws {
        self.table = table
        self.plan = plan
        self.effects = effects
        self.pooling = pooling
        let names = table.outcomes.map(\.name)
        metric = names.indices.first { plan.margin(of: names[$0]) != nil } ?? 0
        let margin = plan.margin(of: names[metric])
        threshold = margin.flatMap { $0 > 0 ? (plan.costUSD ?? 0) / $0 : nil } ?? 0
        isBroken = ratios.contains { $0.verdict == .alarm }
        for treatment in 1..<table.arms.count {
            decisions.append(overall(treatment))
            decisions += segments(treatment)
        }
        winners = try WinnerReadout(
            table: table, plan: plan, effects: effects, pooling: pooling, metric: metric
        )
        .results()
    }

    private var metricName: String { table.outcomes[metric].name }

    private func overall(_ treatment: Int) -> DecisionResult {
        let row =
            effects.overall(metric: metric, treatment: treatment, .differenceInMeans)
            ?? effects.overall(metric: metric, treatment: treatment, .ols)
        guard let row, let effect = row.effect, let error = row.standardError else {
            let arms = effects.everybody(metric: metric, treatment: treatment)
            guard effects.confounded.contains(treatment) else { return unidentified(nil, treatment, arms) }
            return blank(
                nil, treatment, arms, .notIdentified,
                "\(table.arms[treatment]) and \(table.arms[0]) were not given in the same segments: effect and "
                    + "segment cannot be told apart.")
        }
        return decision(
            nil, treatment, effect: effect, error: error,
            arms: effects.everybody(metric: metric, treatment: treatment))
    }

    /// The pooling that decides: towards parents when segments are nested.
    private func pooled(_ treatment: Int) -> PoolingResult? {
        pooling.last {
            $0.metric == metricName && $0.treatment == table.arms[treatment] && $0.isOfOneTreatment
        }
    }

    private func segments(_ treatment: Int) -> [DecisionResult] {
        let pooled = self.pooled(treatment)
        return table.segments.indices.map { segment in
            let arms = (
                control: effects.summary(metric: metric, segment: segment, arm: 0),
                treatment: effects.summary(metric: metric, segment: segment, arm: treatment)
            )
            guard arms.control.count > 1, arms.treatment.count > 1 else {
                return unidentified(table.segments[segment], treatment, arms)
            }
            guard let row = pooled?.segments.first(where: { $0.segment == table.segments[segment] }) else {
                return alone(segment, treatment, arms)
            }
            return decision(
                table.segments[segment], treatment, effect: row.shrunk, error: row.shrunkStandardError,
                arms: arms)
        }
    }

    /// A segment that is the only identified one has nothing to be pooled with.
    private func alone(
        _ segment: Int, _ treatment: Int, _ arms: (control: ArmSummary, treatment: ArmSummary)
    ) -> DecisionResult {
        guard let difference = try? DifferenceInMeans(treatment: arms.treatment, control: arms.control),
            difference.standardError > 0
        else { return silent(table.segments[segment], treatment, arms) }
        return decision(
            table.segments[segment], treatment, effect: difference.effect, error: difference.standardError,
            arms: arms)
    }

    private func decision(
        _ segment: SegmentName?, _ treatment: Int, effect: Double, error: Double,
        arms: (control: ArmSummary, treatment: ArmSummary)
    ) -> DecisionResult {
        let rule = SegmentDecision(
            effect: effect, standardDeviation: error, threshold: threshold, alpha: plan.alpha)
        let choice = isBroken ? .noEvidence : DecisionResult.Decision(rule.choice)
        let freedom = max(1, arms.control.count + arms.treatment.count - 2)
        let variance = (arms.control.squaredDeviations + arms.treatment.squaredDeviations) / Double(freedom)
        let share = Double(arms.treatment.count) / Double(arms.treatment.count + arms.control.count)
        let needed =
            choice == .noEvidence && !isBroken
            ? rule.unitsNeeded(variance: variance, treatedShare: share) : nil
        let words = DecisionWords(
            metric: metricName, treatment: table.arms[treatment], control: table.arms[0],
            isRate: table.outcomes[metric].isBinary, alpha: plan.alpha, isPooled: segment != nil)
        return DecisionResult(
            metric: metricName, segment: segment, treatment: table.arms[treatment], decision: choice,
            why: isBroken
                ? "The arms do not have their planned shares; find the cause before acting on any effect."
                : words.sentence(rule, needed: needed, counted: arms.control.count + arms.treatment.count),
            unitsNeeded: needed, effect: effect, lower: rule.interval.lower, upper: rule.interval.upper,
            controlCount: arms.control.count, treatmentCount: arms.treatment.count,
            expectedRegret: rule.expectedRegret)
    }

    private func unidentified(
        _ segment: SegmentName?, _ treatment: Int, _ arms: (control: ArmSummary, treatment: ArmSummary)
    ) -> DecisionResult {
        blank(
            segment, treatment, arms, .notIdentified,
            "\(table.arms[treatment]) has \(arms.treatment.count) and \(table.arms[0]) \(arms.control.count) units "
                + "\(segment == nil ? "in all" : "here"): an effect needs two or more of each.")
    }

    private func silent(
        _ segment: SegmentName?, _ treatment: Int, _ arms: (control: ArmSummary, treatment: ArmSummary)
    ) -> DecisionResult {
        blank(
            segment, treatment, arms, .noEvidence,
            "\(metricName) does not vary in either arm, so that nothing can be told yet.")
    }

    private func blank(
        _ segment: SegmentName?, _ treatment: Int, _ arms: (control: ArmSummary, treatment: ArmSummary),
        _ choice: DecisionResult.Decision, _ why: String
    ) -> DecisionResult {
        DecisionResult(
            metric: metricName, segment: segment, treatment: table.arms[treatment], decision: choice,
            why: why,
            unitsNeeded: nil, effect: nil, lower: nil, upper: nil, controlCount: arms.control.count,
            treatmentCount: arms.treatment.count, expectedRegret: nil)
    }
}

extension DecisionResult.Decision {
    init(_ choice: SegmentDecision.Choice) {
        switch choice {
        case .send: self = .send
        case .keep: self = .keep
        case .noEvidence: self = .noEvidence
        }
    }
}
