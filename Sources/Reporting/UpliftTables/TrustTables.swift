import Experiments

/// What an effect rests on: truth where it is known, winners corrected, texts, missing values; in the report.
struct TrustTables {
    private let readout: UpliftReadout
    private let words: EffectText

    init(_ readout: UpliftReadout) {
        self.readout = readout
        words = EffectText(readout)
    }

    var truth: String {
        guard !readout.truths.isEmpty else { return "" }
        let known = readout.truths.filter { $0.isCovered != nil }
        let covered = known.filter { $0.isCovered == true }.count
        let table = HTMLTable(
            caption: "Truth and estimates",
            header: ["segment", "treatment", "truth", "estimate", "interval", "pooled", "covered"],
            rows: readout.truths.prefix(EffectTables.longest).map { row in
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
        guard readout.alarm == nil else {
            guard readout.treatments.count > 1 || readout.pooling.contains(where: { $0.segments.count > 1 })
            else {
                return ""
            }
            return HTML.paragraph(
                "The best of several treatments or segments is withheld until the cause of the alarm is known.",
                css: "note")
        }
        guard !rows.isEmpty else { return "" }
        let table = HTMLTable(
            caption: "Best of several, corrected",
            header: ["chosen", "among", "as observed", "corrected", "interval", "may be the best"],
            rows: rows.prefix(EffectTables.longest).map { row in
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
