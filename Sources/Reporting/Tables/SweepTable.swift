import Campaigns
import Quantities
import Scenarios
public import Workbench

/// A sweep for the terminal, in 80 columns: rows, marks, and the recommendation in words.
public struct SweepTable {
    private let result: SweepResult

    public init(_ result: SweepResult) { self.result = result }

    public var text: String {
        let scenario = result.scenario
        let varied = result.rows.first { !$0.isBaseline }?.values.map {
            $0.name.split(separator: ".").last.map(String.init) ?? ""
        }
        let worlds = result.replications == 1 ? "1 world" : "\(result.replications) worlds"
        let title =
            "\(scenario.name): \(Digits.plain(Double(result.workspace.audienceCount))) customers, "
            + "\(scenario.run.campaigns) campaigns, \(worlds); per campaign, steady state"
        let table = TextTable(
            header: [
                [
                    "  " + (varied ?? []).joined(separator: ", "), "seg-", "hit rate", "", "cost", "review",
                    "on", "MDE", "incre-", "net USD", "", "binds",
                ],
                ["", "ments", "pers.", "copy", "USD", "h", "time", "", "mental", "mean", "P5..P95", ""],
            ],
            rows: result.rows.indices.map(cells), leftColumns: [0, 11], optionalColumns: [10, 6, 7, 5, 8])
        return [
            TextTable.wrapped(title), "", table.text, "",
            TextTable.wrapped(legend), "", TextTable.wrapped(RecommendationText(result).sentences[0]),
            RecommendationText(result).sentences.dropFirst().map {
                TextTable.wrapped("- " + $0, indent: "  ")
            }
            .joined(separator: "\n"),
        ].joined(separator: "\n")
    }

    private func cells(_ place: Int) -> [String] {
        let row = result.rows[place]
        let isMember = result.recommendation.set.contains { $0.row == place }
        let isChosen = (result.recommendation.recommended ?? 0) == place
        let mark = isChosen ? ">" : isMember ? "*" : " "
        let net = row.metrics.first { $0.metric == .netValueUSD }?.band
        let range =
            net?.p5.flatMap { low in net?.p95.map { "\(Short.money(low))..\(Short.money($0))" } } ?? ""
        return [
            mark + (row.isPareto ? "P" : " ") + RowName.short(row),
            Digits.plain(row[.segments].map { $0.rounded() }),
            Digits.percent(row[.personaHitRate]), Digits.percent(row[.copyHitRate]),
            Short.money(row[.costUSD]),
            Short.plain(row[.reviewHours]), Digits.percent(row[.onTimeShare], 0),
            Digits.percent(row[.minimumDetectableLift], 0),
            Short.plain(row[.incrementalOutcomes]), Short.money(row[.netValueUSD]),
            row.isBaseline ? "" : range, row.binding,
        ]
    }

    private var legend: String {
        "> recommended, * in the recommended set (cannot be told from the best), P on the Pareto front of net value, "
            + "cost, review hours and k. Net USD = margin x incremental outcomes - cost, against the generic copy for all. "
            + "MDE: lift that the median customer's segment can show over the run. "
            + "The table is the steady state, without the first campaign; net values in the sentences below are means "
            + "of the whole run."
    }
}

/// Numbers for narrow columns.
enum Short {
    static func money(_ value: Double?) -> String {
        guard let value else { return "-" }
        if abs(value) < 0.005 { return "0" }
        return scaled(value) ?? (abs(value) < 10 ? Digits.fixed(value, 2) : Digits.fixed(value, 0))
    }

    static func plain(_ value: Double?) -> String {
        guard let value else { return "-" }
        if abs(value) < 0.005 { return "0" }
        if value == value.rounded(), abs(value) < 1e4 { return Digits.fixed(value, 0) }
        return scaled(value) ?? (abs(value) < 10 ? Digits.fixed(value, 2) : Digits.fixed(value, 0))
    }

    /// From 10,000 on with k or M.
    private static func scaled(_ value: Double) -> String? {
        if abs(value) >= 1e7 { return Digits.fixed(value / 1e6, 0) + "M" }
        return abs(value) >= 1e4 ? Digits.fixed(value / 1e3, 0) + "k" : nil
    }
}
