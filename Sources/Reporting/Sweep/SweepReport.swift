import Campaigns
import Quantities
import Scenarios
public import Workbench

/// A sweep as one HTML file that needs nothing but itself: answer, picture, limits and what to confirm first, then
/// rows, charts, totals, assumptions and provenance.
///
/// The same result and command give the same bytes.
public struct SweepReport {
    private let result: SweepResult
    private let command: String
    private let charts: SweepCharts

    /// - Parameter command: what remakes the result; it is shown, never run.
    public init(_ result: SweepResult, command: String) {
        self.result = result
        self.command = command
        charts = SweepCharts(result)
    }

    /// The page. It has no script; its links lead to the data of its charts beside it.
    public var html: String {
        let title = "How fine to segment: \(result.scenario.name)"
        let body =
            "<h1>\(HTML.escaped(title))</h1>\n" + FirstScreen(result).html + rest + rows
            + "<h2>Charts</h2>\n" + HTML.figures(charts.main)
            + HTML.details(
                "More charts: regret, Pareto fronts, cost by service, misses", HTML.figures(charts.more))
            + TotalsSection(result: result).html
            + "<h2>What it rests on</h2>\n" + AssumptionsSheet(result).html + "<h2>Provenance</h2>\n"
            + provenance
        return HTML.page(title: title, body: body)
    }

    /// The data of the charts, by their paths beside the page.
    public var files: [(path: String, text: String)] { charts.all.map { ($0.path, $0.csv) } }

    /// What the first screen leaves out.
    private var rest: String {
        let sentences = DecisionText(result).furtherSentences
        return HTML.details(
            "More on the answer",
            HTML.list(sentences) + HTML.paragraph(result.scenario.description))
    }

    private var rows: String {
        let tables = RowTables(result: result)
        let value =
            "Net value is margin × incremental outcomes − cost against the generic copy for all, per campaign over the "
            + "whole run, the first campaign included; ± is simulation error, P5 and P95 the spread over worlds. The "
            + "steady state is campaigns 2 to \(result.scenario.run.campaigns). The bold row is recommended; tinted rows "
            + "are within the tolerance of the best."
        let work =
            "One campaign in the steady state. Held: segments that keep their last publication for privacy. Reuse: segments "
            + "served without new copy (hits and held). Hits are shares of the segments looked up, and fall when "
            + "segments are held although calls fall. Detectable lift: relative, of the median customer's segment "
            + "over the whole run, two-sided 5% over all segments, power 80%. Powered segments can show a lift of "
            + "\(Digits.percent(result.scenario.experiment.targetLift, 0))."
        let staleness = DecisionText(result).staleness.map { HTML.paragraph($0) } ?? ""
        return "<h2>Rows</h2>\n<h3>Value</h3>\n" + HTML.paragraph(value, css: "note") + tables.value
            + staleness
            + "<h3>Work and evidence</h3>\n" + HTML.paragraph(work, css: "note") + tables.work
            + FaultTable(result: result).html
            + HTML.details("First campaign and whole run", tables.firstAndWhole)
    }

    private var provenance: String {
        "<p>Finegrain \(FinegrainVersion.current), seed \(result.scenario.seed), digest <code>\(result.digest)</code>. "
            + "Remake it with <code>\(HTML.escaped(command))</code>.</p>\n" + invariants
            + HTML.details(
                "Input files with their hashes",
                HTMLTable(
                    caption: "Inputs", header: ["input", "SHA-256"],
                    rows: result.workspace.inputs.map { HTMLTable.Row(cells: [$0.path, $0.sha256]) },
                    words: [0, 1]
                ).html)
    }

    private var invariants: String {
        var total = InvariantLedger()
        for row in result.rows { total.merge(row.invariants) }
        let broken = total.rows.contains { $0.violations > 0 }
        let table = HTMLTable(
            caption: "Invariants over all rows and worlds", header: ["invariant", "checks", "violations"],
            rows: total.rows.map { row in
                HTMLTable.Row(cells: [
                    row.name, Digits.grouped(Double(row.checked), 0),
                    Digits.grouped(Double(row.violations), 0),
                ])
            }
        ).html
        return broken
            ? HTML.paragraph("An invariant does not hold: do not rely on these numbers.") + table
            : HTML.details("Invariants, all of which hold", table)
    }
}
