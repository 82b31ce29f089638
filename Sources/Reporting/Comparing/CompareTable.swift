import Scenarios
public import Workbench

/// A comparison for the terminal, in 80 columns.
public struct CompareTable {
    private let comparison: RunComparison
    private let words: ComparisonText

    public init(_ comparison: RunComparison) {
        self.comparison = comparison
        words = ComparisonText(comparison)
    }

    public var text: String {
        var parts = [
            "A: \(words.side(comparison.a))\nB: \(words.side(comparison.b))",
            TextTable.wrapped(words.sentence),
        ]
        if !comparison.budget.isEmpty {
            parts.append(
                comparison.budget.map { TextTable.wrapped(words.budget($0), indent: "  ") }
                    .joined(separator: "\n"))
        }
        parts += [causes, metrics, money, rows].compactMap { $0 }
        parts += ([words.pairing] + words.unmatched).filter { !$0.isEmpty }.map { TextTable.wrapped($0) }
        return parts.joined(separator: "\n\n")
    }

    private var causes: String? {
        guard !comparison.causes.isEmpty else { return nil }
        return "What changed first\n"
            + TextTable(
                header: [["", "", "A", "B"]],
                rows: comparison.causes.map { cause in
                    [
                        cause.kind.rawValue, cause.path, MetricText.cause(cause, cause.a),
                        MetricText.after(cause),
                    ]
                }, leftColumns: [0, 1, 2, 3]
            ).text
    }

    private var metrics: String? {
        guard let focus = comparison.focus else { return nil }
        let row = comparison.rows[focus]
        let isShown = { (metric: MetricComparison) in
            metric.verdict != .unchanged || ["cost_usd", "net_value_usd"].contains(metric.name)
        }
        let same = row.metrics.filter { !isShown($0) }.map(\.name)
        return "\(MetricText.row(row.vary)), \(words.period)\n"
            + TextTable(
                header: [["metric", "A", "B", "difference", "", "95 % interval", "B better", ""]],
                rows: row.metrics.filter(isShown).map { metric in
                    [
                        metric.name, MetricText.value(metric.name, metric.a),
                        MetricText.value(metric.name, metric.b),
                        MetricText.difference(metric.name, metric.difference),
                        MetricText.percent(metric.relative), MetricText.interval(metric.name, metric),
                        Digits.percent(metric.betterShare, 0), metric.verdict.rawValue,
                    ]
                }, leftColumns: [0, 7], optionalColumns: [6, 4]
            ).text
            + (same.isEmpty
                ? "" : "\n" + TextTable.wrapped("Unchanged: \(same.joined(separator: ", ")).", indent: "  "))
    }

    private var money: String? {
        let money = MoneyTable(comparison)
        guard !money.entries.isEmpty else { return nil }
        return TextTable(
            header: [["USD, \(money.period)", "by price", "by quantity", "together"]],
            rows: money.entries.map { [$0.name, $0.price, $0.quantity, $0.together] }
        ).text
    }

    private var rows: String? {
        guard comparison.rows.count > 1 else { return nil }
        return TextTable(
            header: [
                ["", "cost", "", "", "net value", "", "", "metrics"],
                ["row", "A", "B", "diff.", "A", "B", "diff.", "changed"],
            ],
            rows: comparison.rows.map { row in
                [MetricText.row(row.vary)]
                    + ["cost_usd", "net_value_usd"].flatMap { name in
                        [
                            MetricText.value(name, row[name]?.a), MetricText.value(name, row[name]?.b),
                            MetricText.difference(name, row[name]?.difference),
                        ]
                    } + ["\(row.metrics.filter { $0.verdict == .changed }.count) of \(row.metrics.count)"]
            }
        ).text
    }
}
