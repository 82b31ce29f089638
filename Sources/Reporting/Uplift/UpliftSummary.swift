import Experiments
import Foundation

/// The answer in sentences: what worked, for whom, what it is worth, what to do.
struct UpliftSummary {
    private let readout: UpliftReadout
    private let words: EffectText

    init(_ readout: UpliftReadout) {
        self.readout = readout
        words = EffectText(readout)
    }

    /// The metric that decides.
    var primaryMetric: String { readout.decisions.first?.metric ?? readout.metrics.first ?? "" }

    /// The first sentence says most; the others one thing each.
    var sentences: [String] {
        var list = readout.treatments.compactMap(overall)
        if let alarm = readout.sampleRatios.first(where: { $0.verdict == .alarm }) {
            let place = alarm.segment.map { " in \($0.text)" } ?? ""
            list.insert(
                "Do not use these numbers yet: the arms do not have their planned sizes\(place).", at: 0)
        }
        list += readout.treatments.compactMap(segments)
        list += readout.treatments.compactMap(worth)
        list += readout.winners.filter { $0.segment == nil && $0.chosenAmong == "treatments" }.map(winner)
        return list
    }

    private func overall(_ treatment: String) -> String? {
        guard
            let row = readout.results.first(where: {
                $0.segment == nil && $0.treatment == treatment && $0.metric == primaryMetric
                    && $0.effect != nil
            }),
            let decision = readout.decisions.first(where: { $0.segment == nil && $0.treatment == treatment })
        else { return nil }
        let base = words.mean(row.meanControl, row.metric)
        let reached = words.mean(row.meanTreatment, row.metric)
        let change = "\(row.metric) \(reached) against \(base) without it"
        let lift = row.relativeEffect.map { " (\(EffectText.lift($0)) of the control's \(base))" } ?? ""
        switch decision.decision {
        case .send: return "\(treatment) \(hasPrice ? "pays" : "works"): \(change)\(lift)."
        case .keep: return "\(treatment) does not pay: \(change)\(lift)."
        case .noEvidence:
            let verdict = hasPrice ? "is not shown to pay" : "shows no clear effect"
            return "\(treatment) \(verdict): \(change)\(lift)."
        case .notIdentified: return "The effect of \(treatment) cannot be told from this file."
        }
    }

    /// Whether an effect must exceed a cost, not just zero.
    private var hasPrice: Bool {
        (readout.plan.costUSD ?? 0) > 0 && readout.plan.margin(of: primaryMetric) != nil
    }

    private func segments(_ treatment: String) -> String? {
        let rows = readout.decisions.filter { $0.segment != nil && $0.treatment == treatment }
        guard !rows.isEmpty else { return nil }
        let counts = DecisionResult.Decision.allCases.compactMap { decision -> String? in
            let count = rows.filter { $0.decision == decision }.count
            return count > 0 ? "\(EffectText.decision(decision, control: readout.control)) in \(count)" : nil
        }
        let pooled = readout.pooling.first { $0.treatment == treatment && $0.metric == primaryMetric }
        var spread = ""
        if let pooled, let upper = pooled.tauUpper {
            spread =
                pooled.tau2 > 0
                ? " True effects differ between segments by about \(words.amount(pooled.tau2.squareRoot(), primaryMetric))."
                : " No difference between segments can be told from noise; its spread is at most \(words.amount(upper, primaryMetric))."
        }
        return "\(treatment), \(rows.count) segments: \(counts.joined(separator: ", "))." + spread
    }

    private func worth(_ treatment: String) -> String? {
        let rows = readout.policy.filter { $0.treatment == treatment && $0.metric == primaryMetric }
        guard let all = rows.first(where: { $0.policy == "all" }), let net = all.netPerHead,
            let lower = all.netLower, let upper = all.netUpper
        else { return nil }
        func perThousand(_ value: Double) -> String { Digits.usd(1000 * value) }
        return "\(treatment) to everybody is worth \(perThousand(net)) a thousand units after cost "
            + "(\(perThousand(lower)) to \(perThousand(upper)))."
    }

    private func winner(_ row: WinnerResult) -> String {
        let others = row.candidates.filter { $0 != row.treatment }
        let rivals = others.isEmpty ? "" : " \(others.joined(separator: ", ")) may be as good."
        return
            "Of the treatments \(row.treatment) did best; corrected for having been chosen as the best its effect on "
            + "\(row.metric) is \(words.effect(row.corrected, row.metric)) "
            + "(\(words.range(row.lower, row.upper, row.metric)))." + rivals
    }
}
