import Experiments

/// Effects and the evidence of each treatment, in the report.
struct EffectTables {
    private let readout: UpliftReadout
    private let words: EffectText

    init(_ readout: UpliftReadout) {
        self.readout = readout
        words = EffectText(readout)
    }

    /// More treatments than this have one estimate each where all can be seen.
    private static let fewTreatments = 4

    /// More rows than this are left to the CSV files.
    static let longest = 200

    /// The evidence of every treatment in every segment, where there are several treatments; folded.
    var evidence: String {
        let rows = readout.decisions
        guard readout.treatments.count > 1, !rows.isEmpty else { return "" }
        let arms = readout.treatmentsBestFirst(rows[0].metric)
        let order = arms.flatMap { arm in rows.filter { $0.treatment == arm } }
        let table = HTMLTable(
            caption: "Evidence by treatment",
            header: [
                "segment", "treatment", "units", "effect", "interval", "P(positive)", "evidence", "why",
            ],
            rows: order.prefix(EffectTables.longest).map { row in
                HTMLTable.Row(
                    cells: [
                        row.segment?.text ?? "everybody", row.treatment,
                        Digits.grouped(Double(row.controlCount + row.treatmentCount), 0),
                        words.effect(row.effect, row.metric),
                        row.effect == nil ? "-" : words.range(row.lower, row.upper, row.metric),
                        ActionText.probability(row.probabilityPositive), ActionTable.evidence(row.decision),
                        row.why,
                    ], mark: row.decision == .notIdentified ? .weak : row.decision == .send ? .member : .none)
            }, words: [0, 1, 6, 7], sentences: [7])
        let more = order.count - EffectTables.longest
        return HTML.details(
            "The evidence for each of the \(readout.treatments.count) treatments",
            table.html + (more > 0 ? HTML.paragraph("\(more) more are in decisions.csv.", css: "note") : ""))
    }

    /// All estimators of every treatment, the one to read marked and first; of many treatments the rest are folded.
    func overall(_ metric: String) -> String {
        let arms = readout.treatmentsBestFirst(metric)
        let first = arms.compactMap { readout.headline(metric: metric, treatment: $0) }
        let all = arms.flatMap { arm -> [EffectResult] in
            let rows = readout.results.filter {
                $0.segment == nil && $0.metric == metric && $0.treatment == arm
            }
            return rows.filter(first.contains) + rows.filter { !first.contains($0) }
        }
        guard arms.count > EffectTables.fewTreatments else {
            return estimates("Effects for everybody", all, first)
        }
        return estimates("Effects for everybody", first, [])
            + HTML.details("All estimators of \(metric)", estimates("All estimators", all, first))
    }

    private func estimates(_ caption: String, _ rows: [EffectResult], _ marked: [EffectResult]) -> String {
        HTMLTable(
            caption: caption,
            header: [
                "treatment", "method", "control", "treated", "effect", "interval", "lift", "lift interval",
                "p",
                "error", "detectable",
            ],
            rows: rows.map { row in
                HTMLTable.Row(
                    cells: [
                        row.treatment, UpliftCharts.name(row.estimator),
                        words.mean(row.meanControl, row.metric),
                        words.mean(row.meanTreatment, row.metric), words.effect(row.effect, row.metric),
                        words.range(row.lower, row.upper, row.metric), EffectText.lift(row.relativeEffect),
                        row.relativeLower.flatMap { low in
                            row.relativeUpper.map { "\(EffectText.lift(low)) to \(EffectText.lift($0))" }
                        } ?? "-", EffectText.pValue(row.pValue, log10: row.log10PValue), row.errorKind,
                        words.amount(row.minimumDetectableEffect, row.metric),
                    ], mark: marked.contains(row) ? .member : .none)
            }, words: [0, 1, 9]
        ).html
    }
}
