import Quantities
import RandomStreams
import Uplift

/// What to do in every segment and overall.
package struct Decisions {
    let table: ExperimentTable
    let plan: UpliftPlan
    private let effects: EffectTable
    let pooling: [SegmentPooling]
    private let metric: Int
    /// Break-even and direction of the metric that decides.
    let stakes: Stakes
    /// Units of all arms by segment, or of everybody without segments; with weights each segment has its share of the weight.
    private let unitCounts: [Int]
    /// Clusters by arm; nil without clusters.
    private let clusterCounts: [Int]?
    /// Why nothing can be believed, such as arms that do not have their planned shares; nil when nothing is wrong.
    let alarm: String?
    /// Treatments that harm a guardrail by more than its margin, with the metric: never an action.
    let barred: [(treatment: String, metric: String)]
    package internal(set) var decisions: [DecisionResult] = []
    /// What remains to be said once actions are chosen, by position in `decisions`.
    private(set) var open: [OpenEnd?] = []

    /// A sentence on what to do meanwhile and what knowing would take.
    struct OpenEnd {
        var rule: SegmentDecision
        /// What speaks where the segment itself does not.
        var source: String?
    }

    /// Below this no arm's outcome is evidence, whatever an interval says: three of three may be luck.
    static let enoughUnits = 10
    /// Below this an error by clusters is hardly known where clusters are of unequal size: of two against two, 900 and 20
    /// units each, four in ten worlds without effect would decide falsely.
    static let enoughClusters = 5

    package init(
        table: ExperimentTable, plan: UpliftPlan, effects: EffectTable, pooling: [SegmentPooling],
        metric: Int,
        alarm: String?, barred: [(treatment: String, metric: String)] = []
    ) {
        self.table = table
        self.plan = plan
        self.effects = effects
        self.metric = metric
        self.alarm = alarm
        self.barred = barred
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
                "\(table.arms[treatment]) and \(table.arms[0]) were not given in the same segments: effect and "
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
        // Two shares of 0 and 1 have no error of their own; their interval has a width.
        let error =
            row.standardError.flatMap { $0 > 0 ? $0 : nil }
            ?? (upper - lower) / (2 * StudentT(degreesOfFreedom: .infinity).quantile(upper: plan.alpha / 2))
        return decision(
            nil, treatment,
            MixturePosterior(
                center: effect, scale: error, degreesOfFreedom: row.degreesOfFreedom ?? .infinity),
            error: error,
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
        interval: ConfidenceInterval? = nil, arms: (control: ArmSummary, treatment: ArmSummary)
    ) -> (DecisionResult, OpenEnd?) {
        let rule = SegmentDecision(posterior, stakes: stakes, alpha: plan.alpha, interval: interval)
        let isTooSmall = min(arms.control.count, arms.treatment.count) < Decisions.enoughUnits
        let clusters = clusterCounts.map { min($0[0], $0[treatment]) } ?? .max
        let isOneOfMany = !isShown(rule, treatment, in: segment)
        let choice =
            alarm != nil || (isTooSmall && segment == nil) || isOneOfMany
                || clusters < Decisions.enoughClusters
            ? .noEvidence : DecisionResult.Decision(rule.choice)
        let needed =
            choice == .noEvidence && alarm == nil
            ? rule.unitsNeeded(error: error, count: arms.control.count + arms.treatment.count) : nil
        var result = blank(segment, treatment, arms, choice, "")
        result.unitsNeeded = needed
        result.effect = posterior.mean
        result.lower = rule.interval.lower
        result.upper = rule.interval.upper
        result.probabilityPositive = rule.probabilityPositive
        let guardrail = barred.first { $0.treatment == table.arms[treatment] }?.metric
        let treats = rule.treats && alarm == nil && guardrail == nil
        if alarm == nil {
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
        result.why = alarm ?? words(treatment, isPooled: segment != nil).shown(rule, choice, doubt)
        if alarm == nil, rule.treats, let guardrail {
            result.why +=
                " It harms the guardrail \(guardrail) by more than its margin and is therefore not used."
        }
        return (result, choice == .noEvidence && alarm == nil ? OpenEnd(rule: rule) : nil)
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

    /// Why nothing can be told where an arm is one cluster: its treatment and the cluster are one.
    private func loneCluster(_ treatment: Int) -> String? {
        guard let clusterCounts else { return nil }
        for arm in [treatment, 0] where clusterCounts[arm] == 1 {
            return
                "All units of \(table.arms[arm]) are in one cluster, so that its effect cannot be told from the "
                + "cluster's own level: give clusters to both arms."
        }
        return nil
    }

    private func segmentCount(_ treatment: Int) -> Int {
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

    func words(_ treatment: Int, isPooled: Bool) -> DecisionWords {
        DecisionWords(
            metric: metricName, treatment: table.arms[treatment], control: table.arms[0],
            isRate: table.outcomes[metric].isRate, isPooled: isPooled, marginUSD: plan.margin(of: metricName),
            weeks: plan.weeks)
    }

    private func missing(_ treatment: Int, _ arms: (control: ArmSummary, treatment: ArmSummary)) -> String {
        "\(table.arms[treatment]) has \(arms.treatment.count) and \(table.arms[0]) \(arms.control.count) units here: "
            + "an effect of its own needs two or more of each."
    }

    private func unidentified(
        _ segment: SegmentName?, _ treatment: Int, _ arms: (control: ArmSummary, treatment: ArmSummary)
    ) -> DecisionResult {
        blank(segment, treatment, arms, .notIdentified, missing(treatment, arms))
    }

    private static func unitCounts(_ table: ExperimentTable, _ effects: EffectTable, metric: Int) -> [Int] {
        func total(_ arms: (Int) -> ArmSummary) -> Int {
            table.arms.indices.reduce(0) { $0 + arms($1).count }
        }
        let all = total { effects.arm(metric: metric, arm: $0) }
        guard !table.segments.isEmpty else { return [all] }
        guard let weights = table.weights else {
            return table.segments.indices.map { segment in
                total { effects.summary(metric: metric, segment: segment, arm: $0) }
            }
        }
        var sums = table.segments.map { _ in 0.0 }
        for (row, segment) in table.segmentCodes.enumerated() where !table.outcomes[metric].values[row].isNaN
        {
            sums[segment] += max(0, weights[row])
        }
        let weight = sums.reduce(0, +)
        return sums.map { weight > 0 ? Int((Double(all) * $0 / weight).rounded()) : 0 }
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
        let place = segment.flatMap { table.segments.firstIndex(of: $0) }
        let units = place.map { unitCounts[$0] } ?? unitCounts.reduce(0, +)
        return DecisionResult(
            metric: metricName, segment: segment, treatment: table.arms[treatment], decision: choice,
            action: table.arms[0], why: why, unitsNeeded: nil, effect: nil, lower: nil, upper: nil,
            controlCount: arms.control.count, treatmentCount: arms.treatment.count, unitCount: units,
            probabilityPositive: nil, expectedGain: nil, expectedRegret: nil,
            marginUSD: plan.margin(of: metricName))
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

extension Stakes {
    /// The break-even effect of a metric under a plan: cost over margin; zero without either.
    init(plan: UpliftPlan, metric: String) {
        let margin = plan.margin(of: metric).map(abs)
        self.init(
            threshold: margin.flatMap { $0 > 0 ? (plan.costUSD ?? 0) / $0 : nil } ?? 0,
            isLowerBetter: plan.isBetterLower(metric))
    }
}
