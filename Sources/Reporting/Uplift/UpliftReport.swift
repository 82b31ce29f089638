public import Experiments
import Quantities
import Workbench

/// An uplift readout as one HTML file that needs nothing but itself: the answer in words, then its evidence.
///
/// The same readout and command give the same bytes.
public struct UpliftReport {
    private let readout: UpliftReadout
    private let digest: String
    private let command: String
    private let words: EffectText

    /// - Parameter command: what remakes the report; it is shown, never run.
    public init(_ readout: UpliftReadout, command: String) {
        digest = readout.digest
        let readout = readout.labelled
        self.readout = readout
        self.command = command
        words = EffectText(readout)
    }

    /// The page. It has no script and links to nothing.
    public var html: String {
        let title = "What worked: \(readout.fileName)"
        let summary = UpliftSummary(readout)
        let body =
            "<h1>\(HTML.escaped(title))</h1>\n" + guess + introduction + answer(summary)
            + "<h2>What to do</h2>\n" + ActionTable(readout).html + EffectTables(readout).evidence + badge
            + warnings
            + MetricSections(readout).html(primary: summary.primaryMetric) + metrics(summary.primaryMetric)
            + "<h2>Can it be trusted?</h2>\n" + trust
            + "<h2>How every number is made</h2>\n" + conventions + "<h2>Provenance</h2>\n" + provenance
        return HTML.page(title: title, body: body)
    }

    private var guess: String {
        InputNotes(readout).guess.map { "<p class=\"badge alarm\">\(HTML.escaped($0))</p>\n" } ?? ""
    }

    private var introduction: String {
        let sizes = zip([readout.control] + readout.treatments, readout.unitCounts).map { arm, count in
            "\(arm): \(Digits.grouped(Double(count), 0))"
        }
        return HTML.paragraph(
            "An experiment with \(readout.treatments.count + 1) arms (\(sizes.joined(separator: ", ")) units). The control is "
                + "\(readout.control); every effect is treatment minus control. pp means percentage points; lift is the "
                + "effect as a share of the control's mean.", css: "note")
            + HTML.paragraph(InputNotes(readout).sentences.joined(separator: " "), css: "note")
    }

    private func answer(_ summary: UpliftSummary) -> String {
        let sentences = summary.sentences
        return
            "<div class=\"answer\(summary.warning == nil ? "" : " alarm")\">\n<p><strong>\(HTML.escaped(sentences.first ?? "No effect is identified in this file."))"
            + "</strong></p>\n" + HTML.list(Array(sentences.dropFirst())) + "</div>\n"
    }

    private var badge: String {
        guard let ratio = SampleRatioText(readout) else { return "" }
        let off = ratio.segmentsOff
        let segments = off.isEmpty ? "" : " Off in these segments: \(off.joined(separator: "; "))."
        return "<p class=\"badge \(ratio.verdict.rawValue)\"><strong>\(HTML.escaped(ratio.title)):</strong> "
            + "\(HTML.escaped("\(ratio.statement) \(ratio.sizes)\(segments)"))</p>\n"
    }

    private var warnings: String {
        guard !readout.warnings.isEmpty else { return "" }
        return "<h2>Warnings</h2>\n"
            + HTML.list(readout.warnings.map { "\($0.message) [\($0.code)]" })
    }

    /// The deciding metric in full, the others folded.
    private func metrics(_ primary: String) -> String {
        let others = readout.metrics.filter { $0 != primary }
        return "<h2>The evidence: \(HTML.escaped(primary))</h2>\n" + section(primary)
            + others.map {
                "<details><summary><h2>The evidence: \(HTML.escaped($0))</h2></summary>\n\(section($0))</details>\n"
            }.joined()
    }

    /// Charts of more treatments than this, the best first, are folded.
    private static let openTreatments = 3

    private func section(_ metric: String) -> String {
        let charts = UpliftCharts(readout: readout, metric: metric)
        var html = figures([charts.effects]) + EffectTables(readout).overall(metric)
        for (index, treatment) in readout.treatmentsBestFirst(metric).enumerated() {
            let parts = [
                charts.forest(treatment), charts.qini(treatment), charts.deciles(treatment),
                charts.calibration(treatment), charts.profit(treatment),
            ]
            guard parts.contains(where: { $0 != nil }) else { continue }
            let body = figures(parts) + TargetingTables(readout).policies(metric, treatment)
            html +=
                index < UpliftReport.openTreatments
                ? "<h3>\(HTML.escaped(treatment))</h3>\n" + body : HTML.details(treatment, body)
        }
        return html + MetricSections(readout).details(metric) + TargetingTables(readout).agreement(metric)
    }

    private func figures(_ figures: [ChartFigure?]) -> String { HTML.figures(figures.compactMap(\.self)) }

    private var trust: String {
        let tables = TrustTables(readout)
        return tables.truth + figures([UpliftCharts.balance(readout)]) + tables.winners + tables.texts
            + tables.missing
    }

    private var conventions: String {
        HTMLTable(
            caption: "Rules behind the numbers", header: ["number", "rule", "source"],
            rows: readout.conventions.map { HTMLTable.Row(cells: [$0.number, $0.rule, $0.source]) },
            words: [0, 1, 2]
        ).html
    }

    private var provenance: String {
        "<p>Finegrain \(FinegrainVersion.current), seed \(readout.plan.seed), digest <code>\(digest)</code>. "
            + "Remake it with <code>\(HTML.escaped(command))</code>.</p>\n"
            + HTMLTable(
                caption: "Inputs", header: ["input", "SHA-256"],
                rows: [HTMLTable.Row(cells: [readout.filePath, readout.sha256])], words: [0, 1]
            ).html
            + HTMLTable(
                caption: "Columns", header: ["part", "column", "how it was found"],
                rows: readout.roles.map {
                    HTMLTable.Row(cells: [
                        $0.part, $0.column, $0.isRecognised ? "recognised by its name" : "named",
                    ])
                }, words: [0, 1, 2]
            ).html
    }
}
