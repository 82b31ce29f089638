import Campaigns
import Quantities
import Scenarios
import Workbench

/// What went wrong in each row of a sweep, and what it cost: one campaign in the steady state.
///
/// It is shown where a fault plan strikes, or where services refused calls without one.
struct FaultTable {
    let result: SweepResult

    static let title = "What went wrong"

    var isShown: Bool {
        !result.scenario.faults.isEmpty
            || result.rows.contains { row in
                row.values.contains { $0.name == "faults" } || (row[.refusedCalls] ?? 0) > 0
                    || (row[.undeliveredShare] ?? 0) > 0
            }
    }

    /// What the columns are, in sentences.
    static let note =
        "One campaign in the steady state. Throttled calls were refused with status 429, refused ones otherwise or not "
        + "answered in time; retries made them again, after waiting so many hours in all. Unused: tokens and money "
        + "for answers that could not be used. Failed: generations that came to nothing. Fallback: customers who got an "
        + "earlier or the generic copy instead. Undelivered: customers who got nothing."

    static let header = [
        "throttled", "refused", "retries", "waited h", "unused tokens", "unused USD", "failed", "fallback",
        "undelivered",
    ]

    static func cells(_ row: SweepRow) -> [String] {
        [
            Digits.plain(row[.throttledCalls]), Digits.plain(row[.refusedCalls]),
            Digits.plain(row[.retriedCalls]), Digits.plain(row[.retryHours]),
            Digits.plain(row[.wastedTokens]), Digits.money(row[.wastedCostUSD]),
            Digits.percent(row[.failedShare]), Digits.percent(row[.fallbackShare]),
            Digits.percent(row[.undeliveredShare]),
        ]
    }

    private var rows: [SweepRow] { result.rows.filter { !$0.isBaseline } }

    /// For the terminal; empty where there is nothing to show.
    var text: String {
        guard isShown else { return "" }
        let table = TextTable(
            header: [
                [
                    "  row", "throt-", "refu-", "re-", "waited", "unused", "unused", "failed", "fall-",
                    "unde-",
                ],
                ["", "tled", "sed", "tries", "h", "tokens", "USD", "", "back", "livered"],
            ],
            rows: rows.map { row in
                ["  " + RowName.short(row)]
                    + [
                        Short.plain(row[.throttledCalls]), Short.plain(row[.refusedCalls]),
                        Short.plain(row[.retriedCalls]), Short.plain(row[.retryHours]),
                        Short.plain(row[.wastedTokens]), Short.money(row[.wastedCostUSD]),
                        Digits.percent(row[.failedShare]), Digits.percent(row[.fallbackShare]),
                        Digits.percent(row[.undeliveredShare]),
                    ]
            }, leftColumns: [0], optionalColumns: [9])
        return FaultTable.title + "\n" + table.text
    }

    var html: String {
        guard isShown else { return "" }
        return "<h3>\(FaultTable.title)</h3>\n" + HTML.paragraph(FaultTable.note, css: "note")
            + HTMLTable(
                caption: "What went wrong in each row", header: ["row"] + FaultTable.header,
                rows: rows.map { .init(cells: [RowName.short($0)] + FaultTable.cells($0)) }
            ).html
    }

    var markdown: String {
        guard isShown else { return "" }
        return "## \(FaultTable.title)\n\n"
            + MarkdownText.table(
                header: ["row"] + FaultTable.header, words: [0],
                rows: rows.map { [RowName.long($0)] + FaultTable.cells($0) })
            + "\n\n" + FaultTable.note
    }
}
