import Experiments

/// What a reader must know of the metrics themselves: which way is better, how made ones are made, what was capped,
/// which arms were combined.
struct MetricNotes {
    private let readout: UpliftReadout
    private let words: EffectText

    init(_ readout: UpliftReadout) {
        self.readout = readout
        words = EffectText(readout)
    }

    /// One sentence each; empty when every metric is a column and better when higher.
    var sentences: [String] {
        var list: [String] = []
        let lower = readout.metrics.filter { readout.plan.isBetterLower($0) }
        if !lower.isEmpty { list.append("Lower is better for \(lower.joined(separator: ", ")).") }
        if let send = readout.plan.send {
            list.append(
                "Outcomes are sums over each unit's sends (\(send)); segments and covariates are those of its first send."
            )
        }
        list += readout.plan.combined.map { "\($0.name) is the arms \($0.arms.joined(separator: " and "))." }
        list += readout.derived.map { "\($0.metric) is the \(definition($0))." }
        list += readout.caps.map(cap)
        return list
    }

    private func definition(_ metric: DerivedMetric) -> String {
        metric.kind == .value ? "sum " + metric.definition : metric.definition
    }

    private func cap(_ cap: CapResult) -> String {
        let basis =
            cap.quantile.map { share in
                ", the \(EffectText.significant(100 * share))th percentile over all arms"
            } ?? ""
        let arms = cap.arms.map { "\($0.arm) \(Digits.grouped(Double($0.capped), 0))" }
        return "\(cap.metric) is capped at \(EffectText.significant(cap.limit))\(basis): "
            + "\(Digits.grouped(Double(cap.cappedCount), 0)) units were above (\(arms.joined(separator: ", "))), "
            + "\(EffectText.share(cap.shareRemoved)) of the total was cut."
    }
}
