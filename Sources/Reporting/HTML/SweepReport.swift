import Campaigns
import Quantities
import Scenarios
public import Workbench

/// A sweep as one HTML file that needs nothing but itself: answer, rows, charts, assumptions, provenance.
///
/// The same result and command give the same bytes.
public struct SweepReport {
    private let result: SweepResult
    private let command: String

    /// - Parameter command: what remakes the result; it is shown, never run.
    public init(_ result: SweepResult, command: String) {
        self.result = result
        self.command = command
    }

    /// The page. It has no script and links to nothing.
    public var html: String {
        let title = "How fine to segment: \(result.scenario.name)"
        let body =
            "<h1>\(HTML.escaped(title))</h1>\n" + introduction + answer + rows
            + "<h2>Charts</h2>\n<div class=\"charts\">\n"
            + SweepCharts(result).all.filter { !$0.isEmpty }.map { "<div>\($0)</div>\n" }.joined()
            + "</div>\n"
            + "<h2>What it rests on</h2>\n"
            + HTML.paragraph(
                "Tinted lines are of grade C: confirm them before you rely on the answer.", css: "note")
            + AssumptionsSheet(result).html + "<h2>Provenance</h2>\n" + provenance
        return HTML.page(title: title, body: body)
    }

    private var introduction: String {
        let worlds = result.replications == 1 ? "one world" : "each of \(result.replications) worlds"
        let designs =
            result.rows.count == 2
            ? "One design" : "\(Digits.grouped(Double(result.rows.count - 1), 0)) designs"
        let customers = Digits.grouped(Double(result.workspace.audienceCount), 0)
        let size =
            "\(designs) and the generic copy, for \(customers) customers over "
            + "\(result.scenario.run.campaigns) campaigns in \(worlds)."
        return HTML.paragraph(result.scenario.description) + HTML.paragraph(size, css: "note")
    }

    private var answer: String {
        let sentences = RecommendationText(result).sentences
        return "<div class=\"answer\">\n<p><strong>\(HTML.escaped(sentences.first ?? ""))</strong></p>\n"
            + HTML.list(Array(sentences.dropFirst())) + "</div>\n"
    }

    private var rows: String {
        let tables = RowTables(result: result)
        let ranking =
            "Steady state: means over campaigns 2 to \(result.scenario.run.campaigns) and all worlds. The dark row is "
            + "recommended; tinted rows are in the recommended set. Net value is margin × incremental outcomes − cost, "
            + "against the generic copy for all. Rows are ranked by net value a campaign over the whole run, the first "
            + "campaign included."
        let evidence =
            "One campaign in the steady state. Hits are shares of the segments looked up. Detectable lift: relative, "
            + "of the median customer's segment over the whole run, two-sided .05 over all segments, power .8. "
            + "Powered segments can show a lift of \(Digits.percent(result.scenario.experiment.targetLift, 0))."
        return "<h2>Rows</h2>\n" + HTML.paragraph(ranking, css: "note") + "<h3>Value</h3>\n" + tables.value
            + "<h3>Work and evidence</h3>\n" + HTML.paragraph(evidence, css: "note") + tables.work
            + "<h3>First campaign and whole run</h3>\n" + tables.firstAndWhole
    }

    private var provenance: String {
        "<p>Finegrain \(FinegrainVersion.current), seed \(result.scenario.seed), digest <code>\(result.digest)</code>. "
            + "Remake it with <code>\(HTML.escaped(command))</code>.</p>\n" + invariants
            + HTMLTable(
                header: ["input", "SHA-256"],
                rows: result.workspace.inputs.map { HTMLTable.Row(cells: [$0.path, $0.sha256]) },
                words: [0, 1]
            ).html
    }

    private var invariants: String {
        var total = InvariantLedger()
        for row in result.rows { total.merge(row.invariants) }
        return HTMLTable(
            header: ["invariant, over all rows and worlds", "checks", "violations"],
            rows: total.rows.map { row in
                HTMLTable.Row(
                    cells: [
                        row.name, Digits.grouped(Double(row.checked), 0),
                        Digits.grouped(Double(row.violations), 0),
                    ],
                    mark: row.violations > 0 ? .weak : .none)
            }
        ).html
    }
}
