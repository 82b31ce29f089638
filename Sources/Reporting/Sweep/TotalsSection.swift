import Scenarios
import Workbench

/// What the subject row makes in a month and a year, and the text to hand to the model's provider.
struct TotalsSection {
    let result: SweepResult

    var html: String {
        guard let subject = result.decision.subject else { return "" }
        let totals = ProgramTotals(result)
        let table = HTMLTable(
            caption: "Totals per month and year", header: ["figure", "unit", "per month", "per year"],
            rows: totals.lines.map { line in
                HTMLTable.Row(cells: [
                    line.name, line.unit, TotalsSection.text(line.monthly), TotalsSection.text(line.yearly),
                ])
            }, words: [0, 1]
        ).html
        return "<h2>Month and year</h2>\n"
            + HTML.paragraph(
                "\(RowName.long(result.rows[subject])) in the steady state, "
                    + "\(Digits.fixed(totals.campaignsPerYear, 1)) campaigns per year.", css: "note") + table
            + "<h3>Quota request</h3>\n"
            + HTML.paragraph("For the provider of the copy model, to be copied as it is.", css: "note")
            + "<pre>\(HTML.escaped(quota))</pre>\n"
    }

    private static func text(_ value: Double?) -> String {
        value.map { abs($0) >= 1_000 ? Digits.grouped($0, 0) : Digits.plain($0) } ?? "-"
    }

    /// The request as plain text.
    var quota: String {
        let request = QuotaRequest(result)
        let lines = request.lines.map { line in
            "- \(line.name): \(line.value.map { Digits.grouped($0.rounded(.up), 0) } ?? "none")"
        }
        let throttled =
            request.throttled > 0
            ? [
                "\(Digits.grouped(Double(request.throttled), 0)) calls were throttled in the simulation: peaks are what the "
                    + "present quota lets through, and demand is higher."
            ] : []
        return (["Quota request for \(request.model)"] + lines + throttled).joined(separator: "\n")
    }
}
