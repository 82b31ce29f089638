import Experiments

/// The tables of the report.
struct UpliftTables {
    private let readout: UpliftReadout
    private let words: EffectText

    init(_ readout: UpliftReadout) {
        self.readout = readout
        words = EffectText(readout)
    }

    /// More treatments than this have one estimate each where all can be seen.
    private static let fewTreatments = 4

    /// More rows than this are left to the CSV files.
    private static let longest = 200

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
            rows: order.prefix(UpliftTables.longest).map { row in
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
        let more = order.count - UpliftTables.longest
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
        guard arms.count > UpliftTables.fewTreatments else {
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

    func policies(_ metric: String, _ treatment: String) -> String {
        let rows = readout.policy.filter { $0.metric == metric && $0.treatment == treatment }
        guard !rows.isEmpty else { return "" }
        let hasMoney = rows.contains { $0.netPerHead != nil }
        let money = hasMoney ? ["net, USD per 1,000", "interval"] : []
        let gain = readout.plan.isBetterLower(metric) ? "avoided per unit" : "gain per unit"
        return HTMLTable(
            caption: "Policies",
            header: ["rule", "share treated", gain, "interval", "over random choice"] + money,
            rows: rows.map { row in
                let net =
                    hasMoney
                    ? [
                        row.netPerHead.map { Digits.usd(1000 * $0) } ?? "-",
                        row.netLower.flatMap { low in
                            row.netUpper.map { "\(Digits.usd(1000 * low)) to \(Digits.usd(1000 * $0))" }
                        } ?? "-",
                    ] : []
                return HTMLTable.Row(
                    cells: [
                        UpliftTables.name(row), EffectText.share(row.shareTreated),
                        words.effect(row.valuePerHead, metric), words.range(row.lower, row.upper, metric),
                        words.effect(row.valueOverRandom, metric),
                    ] + net)
            }
        ).html
    }

    private static func name(_ row: PolicyResult) -> String {
        switch row.policy {
        case "all": "treat everybody"
        case "none": "treat nobody"
        case "top_share": "treat the best 30 %"
        case "best_share": "treat the share that pays best on other folds"
        default: "treat where the predicted effect pays"
        }
    }

    /// What other programs would print for the same scores.
    func agreement(_ metric: String) -> String {
        let rows = readout.ranking.filter { $0.metric == metric }
        guard !rows.isEmpty else { return "" }
        func number(_ value: Double?) -> String { value.map { Digits.fixed($0, 5) } ?? "-" }
        let table = HTMLTable(
            caption: "Rankings by the rules of several libraries",
            header: [
                "treatment", "score", "Qini per unit", "sklift qini", "same, no negative effects",
                "sklift AUUC",
                "causalml qini", "causalml AUUC", "grf QINI", "grf AUTOC",
            ],
            rows: rows.map { row in
                let other = row.conventions
                return HTMLTable.Row(
                    cells: [
                        row.treatment, row.score + (row.isInSample ? ", in sample" : ""),
                        number(row.qiniPerHead),
                        number(other.skliftQini), number(other.skliftQiniWithoutNegative),
                        number(other.skliftAUUC), number(other.causalmlQini), number(other.causalmlAUUC),
                        number(other.grfQini), number(other.grfAUTOC),
                    ])
            }, words: [0, 1])
        return "<h3>The same rankings in other programs' numbers</h3>\n"
            + HTML.paragraph(
                "Programs define Qini and AUUC differently; each column is what that program prints for these scores.",
                css: "note") + table.html
    }

    var truth: String {
        guard !readout.truths.isEmpty else { return "" }
        let known = readout.truths.filter { $0.isCovered != nil }
        let covered = known.filter { $0.isCovered == true }.count
        let table = HTMLTable(
            caption: "Truth and estimates",
            header: ["segment", "treatment", "truth", "estimate", "interval", "pooled", "covered"],
            rows: readout.truths.prefix(UpliftTables.longest).map { row in
                HTMLTable.Row(
                    cells: [
                        row.segment?.text ?? "everybody", row.treatment, words.effect(row.truth, row.metric),
                        words.effect(row.estimate, row.metric), words.range(row.lower, row.upper, row.metric),
                        words.effect(row.shrunk, row.metric), row.isCovered.map { $0 ? "yes" : "no" } ?? "-",
                    ], mark: row.isCovered == false ? .weak : .none)
            }, words: [0, 1])
        return "<h3>Simulated truth beside the estimates</h3>\n"
            + HTML.paragraph("Intervals cover the truth in \(covered) of \(known.count) places.", css: "note")
            + table.html
    }

    var winners: String {
        let rows = readout.winners
        guard !rows.isEmpty else { return "" }
        let table = HTMLTable(
            caption: "Best of several, corrected",
            header: ["chosen", "among", "as observed", "corrected", "interval", "may be the best"],
            rows: rows.prefix(UpliftTables.longest).map { row in
                let place = row.segment?.text ?? "everybody"
                return HTMLTable.Row(
                    cells: [
                        row.chosenAmong == "segments"
                            ? "\(row.treatment): \(place)" : "\(place): \(row.treatment)",
                        row.chosenAmong, words.effect(row.naive, row.metric),
                        words.effect(row.corrected, row.metric),
                        words.range(row.lower, row.upper, row.metric),
                        row.candidates.count > 6
                            ? "\(row.candidates.count) of them" : row.candidates.joined(separator: "; "),
                    ])
            }, words: [0, 1, 5])
        return "<h3>Best of several, corrected for having been chosen</h3>\n"
            + HTML.paragraph(
                "The largest of several noisy numbers is too large on average; the corrected one is not.",
                css: "note")
            + table.html
    }

    var texts: String {
        guard !readout.texts.isEmpty else { return "" }
        return "<h3>Texts as a sample</h3>\n"
            + HTML.paragraph(
                "What a new text of the same writer would bring, with the spread between texts in the interval.",
                css: "note")
            + HTMLTable(
                caption: "Effects by text",
                header: ["metric", "treatment", "texts", "effect", "interval", "spread between texts"],
                rows: readout.texts.map { row in
                    HTMLTable.Row(cells: [
                        row.metric, row.treatment, String(row.textCount),
                        words.effect(row.effect, row.metric),
                        words.range(row.lower, row.upper, row.metric),
                        row.betweenVariance.map { words.effect($0.squareRoot(), row.metric) } ?? "-",
                    ])
                }, words: [0, 1]
            ).html
    }

    var missing: String {
        guard !readout.missing.isEmpty else { return "" }
        return "<h3>Missing values</h3>\n"
            + HTMLTable(
                caption: "Missing values", header: ["column", "rows", "what was done"],
                rows: readout.missing.map {
                    HTMLTable.Row(cells: [$0.column, Digits.grouped(Double($0.rows), 0), $0.treatment])
                }, words: [0, 2]
            ).html
    }
}
