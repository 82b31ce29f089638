import Encodings
import Foundation
import Scenarios
public import Workbench

/// A comparison in words.
public struct ComparisonText {
    private let comparison: RunComparison

    public init(_ comparison: RunComparison) { self.comparison = comparison }

    /// What happened to money and recommendation, in one sentence.
    public var sentence: String {
        guard let focus = comparison.focus else {
            return "No configuration is on both sides: there is nothing to compare."
        }
        let row = comparison.rows[focus]
        if comparison.isUnchanged {
            return "Nothing changed: every metric of \(count(comparison.rows.count, "row")) stays within "
                + "\(Digits.percent(comparison.options.tolerance)); \(recommendation)."
        }
        let parts = ["cost_usd", "net_value_usd"].compactMap { name in row[name].map { movement(name, $0) } }
        let subject = row.vary.isEmpty ? "" : "With \(MetricText.row(row.vary)), "
        return capitalised(subject + (parts + [recommendation]).joined(separator: "; ")) + "."
    }

    private func movement(_ name: String, _ metric: MetricComparison) -> String {
        let title = (name == "cost_usd" ? "cost " : "net value ") + period
        guard let difference = metric.difference else { return "\(title) is on one side only" }
        guard difference != 0 else { return "\(title) stays \(MetricText.value(name, metric.b))" }
        var detail: [String] = []
        if let relative = metric.relative { detail.append(MetricText.percent(relative)) }
        if let lower = metric.lower, let upper = metric.upper {
            detail.append(
                "95 % \(MetricText.difference(name, lower)) to \(MetricText.difference(name, upper))")
        } else {
            detail.append("too few worlds for an interval")
        }
        let text =
            "\(title) \(difference > 0 ? "rises" : "falls") by \(MetricText.value(name, abs(difference))) "
            + "(\(detail.joined(separator: ", ")))"
        switch metric.verdict {
        case .changed: return text
        case .unchanged: return text + ", within the tolerance"
        case .unknown:
            guard let lower = metric.lower, let upper = metric.upper else { return text }
            return text
                + (lower <= 0 && upper >= 0
                    ? ", not distinguishable from no change" : ", not clearly beyond the tolerance")
        }
    }

    /// What the metrics are of.
    var period: String {
        switch comparison.options.part {
        case .steady: "per campaign"
        case .first: "of the first campaign"
        case .total: "of the whole run"
        }
    }

    /// What is recommended now, and before.
    private var recommendation: String {
        let change = comparison.recommendation
        for (side, name) in [(change.b, "B"), (change.a, "A")] {
            if let why = side.inconclusive {
                return "\(name) recommends nothing, because nothing can be concluded: \(why)"
            }
        }
        let (before, after) = (name(change.a, comparison.a), name(change.b, comparison.b))
        switch change.isChanged {
        case true?: return "the recommendation changes from \(before) to \(after)"
        case false?: return "the recommendation stays \(after)"
        case nil: return "a single run recommends nothing"
        }
    }

    private func name(_ side: RecommendationChange.Side, _ run: StoredRun) -> String {
        guard let row = side.row else { return "none" }
        return run.rows[row].isBaseline
            ? "one generic copy for everybody" : MetricText.row(run.rows[row].vary)
    }

    /// Whether differences are of the same worlds.
    public var pairing: String {
        guard !comparison.rows.isEmpty else { return "" }
        let worlds = Set(comparison.rows.map(\.worlds)).sorted()
        let amount =
            worlds.count == 1 ? count(worlds[0], "world") : "\(worlds[0]) to \(worlds.last ?? 0) worlds"
        if comparison.isPaired {
            return "Paired: differences world by world, over the \(amount) that both sides share."
        }
        let some = comparison.rows.contains(where: \.isPaired) ? "Some rows are not paired" : "Not paired"
        return
            "\(some): \(comparison.whyNotPaired.joined(separator: "; ")). Intervals are Welch's, and wider than "
            + "those of shared worlds."
    }

    /// One side: id, kind, name, worlds, seed.
    public func side(_ run: StoredRun) -> String {
        let header = run.header
        return
            "\(header.id) (\(header.kind.rawValue) \(header.name), \(count(header.replications, "world")), "
            + "seed \(header.seed))"
    }

    /// What became of a budget, such as `broken: cost_usd<=5 (value 7.2, depth 2)`.
    public func budget(_ result: BudgetResult) -> String {
        let row = result.row.map { MetricText.row(comparison.b.rows[$0].vary) }
        let value = result.value.map { "value " + number($0, result.expression) } ?? result.why ?? ""
        return (result.holds ? "holds: " : "broken: ") + result.expression.text
            + " (" + [value, row].compactMap { $0 }.joined(separator: ", ") + ")"
    }

    /// Six digits, or all where fewer would look like the limit itself.
    func number(_ value: Double, _ expression: BudgetExpression) -> String {
        let (scaled, sign) = expression.isPercent ? (value * 100, "%") : (value, "")
        let bound = expression.isPercent ? expression.bound * 100 : expression.bound
        let text = String(format: "%.6g", scaled)
        return (Double(text) == bound && scaled != bound ? JSONValue.number(scaled).text() : text) + sign
    }

    /// Rows that only one side has, by name.
    var unmatched: [String] {
        [(comparison.onlyInA, "A"), (comparison.onlyInB, "B")].compactMap { rows, side in
            rows.isEmpty
                ? nil
                : "Only in \(side): " + rows.prefix(10).map(MetricText.row).joined(separator: "; ")
                    + (rows.count > 10 ? " and \(rows.count - 10) more" : "") + "."
        }
    }

    private func count(_ count: Int, _ word: String) -> String {
        "\(Digits.grouped(Double(count), 0)) \(word)\(count == 1 ? "" : "s")"
    }

    private func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
