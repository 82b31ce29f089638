import Campaigns
import Quantities
import Scenarios
public import Workbench

/// A sweep as Markdown for a wiki or a pull request: answer, rows, limits and what to confirm.
public struct SweepMarkdown {
    private let result: SweepResult
    private let command: String

    /// - Parameter command: what remakes the result; it is shown, never run.
    public init(_ result: SweepResult, command: String) {
        self.result = result
        self.command = command
    }

    /// More rows than this are cut; sweep.csv has them all.
    private static let mostRows = 60

    public var text: String {
        let text = DecisionText(result)
        let answer = text.firstSentences
        let parts =
            [
                "# How fine to segment: \(MarkdownText.plain(result.scenario.name))",
                "**\(MarkdownText.plain(answer[0]))**", list(Array(answer.dropFirst())), rows,
                text.staleness.map(MarkdownText.plain) ?? "", FaultTable(result: result).markdown,
                "## Limits", limits, text.limits.map(MarkdownText.plain) ?? "", confirm,
                details("More on the answer", list(text.furtherSentences)),
                details("Quota request", "```text\n\(TotalsSection(result: result).quota)\n```"),
                "Finegrain \(FinegrainVersion.current), seed \(result.scenario.seed), \(result.replications) "
                    + "\(result.replications == 1 ? "world" : "worlds"), digest `\(result.digest)`. Remake it with:",
                "```sh\n\(command)\n```",
            ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private func list(_ items: [String]) -> String {
        items.map { "- \(MarkdownText.plain($0))" }.joined(separator: "\n")
    }

    private func details(_ summary: String, _ body: String) -> String {
        body.isEmpty ? "" : "<details><summary>\(summary)</summary>\n\n\(body)\n\n</details>"
    }

    private var rows: String {
        let standing = RowStanding(result: result)
        let lines = RowTables(result: result).lines
        let table = MarkdownText.table(
            header: [
                "row", "standing", "net USD per campaign", "±", "P5", "P95", "beats generic", "segments",
                "reuse",
                "cost USD", "review h",
            ], words: [0, 1],
            rows: lines.prefix(SweepMarkdown.mostRows).map { line in
                let row = line.row
                let band = Band(row.netValues.map { $0 })
                let beats = Double(row.netValues.count { $0 > 0 }) / Double(max(1, row.netValues.count))
                return [
                    line.place == nil ? "never refresh" : RowName.long(row),
                    line.place.map(standing.text) ?? "beside it", Digits.money(band.mean),
                    Digits.money(WorldMean(row.netValues).error), Digits.money(band.p5),
                    Digits.money(band.p95),
                    row.isBaseline ? "" : Digits.percent(beats, 0), Digits.plain(row[.segments]),
                    Digits.percent(row[.reuseShare]), Digits.money(row[.costUSD]),
                    Digits.plain(row[.reviewHours]),
                ]
            })
        let cut = lines.count - SweepMarkdown.mostRows
        return table + (cut > 0 ? "\n\n\(cut) more rows are in sweep.csv." : "")
    }

    private var limits: String {
        let lines = LimitLines(result).lines
        let subject = result.decision.subject.map { RowName.long(result.rows[$0]) } ?? "no design"
        return MarkdownText.table(
            header: ["limit", "condition", subject, "rows that break it", "one unit more would bring"],
            words: [0, 1, 4],
            rows: lines.map { line in
                [
                    line.limit.rawValue, FirstScreen.condition(line), line.unit.text(line.value),
                    "\(line.broken.count) of \(result.rows.count - 1)", FirstScreen.price(line.price),
                ]
            })
    }

    /// Nothing where work failed: then there is no answer that an assumption could turn.
    private var confirm: String {
        guard result.decision.isConclusive else { return "" }
        let list = KeyAssumptions(result).list.enumerated().map { index, entry in
            "\(index + 1). **\(MarkdownText.plain(entry.text))** (`\(entry.path)`). \(MarkdownText.plain(entry.why)) "
                + "How to find out: \(MarkdownText.plain(entry.how))"
        }
        return "## What to confirm first\n\n" + list.joined(separator: "\n")
    }
}
