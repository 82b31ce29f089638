import RandomStreams
import Uplift

/// The verdict on each guardrail metric and treatment: for everybody from the effect that the headline rests on, and by
/// segment from the pooled effects.
struct Guardrails {
    let table: ExperimentTable
    let plan: UpliftPlan
    let effects: EffectTable
    let pooling: [SegmentPooling]

    /// In the order of the plan, then of the treatments; after each verdict on everybody the segments in which the
    /// guardrail is breached, unless it is everywhere.
    func results() -> [GuardrailResult] {
        plan.guardrails.flatMap { guardrail in
            table.outcomes.indices.filter { table.outcomes[$0].name == guardrail.metric }.flatMap { metric in
                (1..<table.arms.count).flatMap { treatment -> [GuardrailResult] in
                    let all = everybody(guardrail, metric, treatment)
                    return [all] + (all.verdict == .breached ? [] : segments(guardrail, metric, treatment))
                }
            }
        }
    }

    /// An effect with its interval on the scale of the margin.
    private struct Bounds {
        var effect: Double
        var lower: Double
        var upper: Double

        /// - Parameter base: divides by the size of a control mean; nil for a margin in the metric's unit.
        init?(_ effect: Double?, _ lower: Double?, _ upper: Double?, base: Double? = nil) {
            let size = base.map(abs) ?? 1
            guard let effect, let lower, let upper, size > 0 else { return nil }
            (self.effect, self.lower, self.upper) = (effect / size, lower / size, upper / size)
        }
    }

    private func everybody(_ guardrail: Guardrail, _ metric: Int, _ treatment: Int) -> GuardrailResult {
        let arms = effects.everybody(metric: metric, treatment: treatment)
        let count = arms.control.count + arms.treatment.count
        let bounds = effects.confounded.contains(treatment) ? nil : overall(guardrail, metric, treatment)
        return result(guardrail, nil, treatment, bounds, count: count)
    }

    /// Where arms' shares differ between segments the effect within segments, else the headline's: adjusted for
    /// covariates where there are some, and rates of rare events with score intervals.
    private func overall(_ guardrail: Guardrail, _ metric: Int, _ treatment: Int) -> Bounds? {
        if let adjusted = SegmentAdjustment(table: table, metric: metric, treatment: treatment),
            adjusted.isMaterial, adjusted.standardError > 0
        {
            let interval = ConfidenceInterval(
                center: adjusted.effect, standardError: adjusted.standardError,
                degreesOfFreedom: adjusted.degreesOfFreedom, confidence: 1 - plan.alpha)
            return Bounds(
                adjusted.effect, interval.lower, interval.upper,
                base: guardrail.isRelative ? effects.arm(metric: metric, arm: 0).mean : nil)
        }
        guard let row = effects.headline(metric: metric, treatment: treatment) else { return nil }
        return guardrail.isRelative
            ? Bounds(row.relativeEffect, row.relativeLower, row.relativeUpper)
            : Bounds(row.effect, row.lower, row.upper)
    }

    /// Segments whose pooled interval lies wholly beyond the margin.
    ///
    /// Pooling draws chance findings to the mean, and only true effects near the margin could be taken for a breach; a
    /// correction over segments would let through harms that a guardrail is there to stop.
    private func segments(_ guardrail: Guardrail, _ metric: Int, _ treatment: Int) -> [GuardrailResult] {
        guard let pooled = pooling.first(where: { $0.metric == metric && $0.treatment == treatment }) else {
            return []
        }
        return pooled.estimates.identified.compactMap { segment in
            guard let posterior = pooled.posteriors[segment] else { return nil }
            let arms = [0, treatment].map { effects.summary(metric: metric, segment: segment, arm: $0) }
            let interval = posterior.interval(confidence: 1 - plan.alpha)
            let bounds = Bounds(
                posterior.mean, interval.lower, interval.upper,
                base: guardrail.isRelative ? arms[0].mean : nil)
            let found = result(
                guardrail, table.segments[segment], treatment, bounds, count: arms[0].count + arms[1].count)
            return found.verdict == .breached ? found : nil
        }
    }

    private func result(
        _ guardrail: Guardrail, _ segment: SegmentName?, _ treatment: Int, _ bounds: Bounds?, count: Int
    ) -> GuardrailResult {
        let isLower = plan.isBetterLower(guardrail.metric)
        var result = GuardrailResult(
            metric: guardrail.metric, segment: segment, treatment: table.arms[treatment],
            margin: guardrail.margin, isRelative: guardrail.isRelative, isBetterLower: isLower,
            effect: bounds?.effect, lower: bounds?.lower, upper: bounds?.upper, largestHarm: nil,
            verdict: .notShown, unitsNeeded: nil, count: count)
        guard let bounds else { return result }
        let harm =
            isLower ? (least: bounds.lower, most: bounds.upper) : (least: -bounds.upper, most: -bounds.lower)
        result.largestHarm = harm.most
        if harm.most < guardrail.margin {
            result.verdict = .ok
        } else if harm.least > guardrail.margin {
            result.verdict = .breached
        } else {
            result.unitsNeeded = unitsNeeded(
                guardrail.margin, width: bounds.upper - bounds.lower, count: count)
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
