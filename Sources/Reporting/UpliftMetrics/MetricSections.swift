import Experiments

/// The parts of the report that the options on metrics ask for, for the page and for the terminal.
struct MetricSections {
    private let readout: UpliftReadout
    private let notes: MetricNotes
    private let guardrails: GuardrailText
    private let retention: RetentionTables
    private let timeline: TimelineTables
    private let families: FamilyTables

    init(_ readout: UpliftReadout) {
        self.readout = readout
        notes = MetricNotes(readout)
        guardrails = GuardrailText(readout)
        retention = RetentionTables(readout)
        timeline = TimelineTables(readout)
        families = FamilyTables(readout)
    }

    private static let (pageRows, terminalRows) = (200, 40)

    /// Verdicts that a summary must not leave out.
    var alarms: [String] { guardrails.alarms }

    /// After the decisions: what the metrics are, guardrails, retention, effects over time.
    func html(primary: String) -> String {
        var html = notes.sentences.isEmpty ? "" : "<h3>About the metrics</h3>\n" + HTML.list(notes.sentences)
        if !readout.guardrails.isEmpty {
            html += "<h2>Guardrails</h2>\n" + guardrails.table.html(limit: MetricSections.pageRows)
        }
        if !readout.retention.isEmpty {
            html +=
                "<h2>Retention</h2>\n" + HTML.list(retention.sentences)
                + HTML.figures([retention.chart].compactMap(\.self))
                + retention.bySend.html(limit: MetricSections.pageRows)
                + retention.bySegment.html(limit: MetricSections.pageRows)
        }
        if let timeline = readout.timeline, !timeline.periods.isEmpty {
            html +=
                "<h2>Effects by \(HTML.escaped(timeline.column))</h2>\n" + HTML.list(self.timeline.trends())
                + metrics(primary).map { metric in
                    let part =
                        HTML.figures([self.timeline.chart(metric)].compactMap(\.self))
                        + self.timeline.table(metric).html(limit: MetricSections.pageRows)
                    return metric == primary ? part : HTML.details(metric, part)
                }.joined()
        }
        return html
    }

    /// Retention and the deciding metric's effects by period.
    func figures(primary: String) -> [ChartFigure] {
        [retention.chart, metrics(primary).first.flatMap { timeline.chart($0) }].compactMap(\.self)
    }

    /// Below the evidence of a metric.
    func details(_ metric: String) -> String {
        HTML.details(
            "At every look, and over all segments and treatments",
            families.overall(metric).html(limit: MetricSections.pageRows)
                + families.segments(metric).html(limit: MetricSections.pageRows))
    }

    /// The same for the terminal, each part apart.
    func texts(primary: String, withFamilies: Bool) -> [String] {
        var parts: [String] = []
        if !notes.sentences.isEmpty {
            parts.append(notes.sentences.map { TextTable.wrapped($0) }.joined(separator: "\n"))
        }
        parts.append(guardrails.table.text(limit: MetricSections.terminalRows))
        parts.append(retention.sentences.map { TextTable.wrapped($0) }.joined(separator: "\n"))
        parts.append(retention.bySend.text(limit: MetricSections.terminalRows))
        parts.append(retention.bySegment.text(limit: MetricSections.terminalRows))
        if let metric = metrics(primary).first {
            parts.append(timeline.table(metric).text(limit: MetricSections.terminalRows))
            parts.append(timeline.trends().map { TextTable.wrapped($0) }.joined(separator: "\n"))
        }
        if withFamilies {
            parts += readout.metrics.flatMap { metric in
                [
                    families.overall(metric).text(limit: MetricSections.terminalRows),
                    families.segments(metric).text(limit: MetricSections.terminalRows),
                ]
            }
        }
        return parts.filter { !$0.isEmpty }
    }

    /// Metrics with effects by period, the deciding one first.
    private func metrics(_ primary: String) -> [String] {
        let known = readout.metrics.filter { metric in
            readout.timeline?.periods.contains { $0.effect.metric == metric } ?? false
        }
        return known.filter { $0 == primary } + known.filter { $0 != primary }
    }
}
