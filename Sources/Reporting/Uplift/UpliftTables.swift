import Experiments

/// The tables of the report.
struct UpliftTables {
    private let readout: UpliftReadout
    private let words: EffectText

    init(_ readout: UpliftReadout) {
        self.readout = readout
        words = EffectText(readout)
    }

    /// More rows than this are left to the CSV files.
    private static let longest = 200

    /// Everybody and every segment with the sentence that explains it.
    var decisions: String {
        let rows = readout.decisions
        guard !rows.isEmpty else { return "" }
        let table = HTMLTable(
            caption: "Decisions", header: ["segment", "treatment", "units", "decision", "why"],
            rows: DecisionRows.chosen(rows, limit: UpliftTables.longest).map { row in
                HTMLTable.Row(
                    cells: [
                        row.segment?.text ?? "everybody", row.treatment,
                        Digits.grouped(Double(row.controlCount + row.treatmentCount), 0),
                        EffectText.decision(row.decision, control: readout.control), row.why,
                    ], mark: UpliftTables.mark(row.decision))
            }, words: [0, 1, 3, 4])
        let more = rows.count - UpliftTables.longest
        let note =
            "Send means that the whole \(Digits.percent(1 - readout.plan.alpha, 0)) interval lies above what the treatment "
            + "must bring to pay; keep that it lies below; anything else is no evidence. Segments are judged by their "
            + "pooled effects."
        return HTML.paragraph(note, css: "note") + table.html
            + (more > 0 ? HTML.paragraph("\(more) more are in decisions.csv.", css: "note") : "")
    }

    private static func mark(_ decision: DecisionResult.Decision) -> HTMLTable.Mark {
        switch decision {
        case .send: .member
        case .notIdentified: .weak
        case .keep, .noEvidence: .none
        }
    }

    func overall(_ metric: String) -> String {
        let rows = readout.results.filter { $0.segment == nil && $0.metric == metric }
        return HTMLTable(
            caption: "Effects for everybody",
            header: [
                "treatment", "method", "control", "treated", "effect", "interval", "lift", "lift interval",
                "p",
                "error", "detectable",
            ],
            rows: rows.map { row in
                HTMLTable.Row(cells: [
                    row.treatment, UpliftCharts.name(row.estimator), words.mean(row.meanControl, metric),
                    words.mean(row.meanTreatment, metric), words.effect(row.effect, metric),
                    words.range(row.lower, row.upper, metric), EffectText.lift(row.relativeEffect),
                    row.relativeLower.flatMap { low in
                        row.relativeUpper.map { "\(EffectText.lift(low)) to \(EffectText.lift($0))" }
                    } ?? "-", EffectText.pValue(row.pValue, log10: row.log10PValue), row.errorKind,
                    words.amount(row.minimumDetectableEffect, metric),
                ])
            }, words: [0, 1, 9]
        ).html
    }

    func policies(_ metric: String, _ treatment: String) -> String {
        let rows = readout.policy.filter { $0.metric == metric && $0.treatment == treatment }
        guard !rows.isEmpty else { return "" }
        let hasMoney = rows.contains { $0.netPerHead != nil }
        let money = hasMoney ? ["net, USD a thousand", "interval"] : []
        return HTMLTable(
            caption: "Policies",
            header: ["rule", "share treated", "won a head", "interval", "over random choice"] + money,
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
                "treatment", "score", "Qini a head", "sklift qini", "same, no negative effects",
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
