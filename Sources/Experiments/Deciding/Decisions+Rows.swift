import Uplift

/// Rows of segments in which nothing is estimated, and what all rows are made of.
extension Decisions {
    /// Why nothing can be told where an arm is one cluster: its treatment and the cluster are one.
    func loneCluster(_ treatment: Int) -> String? {
        guard let clusterCounts else { return nil }
        for arm in [treatment, 0] where clusterCounts[arm] == 1 {
            return
                "All units of \(table.label(arm)) are in one cluster, so that its effect cannot be told from the "
                + "cluster's own level: give clusters to both arms."
        }
        return nil
    }

    func words(_ treatment: Int, isPooled: Bool) -> DecisionWords {
        DecisionWords(
            metric: metricName, treatment: table.label(treatment), control: table.label(0),
            isRate: table.outcomes[metric].isRate, isPooled: isPooled, marginUSD: plan.margin(of: metricName),
            level: plan.level, weeks: plan.weeks)
    }

    func missing(_ treatment: Int, _ arms: (control: ArmSummary, treatment: ArmSummary)) -> String {
        "\(table.label(treatment)) has \(arms.treatment.count) and \(table.label(0)) \(arms.control.count) units here: "
            + "an effect of its own needs two or more of each."
    }

    func unidentified(
        _ segment: SegmentName?, _ treatment: Int, _ arms: (control: ArmSummary, treatment: ArmSummary)
    ) -> DecisionResult {
        blank(segment, treatment, arms, .notIdentified, missing(treatment, arms))
    }

    static func unitCounts(_ table: ExperimentTable, _ effects: EffectTable, metric: Int) -> [Int] {
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

    func silent(
        _ segment: SegmentName?, _ treatment: Int, _ arms: (control: ArmSummary, treatment: ArmSummary)
    ) -> DecisionResult {
        blank(
            segment, treatment, arms, .noEvidence,
            "\(metricName) does not vary in either arm, so that nothing can be told yet.")
    }

    func blank(
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
