import Campaigns
import Scenarios
public import Workbench

/// A sweep for the terminal, in 80 columns: rows, marks, and the decision in words.
public struct SweepTable {
    private let result: SweepResult

    public init(_ result: SweepResult) { self.result = result }

    public var text: String {
        let sentences = DecisionText(result).sentences
        let faults = FaultTable(result: result).text
        return [
            TextTable.wrapped(title), "", table.text, faults.isEmpty ? "" : "\n" + faults + "\n",
            TextTable.wrapped(legend), "",
            TextTable.wrapped(sentences[0]),
            sentences.dropFirst().map { TextTable.wrapped("- " + $0, indent: "  ") }.joined(separator: "\n"),
        ].joined(separator: "\n")
    }

    private var title: String {
        let scenario = result.scenario
        let worlds = result.replications == 1 ? "1 world" : "\(result.replications) worlds"
        return "\(scenario.name): \(Digits.plain(Double(result.workspace.audienceCount))) customers, "
            + "\(scenario.run.campaigns) campaigns, \(worlds); per campaign"
    }

    private var table: TextTable {
        let varied = result.rows.first { !$0.isBaseline }?.values.map {
            $0.name.split(separator: ".").last.map(String.init) ?? ""
        }
        var rows: [[String]] = []
        for place in result.rows.indices {
            rows.append(cells(result.rows[place], marks(place), RowName.short(result.rows[place])))
            if place == result.decision.subject, let never = result.neverRefresh {
                rows.append(neverRefresh(never, place))
            }
        }
        return TextTable(
            header: [
                [
                    "  " + (varied ?? []).joined(separator: ", "), "seg-", "reuse", "hit rate", "", "cost",
                    "review", "on", "MDE", "incre-", "net USD", "", "", "beats", "limits",
                ],
                [
                    "", "ments", "", "pers.", "copy", "USD", "h", "time", "", "mental", "mean", "±",
                    "P5..P95", "gen.", "",
                ],
            ],
            rows: rows, leftColumns: [0, 14], optionalColumns: [8, 9, 7, 12, 3, 6])
    }

    /// How the row stands: recommended, tied with it, outside the limits; and on the Pareto front.
    private func marks(_ place: Int) -> String {
        let mark =
            (result.decision.recommended ?? 0) == place && result.decision.isConclusive
            ? ">" : !result.rows[place].isFeasible ? "x" : result.decision.set.contains(place) ? "*" : " "
        return mark + (result.rows[place].isPareto ? "P" : " ")
    }

    private func cells(_ row: SweepRow, _ marks: String, _ name: String) -> [String] {
        let net = WorldMean(row.netValues)
        let band = Band(row.netValues.map { $0 })
        let range =
            band.p5.flatMap { low in band.p95.map { "\(Short.money(low))..\(Short.money($0))" } } ?? ""
        let beats = Double(row.netValues.count { $0 > 0 }) / Double(max(1, row.netValues.count))
        return [
            marks + name, Digits.plain(row[.segments].map { $0.rounded() }),
            Digits.percent(row[.reuseShare], 0), Digits.percent(row[.personaHitRate]),
            Digits.percent(row[.copyHitRate]), Short.money(row[.costUSD]), Short.plain(row[.reviewHours]),
            Digits.percent(row[.onTimeShare], 0), Digits.percent(row[.minimumDetectableLift], 0),
            Short.plain(row[.incrementalOutcomes]), Short.money(net.mean),
            row.isBaseline ? "" : Short.money(net.error), row.isBaseline ? "" : range,
            row.isBaseline ? "" : Digits.percent(beats, 0), limits(row),
        ]
    }

    /// The subject never refreshed: its net value is the subject's plus the paired change, ± the error of that.
    private func neverRefresh(_ row: SweepRow, _ subject: Int) -> [String] {
        let change = WorldMean(zip(row.netValues, result.rows[subject].netValues).map { $0 - $1 })
        var cells = cells(row, "  ", "no refresh")
        cells[10] = Short.money(result.decision.standings[subject].net.mean + change.mean)
        cells[11] = Short.money(change.error)
        cells[12] = ""
        cells[13] = ""
        return cells
    }

    private func limits(_ row: SweepRow) -> String {
        row.isFeasible
            ? (row.binding == "none" ? "" : "near " + row.binding)
            : row.breaks.map(\.rawValue).joined(separator: ", ")
    }

    private var legend: String {
        "> recommended, * within the tolerance of the best, x outside a limit (never recommended), P on the Pareto "
            + "front of net value, cost, review hours and k. Net USD: margin x incremental outcomes - cost, against "
            + "one generic copy for everybody, per campaign of the whole run; ± simulation error. Beats gen.: share "
            + "of worlds in which the row beats the generic copy. The other columns are the steady state, without "
            + "the first campaign. Reuse: segments served without new copy (hits and held)."
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
