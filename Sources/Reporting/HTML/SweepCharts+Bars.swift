import Campaigns
import Quantities
import Scenarios
import Workbench

extension SweepCharts {
    /// More bars than this are not read: then only the recommended set and the Pareto front have one.
    private static let mostBars = 24
    /// Parts with colours of their own; what is left over is the last part.
    private static let mostParts = 7

    private var barRows: [Int] {
        let rows = result.rows.indices.filter { !result.rows[$0].isBaseline }
        guard rows.count > SweepCharts.mostBars else { return rows }
        let chosen = rows.filter { place in
            result.rows[place].isPareto || result.recommendation.set.contains { $0.row == place }
        }
        return Array(chosen.prefix(SweepCharts.mostBars))
    }

    private func bars(_ title: String, _ xLabel: String, _ lists: [[(name: String, amount: Double)]])
        -> String
    {
        let rows = barRows
        let (parts, amounts) = SweepCharts.stacked(lists)
        let designs = result.rows.count - 1
        return BarChart(
            title: rows.count < designs ? "\(title) (\(rows.count) of \(designs) designs)" : title,
            xLabel: xLabel,
            parts: parts,
            bars: rows.indices.map { index in
                BarChart.Bar(
                    label: name(result.rows[rows[index]]), amounts: amounts[index],
                    isRecommended: result.recommendation.recommended == rows[index])
            }
        ).svg
    }

    /// The parts that matter, the largest first, and each list's amounts in their order.
    static func stacked(_ lists: [[(name: String, amount: Double)]]) -> (parts: [String], amounts: [[Double]])
    {
        var sums: [(name: String, amount: Double)] = []
        for entry in lists.joined() where entry.amount != 0 {
            if let place = sums.firstIndex(where: { $0.name == entry.name }) {
                sums[place].amount += abs(entry.amount)
            } else {
                sums.append((entry.name, abs(entry.amount)))
            }
        }
        sums.sort { ($1.amount, $0.name) < ($0.amount, $1.name) }
        let kept = sums.prefix(sums.count > mostParts + 1 ? mostParts : mostParts + 1).map(\.name)
        let amounts = lists.map { list in
            var amounts = kept.map { name in list.reduce(0) { $0 + ($1.name == name ? $1.amount : 0) } }
            if kept.count < sums.count {
                amounts.append(list.reduce(0) { $0 + (kept.contains($1.name) ? 0 : $1.amount) })
            }
            return amounts
        }
        return (kept + (kept.count < sums.count ? ["other"] : []), amounts)
    }

    /// Costs by service over what the baseline pays for its one mail to everybody.
    var cost: String {
        let lists = barRows.map { place -> [(name: String, amount: Double)] in
            let row = result.rows[place]
            let others = row.costByService.filter { $0.service != "marketing" }
            // Sends beyond the baseline's are what is left of the marginal cost.
            let sends = (row[.costUSD] ?? 0) - others.reduce(0) { $0 + $1.usd }
            let all =
                others.map { (name: $0.service, amount: $0.usd) } + [
                    (name: "sends beyond the baseline", amount: sends)
                ]
            return all.filter { abs($0.amount) >= 5e-5 }
        }
        return bars("Cost by service, over the baseline", "USD a campaign", lists)
    }

    /// - Parameter stage: `persona` or `copy`, with which names of causes begin.
    func misses(_ stage: String) -> String {
        let lists = barRows.map { place in
            result.rows[place].misses.filter { $0.cause.hasPrefix(stage + ".") }.map { miss in
                let cause = String(miss.cause.dropFirst(stage.count + 1))
                return (name: cause.split(separator: "_").joined(separator: " "), amount: miss.count)
            }
        }
        return bars("Misses of the \(stage) cache by cause", "segments missed a campaign", lists)
    }

    var tornado: String {
        func best(_ row: Int?) -> String { row.map { name(result.rows[$0]) } ?? "generic" }
        func short(_ text: String) -> String { text.count <= 10 ? text : text.prefix(9) + "…" }
        let watched =
            result.recommendation.recommended
            ?? (result.recommendation.best > 0 ? result.recommendation.best : 1)
        let bars = result.tornado.bars.map { bar in
            let changes = bar.recommendedAtLow != bar.recommendedAtHigh
            let name = RowName.last(bar.path).split(separator: "_").joined(separator: " ")
            return TornadoChart.Bar(
                name: name, low: short(bar.low), high: short(bar.high), valueAtLow: bar.netAtLow,
                valueAtHigh: bar.netAtHigh,
                change: changes ? "best: \(best(bar.recommendedAtLow)) → \(best(bar.recommendedAtHigh))" : "")
        }
        guard result.rows.indices.contains(watched) else { return "" }
        return TornadoChart(
            title: "What would change it: each input at its low and high value",
            xLabel: "net value of \(name(result.rows[watched])), USD a campaign", bars: bars
        ).svg
    }
}
