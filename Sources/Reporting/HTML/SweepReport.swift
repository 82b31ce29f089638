import Campaigns
import Quantities
import Scenarios
public import Workbench

/// A sweep as one HTML file that needs nothing but itself: answer, table, charts, assumptions.
public struct SweepReport {
    private let result: SweepResult
    private let command: String

    /// - Parameter command: what remakes the result.
    public init(_ result: SweepResult, command: String) {
        self.result = result
        self.command = command
    }

    public var html: String {
        let sentences = RecommendationText(result).sentences
        let scenario = result.scenario
        let body = """
            <h1>How fine to segment: \(HTML.escaped(scenario.name))</h1>
            <p>\(HTML.escaped(scenario.description))</p>
            <div class="answer"><p><strong>\(HTML.escaped(sentences[0]))</strong></p>
            \(sentences.dropFirst().map { "<p>\(HTML.escaped($0))</p>" }.joined(separator: "\n"))</div>
            <h2>Rows</h2>
            <p>Per campaign, means over campaigns 2 to \(scenario.run.campaigns) and \(result.replications) worlds; the first campaign
            is all misses and stands apart in the CSV. Net value is margin × incremental outcomes − cost, against the generic copy
            for all. The recommended row is marked; tinted rows cannot be told from the best.</p>
            \(rowTable)
            <h2>Charts</h2><div class="charts">
            \(SweepCharts(result).all.filter { !$0.isEmpty }.map { "<div>\($0)</div>" }.joined(separator: "\n"))
            </div>
            <h2>Assumptions</h2>
            <p>Tinted rows are of grade C or marked as assumptions: confirm them before you rely on the answer.</p>
            \(AssumptionsSheet(result: result).html)
            <h2>Provenance</h2>
            \(provenance)
            """
        return HTML.page(title: "How fine to segment: \(scenario.name)", body: body)
    }

    private var rowTable: String {
        let header = [
            "design", "segments", "persona hits", "copy hits", "cost USD", "of it models", "review h",
            "on time", "MDE",
            "powered", "reached", "incremental", "measured", "net USD", "P5", "P95", "regret", "binds",
            "Pareto",
        ]
        let rows = result.rows.indices.map { place -> (cells: [String], mark: String) in
            let row = result.rows[place]
            let net = row.metrics.first { $0.metric == .netValueUSD }?.band
            let cells = [
                RowName.short(row), Digits.plain(row[.segments]), Digits.percent(row[.personaHitRate]),
                Digits.percent(row[.copyHitRate]),
                Digits.money(row[.costUSD]), Digits.money(row[.llmCostUSD]), Digits.plain(row[.reviewHours]),
                Digits.percent(row[.onTimeShare], 0),
                Digits.percent(row[.minimumDetectableLift]), Digits.plain(row[.poweredSegments]),
                Digits.percent(row[.reachedShare], 0),
                Digits.plain(row[.incrementalOutcomes]), Digits.plain(row[.measuredIncrementalOutcomes]),
                Digits.money(row[.netValueUSD]),
                Digits.money(net?.p5), Digits.money(net?.p95),
                Digits.money(result.recommendation.regrets[place]), row.binding, row.isPareto ? "yes" : "",
            ]
            let isChosen = (result.recommendation.recommended ?? 0) == place
            let isMember = result.recommendation.set.contains { $0.row == place }
            return (cells, isChosen ? "chosen" : isMember ? "member" : "")
        }
        return HTML.table(header, rows)
    }

    private var provenance: String {
        let inputs = result.workspace.inputs.map { (cells: [$0.path, $0.sha256], mark: "") }
        let first = result.rows.first { !$0.isBaseline }
        let invariants = (first?.invariants.rows ?? []).map { row in
            let all = result.rows.filter { !$0.isBaseline }.compactMap { line in
                line.invariants.rows.first { $0.name == row.name }
            }
            let checks = all.reduce(0) { $0 + $1.checked }
            let broken = all.reduce(0) { $0 + $1.violations }
            return (cells: [row.name, "\(checks)", "\(broken)"], mark: broken > 0 ? "weak" : "")
        }
        return """
            <p>Finegrain \(FinegrainVersion.current), seed \(result.scenario.seed), digest <code>\(result.digest)</code>.
            Remake with <code>\(HTML.escaped(command))</code>.</p>
            \(HTML.table(["invariant", "checks", "violations"], invariants))
            \(HTML.table(["input", "SHA-256"], inputs))
            """
    }
}
