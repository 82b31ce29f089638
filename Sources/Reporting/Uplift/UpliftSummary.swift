import Experiments

/// The answer in sentences: what to do, what it brings, what is shown, for whom.
struct UpliftSummary {
    let readout: UpliftReadout
    private let words: EffectText
    private let amounts: ActionText
    let actions: ActionList

    init(_ readout: UpliftReadout) {
        self.readout = readout
        words = EffectText(readout)
        amounts = ActionText(readout)
        actions = ActionList(readout.decisions)
    }

    /// Of more treatments than this the best have a sentence each, the others are counted.
    static let named = 3

    /// The metric that decides.
    var primaryMetric: String { readout.decisions.first?.metric ?? readout.metrics.first ?? "" }

    /// The first sentence says most; the others one thing each.
    var sentences: [String] {
        let arms = readout.treatmentsBestFirst(primaryMetric)
        let best = Array(arms.prefix(UpliftSummary.named))
        var list = warning.map { [$0] } ?? []
        if readout.alarm == nil { list += [action, bySegment].compactMap(\.self) }
        // One value that decides the effect, and covariates that the treatment may move, are said next to it.
        list += readout.warnings.filter {
            $0.code == "imbalance"
                || ($0.code == "extreme_value" && $0.message.hasPrefix("One \(primaryMetric) of "))
        }.prefix(UpliftSummary.named).map(\.message)
        list += MetricSections(readout).alarms
        list += best.compactMap(overall)
        list += rest(Array(arms.dropFirst(UpliftSummary.named)))
        guard readout.alarm == nil else { return list + [withheld].compactMap(\.self) }
        list += best.compactMap(segments)
        list += chance(arms)
        list += readout.winners.filter { $0.segment == nil && $0.chosenAmong == "treatments" }.map(winner)
        return list
    }

    // MARK: What to do

    private var action: String? {
        guard let everybody = actions.everybody else { return nil }
        let row = everybody.row
        guard row.probabilityPositive != nil else {
            return row.decision == .notIdentified
                ? "The effect of \(row.treatment) on everybody is not identified: \(row.why)" : row.why
        }
        let chance = ActionText.probability(row.probabilityPositive)
        let pays = amounts.chance == "P(pays)" ? "pays" : "is better than \(readout.control)"
        let risk = "expected loss if wrong \(amounts.phrase(everybody.loss)) per 1,000"
        let evidence = row.decision == .noEvidence ? " This is the better bet, not yet evidence." : ""
        if row.action == readout.control {
            return
                "Keep \(first(row.action)) for everybody: \(row.treatment) \(pays) with probability \(chance); \(risk).\(evidence)"
        }
        let net =
            "\(amounts.name == "net" ? "expected net" : "expected gain") \(amounts.phrase(everybody.net)) per 1,000 units"
        let all =
            "\(amounts.phrase(everybody.total)) for the \(Digits.grouped(Double(row.unitCount), 0)) units here"
        return
            "Use \(first(row.action)) for everybody: \(net), \(all). It \(pays) with probability \(chance); \(risk).\(evidence)"
    }

    /// An arm where it is named first: of a bare number or letter with the column that holds it.
    private func first(_ arm: String) -> String {
        guard ArmLabel.isLabel(arm), let role = readout.roles.first(where: { $0.part == "treatment" }) else {
            return arm
        }
        return "\(arm) (column \(role.column))"
    }

    private var bySegment: String? {
        let segments = actions.segments
        guard !segments.isEmpty, oneArmed == nil else { return nil }
        var arms: [(name: String, count: Int)] = []
        for segment in segments {
            if let place = arms.firstIndex(where: { $0.name == segment.row.action }) {
                arms[place].count += 1
            } else {
                arms.append((segment.row.action, 1))
            }
        }
        let totals = segments.compactMap(\.total)
        let total = totals.isEmpty ? nil : totals.reduce(0, +)
        let net = total.map { ", expected \(amounts.name) \(amounts.phrase($0)) in all" } ?? ""
        if arms.count == 1, arms[0].name == actions.everybody?.row.action {
            return "By segment: \(arms[0].name) in all \(segments.count) segments too\(net)."
        }
        let order = arms.indices.sorted { (-arms[$0].count, $0) < (-arms[$1].count, $1) }
        let texts = order.map { "\(arms[$0].name) in \(arms[$0].count)" }
        return "By segment: use \(texts.joined(separator: ", ")) of \(segments.count) segments\(net)."
    }

    // MARK: What is shown

    private func everybody(_ treatment: String) -> DecisionResult? {
        readout.decisions.first { $0.segment == nil && $0.treatment == treatment }
    }

    private func overall(_ treatment: String) -> String? {
        guard let decision = everybody(treatment),
            let row = readout.headline(metric: primaryMetric, treatment: treatment)
        else { return nil }
        let effect =
            "\(words.effect(row.effect, row.metric)) (\(words.range(row.lower, row.upper, row.metric)))"
        let lift = row.relativeEffect.map { ", lift \(EffectText.lift($0))" } ?? ""
        let adjusted = readout.segmentAdjusted(metric: primaryMetric, treatment: treatment).map {
            "within segments its effect on \(row.metric) is \(words.effect($0.effect, row.metric)) "
                + "(\(words.range($0.lower, $0.upper, row.metric))); over all units, where arms and segments are mixed, "
                + "it would be \(words.effect(row.effect, row.metric))"
        }
        let plain =
            "\(row.metric) is \(words.mean(row.meanTreatment, row.metric)) against "
            + "\(words.mean(row.meanControl, row.metric)) under \(readout.control), effect \(effect)\(lift)"
        let change = adjusted ?? plain
        if readout.alarm != nil { return "\(treatment), not to be relied on: \(change)." }
        switch decision.decision {
        case .send: return "\(treatment) \(hasPrice ? "pays" : "works"): \(change)."
        case .keep: return "\(treatment) \(hasPrice ? "does not pay" : "does harm"): \(change)."
        case .noEvidence:
            return "\(treatment) \(hasPrice ? "is not shown to pay" : "shows no clear effect"): \(change)."
        case .notIdentified: return "The effect of \(treatment) is not identified in this file."
        }
    }

    private func rest(_ treatments: [String]) -> [String] {
        guard !treatments.isEmpty else { return [] }
        let rows = treatments.compactMap(everybody)
        return ["The other \(treatments.count) treatments: \(counts(rows, "for"))."]
    }

    private func counts(_ rows: [DecisionResult], _ link: String) -> String {
        DecisionResult.Decision.allCases.compactMap { decision -> String? in
            let count = rows.filter { $0.decision == decision }.count
            return count > 0 ? "\(ActionTable.evidence(decision)) \(link) \(count)" : nil
        }.joined(separator: ", ")
    }

    /// Whether an effect must exceed a cost, not just zero.
    private var hasPrice: Bool { readout.plan.breakEven(of: primaryMetric) != nil }

    private func segments(_ treatment: String) -> String? {
        let rows = readout.decisions.filter { $0.segment != nil && $0.treatment == treatment }
        guard !rows.isEmpty else { return nil }
        let pooled = readout.pooling.first { $0.treatment == treatment && $0.metric == primaryMetric }
        var spread = ""
        if let pooled, let upper = pooled.tauUpper, upper > 0 {
            spread =
                pooled.tau2 > 0
                ? " True effects differ between segments by about \(words.amount(pooled.tau2.squareRoot(), primaryMetric))."
                : " The spread of effects between segments is not distinguishable from zero; it is at most "
                    + "\(words.amount(upper, primaryMetric))."
        }
        return "\(treatment) by segment: \(counts(rows, "in")) of \(rows.count).\(spread)"
    }

    private func isRankedByChance(_ treatment: String) -> Bool {
        readout.ranking(metric: primaryMetric, treatment: treatment)?.isNoBetterThanChance ?? false
    }

    private func chance(_ treatments: [String]) -> [String] {
        let names = treatments.filter(isRankedByChance)
        guard !names.isEmpty else { return [] }
        let list =
            names.count > UpliftSummary.named
            ? "\(names.count) of \(treatments.count) treatments" : names.joined(separator: ", ")
        return [
            "The ranking of units by predicted effect is no better than chance for \(list): do not target units by it."
        ]
    }

    private func winner(_ row: WinnerResult) -> String {
        let others = row.candidates.filter { $0 != row.treatment }
        let rivals = others.isEmpty ? "" : " Statistically tied with it: \(others.joined(separator: ", "))."
        return
            "\(row.treatment) did best of the treatments. Corrected for having been chosen as the best, its effect on "
            + "\(row.metric) is \(words.effect(row.corrected, row.metric)) "
            + "(\(words.range(row.lower, row.upper, row.metric)))." + rivals
    }
}
