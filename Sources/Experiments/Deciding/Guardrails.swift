import RandomStreams
import Uplift

/// The verdict on each guardrail metric and treatment, from the overall effect's interval.
struct Guardrails {
    let table: ExperimentTable
    let plan: UpliftPlan
    let effects: EffectTable

    /// In the order of the plan, then of the treatments.
    func results() -> [GuardrailResult] {
        plan.guardrails.flatMap { guardrail in
            table.outcomes.indices.filter { table.outcomes[$0].name == guardrail.metric }.flatMap { metric in
                (1..<table.arms.count).map { result(guardrail, metric, treatment: $0) }
            }
        }
    }

    private func result(_ guardrail: Guardrail, _ metric: Int, treatment: Int) -> GuardrailResult {
        // Rates of rare events have score intervals; the normal one would be too sure of no harm.
        let row =
            effects.overall(metric: metric, treatment: treatment, .proportions)
            ?? effects.overall(metric: metric, treatment: treatment, .differenceInMeans)
        let isLower = plan.isBetterLower(guardrail.metric)
        var result = GuardrailResult(
            metric: guardrail.metric, treatment: table.arms[treatment], margin: guardrail.margin,
            isRelative: guardrail.isRelative, isBetterLower: isLower, effect: nil, lower: nil, upper: nil,
            largestHarm: nil, verdict: .notShown, unitsNeeded: nil, count: 0)
        guard let row else { return result }
        result.count = row.controlCount + row.treatmentCount
        result.effect = guardrail.isRelative ? row.relativeEffect : row.effect
        result.lower = guardrail.isRelative ? row.relativeLower : row.lower
        result.upper = guardrail.isRelative ? row.relativeUpper : row.upper
        guard let lower = result.lower, let upper = result.upper else { return result }
        let harm = isLower ? (least: lower, most: upper) : (least: -upper, most: -lower)
        result.largestHarm = harm.most
        if harm.most < guardrail.margin {
            result.verdict = .ok
        } else if harm.least > guardrail.margin {
            result.verdict = .breached
        } else {
            result.unitsNeeded = unitsNeeded(guardrail.margin, width: upper - lower, count: result.count)
        }
        return result
    }

    /// n ((z_{1−α/2} + z_{.8}) s / margin)², s the error now: half the interval's width over its quantile.
    private func unitsNeeded(_ margin: Double, width: Double, count: Int) -> Int? {
        let power = PowerAnalysis(alpha: plan.alpha)
        let error = width / (-2 * Normal.quantile(plan.alpha / 2))
        let factor = power.detectableStandardErrors * error / margin
        let needed = Double(count) * factor * factor
        guard needed > Double(count), needed < 1e12 else { return nil }
        return Int(needed.rounded(.up))
    }
}
