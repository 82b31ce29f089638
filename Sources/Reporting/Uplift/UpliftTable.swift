public import Experiments

/// An uplift readout for the terminal, in 80 columns.
public struct UpliftTable {
    private let readout: UpliftReadout
    private let words: EffectText

    public init(_ readout: UpliftReadout) {
        self.readout = readout
        words = EffectText(readout)
    }

    public var text: String {
        let summary = UpliftSummary(readout)
        var parts = [
            title, ratios,
            summary.sentences.map { TextTable.wrapped("- " + $0, indent: "  ") }.joined(separator: "\n"),
            overall,
        ]
        parts.append(legend)
        if readout.decisions.contains(where: { $0.segment != nil }) { parts.append(segments) }
        if !readout.ranking.isEmpty { parts.append(ranking) }
        if !readout.truths.isEmpty { parts.append(truth) }
        if !readout.warnings.isEmpty { parts.append(warnings) }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var title: String {
        let sizes = zip([readout.control] + readout.treatments, readout.unitCounts).map { arm, count in
            "\(arm) \(Digits.grouped(Double(count), 0))"
        }
        return TextTable.wrapped("\(readout.fileName): \(sizes.joined(separator: ", ")) units", indent: "  ")
    }

    private var ratios: String {
        guard let row = readout.sampleRatios.first else { return "" }
        let p = EffectText.pValue(row.pValue, log10: nil)
        let shares = row.assumedEqual ? "equal shares, which are assumed" : "the planned shares"
        let worst = readout.sampleRatios.dropFirst().filter { $0.verdict == .alarm }.count
        let segments = worst > 0 ? " \(worst) segments are off." : ""
        let text: String
        switch row.verdict {
        case .ok: text = "Sample sizes OK: they fit \(shares) (p = \(p))."
        case .unplanned: text = "Sample sizes unequal: if that is the design, say so with --planned."
        case .alarm: text = "SAMPLE RATIO MISMATCH: sizes do not fit \(shares) (p = \(p))."
        }
        return TextTable.wrapped(text + segments)
    }

    /// The plain comparison and Lin's, which uses the covariates best; the others are in the files.
    private var overall: String {
        let rows = readout.results.filter { row in
            row.segment == nil
                && (row.estimator == .differenceInMeans || (row.estimator == .lin && hasCovariates))
        }
        var shown: String?
        let table = TextTable(
            header: [["metric", "treatment", "how", "effect", "interval", "lift", "p"]],
            rows: rows.map { row in
                let key = row.metric + "\u{0}" + row.treatment
                let isFirst = key != shown
                shown = key
                return [
                    isFirst ? row.metric : "", isFirst ? row.treatment : "",
                    row.estimator == .lin ? "adj." : "plain", words.effect(row.effect, row.metric),
                    range(row),
                    EffectText.lift(row.relativeEffect),
                    EffectText.pValue(row.pValue, log10: row.log10PValue),
                ]
            }, leftColumns: [0, 1, 2])
        return table.text
    }

    private var hasCovariates: Bool { readout.roles.contains { $0.part == "covariate" } }

    private func range(_ row: EffectResult) -> String {
        let text = words.range(row.lower, row.upper, row.metric)
        return text.hasSuffix(" pp") ? String(text.dropLast(3)) : text
    }

    private var legend: String {
        let level = Digits.percent(1 - readout.plan.alpha, 0)
        return TextTable.wrapped(
            "Effects are treatment minus \(readout.control); pp are percentage points; lift is the effect as a share "
                + "of \(readout.control)'s mean; intervals are \(level)."
                + (hasCovariates ? " adj.: adjusted by the covariates (Lin 2013)." : "")
                + " CUPED, regression, logit and shares are in results.csv.")
    }

    /// More segments than this are counted, not listed.
    private static let listed = 40

    private var segments: String {
        let rows = readout.decisions.filter { $0.segment != nil }
        let table = TextTable(
            header: [["segment", "treatment", "units", "pooled effect", "interval", "decision"]],
            rows: DecisionRows.chosen(rows, limit: UpliftTable.listed).map { row in
                let range = words.range(row.lower, row.upper, row.metric)
                return [
                    row.segment?.text ?? "", row.treatment,
                    Digits.grouped(Double(row.controlCount + row.treatmentCount), 0),
                    words.effect(row.effect, row.metric),
                    row.effect == nil ? "-" : range.hasSuffix(" pp") ? String(range.dropLast(3)) : range,
                    EffectText.decision(row.decision, control: readout.control),
                ]
            }, leftColumns: [0, 1, 5])
        let more =
            rows.count > UpliftTable.listed
            ? "\nand \(rows.count - UpliftTable.listed) more in decisions.csv" : ""
        let metric = rows.first?.metric ?? ""
        return "Segments, by \(metric):\n" + table.text + more
    }

    private var ranking: String {
        let primary = UpliftSummary(readout).primaryMetric
        // A score that is the same for all ranks nobody.
        let rows = readout.ranking.filter { $0.metric == primary && $0.score != "S" && !$0.isInSample }
        let table = TextTable(
            header: [["treatment", "score", "Qini a head", "interval", "top 30 %"]],
            rows: rows.map { row in
                [
                    row.treatment, row.score, words.effect(row.qiniPerHead, row.metric),
                    words.range(row.qiniLower, row.qiniUpper, row.metric),
                    words.effect(row.upliftAt30, row.metric),
                ]
            }, leftColumns: [0, 1])
        return "Ranking of units by \(primary), out of fold (zero is a random order):\n" + table.text
    }

    private var truth: String {
        let known = readout.truths.filter { $0.isCovered != nil }
        let covered = known.filter { $0.isCovered == true }.count
        let rows = readout.truths.filter { $0.segment == nil }
        let table = TextTable(
            header: [["simulated truth", "true effect", "estimate", "interval"]],
            rows: rows.map { row in
                [
                    row.treatment, words.effect(row.truth, row.metric),
                    words.effect(row.estimate, row.metric),
                    words.range(row.lower, row.upper, row.metric),
                ]
            })
        return table.text + "\nIntervals cover the truth in \(covered) of \(known.count) places."
    }

    private var warnings: String {
        "Warnings:\n"
            + readout.warnings.map { TextTable.wrapped("- \($0.message) [\($0.code)]", indent: "  ") }
            .joined(separator: "\n")
    }
}
