public import Experiments

/// An uplift readout for the terminal, in 80 columns.
public struct UpliftTable {
    private let readout: UpliftReadout
    private let words: EffectText

    /// Adds intervals for every look and corrections over families.
    private let hasDetails: Bool

    public init(_ readout: UpliftReadout, details: Bool = false) {
        let readout = readout.labelled
        self.readout = readout
        hasDetails = details
        words = EffectText(readout)
    }

    public var text: String {
        let summary = UpliftSummary(readout)
        // What was guessed, and what forbids to act, stand above everything.
        let notes = [InputNotes(readout).guess, summary.warning].compactMap(\.self).map {
            TextTable.wrapped($0)
        }
        var parts = [
            notes.joined(separator: "\n"), title, ratios, ActionTable(readout).text,
            summary.sentences.dropFirst(summary.warning == nil ? 0 : 1).map {
                TextTable.wrapped("- " + $0, indent: "  ")
            }.joined(separator: "\n"),
            overall,
        ]
        parts.append(legend)
        parts.append(segments)
        parts += MetricSections(readout).texts(primary: summary.primaryMetric, withFamilies: hasDetails)
        parts.append(ranking)
        if !readout.truths.isEmpty { parts.append(truth) }
        if !readout.warnings.isEmpty { parts.append(warnings) }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var title: String {
        let sizes = zip([readout.control] + readout.treatments, readout.unitCounts).map { arm, count in
            "\(arm) \(Digits.grouped(Double(count), 0))"
        }
        let lines =
            ["\(readout.fileName): \(sizes.joined(separator: ", ")) units."] + InputNotes(readout).sentences
        return lines.map { TextTable.wrapped($0, indent: "  ") }.joined(separator: "\n")
    }

    private var ratios: String {
        guard let ratio = SampleRatioText(readout) else { return "" }
        let title = ratio.verdict == .alarm ? ratio.title.uppercased() : ratio.title
        let off = ratio.segmentsOff.count
        let segments = off > 0 ? " \(off) segment\(off == 1 ? " is" : "s are") off." : ""
        return TextTable.wrapped("\(title): \(ratio.statement)\(segments)")
    }

    /// More treatments than this have the first estimator alone.
    private static let fewTreatments = 4

    /// The effect to read and the plain difference beside it, the best treatment first; the others are in the files.
    private var overall: String {
        let rows = readout.metrics.flatMap { metric in
            readout.treatmentsBestFirst(metric).flatMap { overall(metric, $0) }
        }
        return TextTable(
            header: [["metric", "treatment", "how", "effect", "interval", "lift", "p"]], rows: rows,
            leftColumns: [0, 1, 2]
        ).text
    }

    /// The lines of one treatment, of which only the first names it.
    private func overall(_ metric: String, _ arm: String) -> [[String]] {
        let first = readout.headline(metric: metric, treatment: arm)
        let plain = readout.results.first {
            $0.segment == nil && $0.metric == metric && $0.treatment == arm
                && $0.estimator == .differenceInMeans
        }
        let hasBoth =
            readout.treatments.count <= UpliftTable.fewTreatments
            && (first?.estimator == .cuped || first?.estimator == .lin)
        var lines = [first ?? plain, hasBoth ? plain : nil].compactMap(\.self).map { row in
            [
                UpliftTable.name(row.estimator), words.effect(row.effect, metric),
                range(row.lower, row.upper, metric),
                EffectText.lift(row.relativeEffect), EffectText.pValue(row.pValue, log10: row.log10PValue),
            ]
        }
        if let row = readout.segmentAdjusted(metric: metric, treatment: arm) {
            let effect = words.effect(row.effect, metric)
            lines.insert(["within segments", effect, range(row.lower, row.upper, metric), "-", "-"], at: 0)
        }
        return lines.enumerated().map { index, line in
            [index == 0 ? metric : "", index == 0 ? arm : ""] + line
        }
    }

    private static func name(_ estimator: Estimator) -> String {
        switch estimator {
        case .differenceInMeans: "means"
        case .proportions: "shares"
        case .cuped: "CUPED"
        case .lin: "Lin"
        case .ols: "OLS"
        case .logit: "logit"
        }
    }

    /// An interval without its unit, which stands beside it.
    private func range(_ lower: Double?, _ upper: Double?, _ metric: String) -> String {
        let text = words.range(lower, upper, metric)
        return text.hasSuffix(" pp") ? String(text.dropLast(3)) : text
    }

    private var legend: String {
        let level = readout.plan.level
        return TextTable.wrapped(
            "Effects are treatment minus \(readout.control); pp are percentage points; lift is the effect as a share "
                + "of \(readout.control)'s mean; intervals are \(level)."
                + " Read the first line of each treatment; all estimators are in results.csv.")
    }

    /// With more rows than this only the treatment that decides is listed, and nothing with more segments.
    private static let listed = 24

    /// The evidence of each treatment, segment by segment, the best treatment first.
    private var segments: String {
        let list = ActionList(readout.decisions)
        let all = readout.decisions.filter { $0.segment != nil }
        guard let metric = all.first?.metric, list.segments.count <= UpliftTable.listed else { return "" }
        let isCut = all.count > UpliftTable.listed
        let arms = readout.treatmentsBestFirst(metric)
        let rows = list.segments.flatMap { place in
            isCut
                ? [place.row]
                : arms.compactMap { arm in all.first { $0.segment == place.segment && $0.treatment == arm } }
        }
        let table = TextTable(
            header: [["segment", "treatment", "units", "pooled effect", "interval", "evidence"]],
            rows: rows.map { row in
                [
                    row.segment?.text ?? "", row.treatment,
                    Digits.grouped(Double(row.controlCount + row.treatmentCount), 0),
                    words.effect(row.effect, row.metric),
                    row.effect == nil ? "-" : range(row.lower, row.upper, row.metric),
                    ActionTable.evidence(row.decision),
                ]
            }, leftColumns: [0, 1, 5])
        return "Effects on \(metric) by segment:\n" + table.text
            + (isCut ? "\nThe other treatments of each segment are in decisions.csv." : "")
    }

    /// The ranking that policies use; the other learners are in the files.
    private var ranking: String {
        let primary = UpliftSummary(readout).primaryMetric
        let rows = readout.treatmentsBestFirst(primary).compactMap {
            readout.ranking(metric: primary, treatment: $0)
        }
        guard !rows.isEmpty else { return "" }
        let table = TextTable(
            header: [["treatment", "score", "Qini per unit", "interval", "verdict"]],
            rows: rows.map { row in
                [
                    row.treatment, row.score, words.effect(row.qiniPerHead, row.metric),
                    words.range(row.qiniLower, row.qiniUpper, row.metric),
                    row.isNoBetterThanChance ? "no better than chance" : "better than chance",
                ]
            }, leftColumns: [0, 1, 4])
        return "Ranking of units by predicted effect on \(primary), out of fold:\n" + table.text
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
