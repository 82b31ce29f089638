import RandomStreams
import Uplift

/// What to do in every segment and overall.
package struct Decisions {
    let table: ExperimentTable
    let plan: UpliftPlan
    private let effects: EffectTable
    let pooling: [SegmentPooling]
    let metric: Int
    /// Break-even and direction of the metric that decides.
    let stakes: Stakes
    /// Units of all arms by segment, or of everybody without segments; with weights each segment has its share of the weight.
    let unitCounts: [Int]
    /// Clusters by arm; nil without clusters.
    let clusterCounts: [Int]?
    /// Why nothing can be believed, such as arms that do not have their planned shares; nil when nothing is wrong.
    let alarm: String?
    /// Guardrails that a treatment harms by more than their margins, everywhere or in a segment: it is no action there.
    let breached: [GuardrailResult]
    package internal(set) var decisions: [DecisionResult] = []
    /// What remains to be said once actions are chosen, by position in `decisions`.
    private(set) var open: [OpenEnd?] = []

    /// A sentence on what to do meanwhile and what knowing would take.
    struct OpenEnd {
        var rule: SegmentDecision
        /// What speaks where the segment itself does not.
        var source: String?
        /// True where more clusters are needed before any number of units tells something.
        var needsClusters = false
    }

    /// Below this no arm's outcome is evidence, whatever an interval says: three of three may be luck.
    static let enoughUnits = 10
    /// Below this an error by clusters is hardly known where clusters are of unequal size: of two against two, 900 and 20
    /// units each, four in ten worlds without effect would decide falsely.
    static let enoughClusters = 5

    package init(
        table: ExperimentTable, plan: UpliftPlan, effects: EffectTable, pooling: [SegmentPooling],
        metric: Int,
        alarm: String?, guardrails: [GuardrailResult] = []
    ) {
        self.table = table
        self.plan = plan
        self.effects = effects
        self.metric = metric
        self.alarm = alarm
        breached = guardrails.filter { $0.verdict == .breached }
        self.pooling = pooling.filter { $0.metric == metric }
        stakes = Stakes(plan: plan, metric: table.outcomes[metric].name)
        unitCounts = Decisions.unitCounts(table, effects, metric: metric)
        clusterCounts = table.clusters.map { clusters in
            table.arms.indices.map { arm in
                Set(clusters.indices.lazy.filter { table.armCodes[$0] == arm }.map { clusters[$0] }).count
            }
        }
        for treatment in 1..<table.arms.count { add(overall(treatment)) }
        for segment in table.segments.indices {
            for treatment in table.arms.indices.dropFirst() { add(self.segment(segment, treatment)) }
        }
        chooseActions()
        followEverybody()
        finishSentences()
        // Treatment by treatment, everybody before the segments.
        decisions = table.arms.dropFirst().flatMap { arm in decisions.filter { $0.treatment == arm } }
    }

    var metricName: String { table.outcomes[metric].name }

    private mutating func add(_ row: (result: DecisionResult, end: OpenEnd?)) {
        decisions.append(row.result)
        open.append(row.end)
    }

    private func overall(_ treatment: Int) -> (DecisionResult, OpenEnd?) {
        let arms = effects.everybody(metric: metric, treatment: treatment)
        if let lone = loneCluster(treatment) {
            return (blank(nil, treatment, arms, .notIdentified, lone), nil)
        }
        if effects.confounded.contains(treatment) {
            let why =
                "\(table.label(treatment)) and \(table.label(0)) were not given in the same segments: effect and "
                + "segment cannot be told apart."
            return (blank(nil, treatment, arms, .notIdentified, why), nil)
        }
        // Where the arms have other shares in some segments than in others, all units together compare different customers.
        if let adjusted = SegmentAdjustment(table: table, metric: metric, treatment: treatment),
            adjusted.isMaterial, adjusted.standardError > 0
        {
            return decision(
                nil, treatment,
                MixturePosterior(
                    center: adjusted.effect, scale: adjusted.standardError,
                    degreesOfFreedom: adjusted.degreesOfFreedom), error: adjusted.standardError, arms: arms)
        }
        guard let row = effects.headline(metric: metric, treatment: treatment), let effect = row.effect,
            let lower = row.lower, let upper = row.upper, effect != 0 || (row.standardError ?? 0) > 0
        else {
            return (
                arms.control.count > 1 && arms.treatment.count > 1
                    ? silent(nil, treatment, arms) : unidentified(nil, treatment, arms), nil
            )
        }
        // Two shares of 0 and 1 have no error of their own; their interval has a middle and a width.
        let known = row.standardError.flatMap { $0 > 0 ? $0 : nil }
        let error =
            known
            ?? (upper - lower) / (2 * StudentT(degreesOfFreedom: .infinity).quantile(upper: plan.alpha / 2))
        return decision(
            nil, treatment,
            MixturePosterior(
                center: known == nil ? (lower + upper) / 2 : effect, scale: error,
                degreesOfFreedom: row.degreesOfFreedom ?? .infinity),
            error: error, observed: effect,
            interval: ConfidenceInterval(lower: lower, upper: upper, confidence: 1 - plan.alpha), arms: arms)
    }

    private func segment(_ segment: Int, _ treatment: Int) -> (DecisionResult, OpenEnd?) {
        let name = table.segments[segment]
        let arms = (
            control: effects.summary(metric: metric, segment: segment, arm: 0),
            treatment: effects.summary(metric: metric, segment: segment, arm: treatment)
        )
        if let lone = loneCluster(treatment) {
            return (blank(name, treatment, arms, .notIdentified, lone), nil)
        }
        let pooled = pooling.first { $0.treatment == treatment }
        guard let pooled, let posterior = pooled.posteriors[segment] else {
            guard arms.control.count > 1, arms.treatment.count > 1 else {
                return (unidentified(name, treatment, arms), nil)
            }
            // A segment that is the only identified one has nothing to be pooled with.
            guard let place = pooled?.estimates.identified.firstIndex(of: segment), let pooled,
                pooled.estimates.variances[place] > 0
            else { return (silent(name, treatment, arms), nil) }
            let error = (pooled.estimates.variances[place] + pooled.estimates.sharedVariance).squareRoot()
            return decision(
                name, treatment,
                MixturePosterior(
                    center: pooled.estimates.effects[place], scale: error,
                    degreesOfFreedom: min(
                        pooled.estimates.degreesOfFreedom,
                        Double(arms.control.count + arms.treatment.count - 2))),
                error: error, arms: arms)
        }
        guard let place = pooled.estimates.identified.firstIndex(of: segment) else {
            return borrowed(name, treatment, posterior, arms)
        }
        let error = (pooled.estimates.variances[place] + pooled.estimates.sharedVariance).squareRoot()
        return decision(name, treatment, posterior, error: error, arms: arms)
    }

    private func decision(
        _ segment: SegmentName?, _ treatment: Int, _ posterior: MixturePosterior, error: Double,
        observed: Double? = nil, interval: ConfidenceInterval? = nil,
        arms: (control: ArmSummary, treatment: ArmSummary)
    ) -> (DecisionResult, OpenEnd?) {
        let rule = SegmentDecision(posterior, stakes: stakes, alpha: plan.alpha, interval: interval)
        let isTooSmall = min(arms.control.count, arms.treatment.count) < Decisions.enoughUnits
        let clusters = clusterCounts.map { min($0[0], $0[treatment]) } ?? .max
        let isOneOfMany = !isShown(rule, treatment, in: segment)
        let choice =
            alarm != nil || (isTooSmall && segment == nil) || isOneOfMany
                || clusters < Decisions.enoughClusters
            ? .noEvidence : DecisionResult.Decision(rule.choice)
        var needed =
            choice == .noEvidence && alarm == nil
            ? rule.unitsNeeded(error: error, count: arms.control.count + arms.treatment.count) : nil
        // As many as are looked at, in both arms.
        if clusters < Decisions.enoughClusters { needed = nil }
        if isTooSmall, segment == nil { needed = needed.map { max($0, 2 * Decisions.enoughUnits) } }
        var result = blank(segment, treatment, arms, choice, "")
        result.unitsNeeded = needed
        result.effect = observed ?? posterior.mean
        result.lower = rule.interval.lower
        result.upper = rule.interval.upper
        let guardrail = self.guardrail(table.arms[treatment], in: segment)
        let treats = rule.treats && alarm == nil && guardrail == nil
        if alarm == nil {
            result.probabilityPositive = rule.probabilityPositive
            result.expectedGain = treats ? rule.expectedGain : 0
            result.expectedRegret = rule.expectedLoss(treating: treats)
        }
        result.action = table.arms[treats ? treatment : 0]
        let doubt: DecisionWords.Doubt? =
            isTooSmall && segment == nil
            ? .tooFew
            : clusters < Decisions.enoughClusters
                ? .fewClusters(clusters)
                : isOneOfMany
                    ? segment == nil ? .treatments(table.arms.count - 1) : .segments(segmentCount(treatment))
                    : nil
        result.why =
            alarm
            ?? words(treatment, isPooled: segment != nil).shown(
                rule, effect: observed ?? posterior.mean, choice, doubt)
        if alarm == nil, rule.treats, let guardrail {
            result.why +=
                " It harms the guardrail \(guardrail.metric) by more than its margin"
                + "\(guardrail.segment == nil ? "" : " here") and is therefore not used."
        }
        let end = OpenEnd(rule: rule, needsClusters: clusters < Decisions.enoughClusters)
        return (result, choice == .noEvidence && alarm == nil ? end : nil)
    }

    /// The guardrail that keeps a treatment from being used in a segment, or for everybody; nil without one.
    func guardrail(_ treatment: String, in segment: SegmentName?) -> GuardrailResult? {
        breached.first { $0.treatment == treatment && ($0.segment == nil || $0.segment == segment) }
    }

    /// Whether evidence stands although many segments, or several treatments, were looked at (Bonferroni).
    ///
    /// For everybody the break-even must be excluded at α over the number of treatments. A segment whose effect is decided
    /// the same way as everybody's need not show more than its own interval does; on its own it must exclude the
    /// break-even at α over the number of segments: otherwise one segment in twenty is sent to by chance, and every second
    /// report of a dozen decides something false.
    private func isShown(_ rule: SegmentDecision, _ treatment: Int, in segment: SegmentName?) -> Bool {
        guard rule.choice != .noEvidence else { return true }
        let everybody = decisions.first { $0.segment == nil && $0.treatment == table.arms[treatment] }
        if segment != nil, let everybody, everybody.decision == DecisionResult.Decision(rule.choice) {
            return true
        }
        let count = segment == nil ? table.arms.count - 1 : segmentCount(treatment)
        guard count > 1 else { return true }
        return SegmentDecision(rule.posterior, stakes: stakes, alpha: plan.alpha / Double(count)).choice
            == rule.choice
    }

    func segmentCount(_ treatment: Int) -> Int {
        pooling.first { $0.treatment == treatment }?.estimates.identified.count ?? 1
    }

    /// A segment without an effect of its own, in which the segments that have one speak.
    private func borrowed(
        _ segment: SegmentName, _ treatment: Int, _ posterior: MixturePosterior,
        _ arms: (control: ArmSummary, treatment: ArmSummary)
    ) -> (DecisionResult, OpenEnd?) {
        var (result, _) = decision(segment, treatment, posterior, error: 0, arms: arms)
        result.decision = .notIdentified
        result.unitsNeeded = nil
        result.effect = nil
        result.lower = nil
        result.upper = nil
        result.why = alarm ?? missing(treatment, arms)
        let rule = SegmentDecision(posterior, stakes: stakes, alpha: plan.alpha)
        return (result, alarm == nil ? OpenEnd(rule: rule, source: "the other segments") : nil)
    }
}
