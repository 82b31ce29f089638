import Campaigns
import Scenarios
import Workbench

/// What a reader sees first: the answer, one picture, the limits and the three things to confirm.
struct FirstScreen {
    let result: SweepResult
    private let text: DecisionText

    init(_ result: SweepResult) {
        self.result = result
        text = DecisionText(result)
    }

    var html: String {
        introduction + "<div class=\"first\">\n<div>\n" + answer + "</div>\n" + SweepCharts(result).first.html
            + "</div>\n" + limits + confirm
    }

    private var introduction: String {
        let worlds = result.replications == 1 ? "1 world" : "\(result.replications) worlds"
        let count = Double(result.rows.count - 1)
        return HTML.paragraph(
            "\(Digits.grouped(count, 0)) \(count == 1 ? "design" : "designs") and the generic copy, "
                + "\(Digits.grouped(Double(result.workspace.audienceCount), 0)) customers, "
                + "\(result.scenario.run.campaigns) campaigns, \(worlds).", css: "note")
    }

    private var answer: String {
        let css = result.decision.isConclusive ? "answer" : "answer alarm"
        let sentences = text.firstSentences
        return "<div class=\"\(css)\">\n<p><strong>\(HTML.escaped(sentences[0]))</strong></p>\n"
            + HTML.list(Array(sentences.dropFirst())) + "</div>\n"
    }

    // MARK: Limits

    private var limits: String {
        let lines = LimitLines(result).lines
        let subject = result.decision.subject.map { RowName.long(result.rows[$0]) } ?? "no design"
        let table = HTMLTable(
            caption: "Limits",
            header: ["limit", "field", "condition", subject, "broken by", "one unit more would bring"],
            rows: lines.map { line in
                HTMLTable.Row(cells: [
                    line.limit.rawValue, line.field, FirstScreen.condition(line), line.unit.text(line.value),
                    broken(line), FirstScreen.price(line.price),
                ])
            }, words: [0, 1, 2, 4, 5]
        ).html
        return "<h2>Limits</h2>\n"
            + HTML.paragraph(
                "Conditions on the steady state. A row that breaks one is shown and never recommended.",
                css: "note") + table
            + (text.limits.map { HTML.paragraph($0) } ?? "")
    }

    /// Such as `mean cost_usd at most $500`.
    static func condition(_ line: LimitLines.Line) -> String {
        let metric = line.metric == "privacy.k" ? line.metric : "\(line.statistic) of \(line.metric)"
        return "\(metric) at \(line.isUpper ? "most" : "least") \(line.unit.text(line.bound))"
    }

    private func broken(_ line: LimitLines.Line) -> String {
        guard !line.broken.isEmpty else { return "no row" }
        if line.broken.count > 4 { return "\(line.broken.count) of \(result.rows.count - 1) rows" }
        return line.broken.map { RowName.long(result.rows[$0]) }.joined(separator: "; ")
    }

    static func price(_ price: ShadowPrice?) -> String {
        guard let price else { return "-" }
        return "\(Digits.signedUSD(price.perUnitUSD)) per campaign for \(price.unit)"
    }

    // MARK: To confirm

    /// Nothing where work failed: then there is no answer that an assumption could turn.
    private var confirm: String {
        guard result.decision.isConclusive else { return "" }
        let list = KeyAssumptions(result).list
        return "<h2>What to confirm first</h2>\n<ol class=\"confirm\">\n"
            + list.map { entry in
                "<li><strong>\(HTML.escaped(entry.text))</strong> (<code>\(HTML.escaped(entry.path))</code>). "
                    + "\(HTML.escaped(entry.why)) <em>How to find out:</em> \(HTML.escaped(entry.how))</li>\n"
            }.joined() + "</ol>\n"
    }
}
