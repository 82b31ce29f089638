import Campaigns
import Quantities
import Scenarios
import Workbench

/// The charts of a sweep.
struct SweepCharts {
    let result: SweepResult

    init(_ result: SweepResult) { self.result = result }

    var all: [String] { [hitRates, netValue, cost, paretoCost, paretoHours, misses, tornado] }

    private var rows: [SweepRow] { result.rows.filter { !$0.isBaseline } }

    /// Points of a metric against segments, from coarse to fine.
    private func points(_ metric: Metric) -> [Chart.Point] {
        rows.compactMap { row -> Chart.Point? in
            guard let x = row[.segments], let band = row.metrics.first(where: { $0.metric == metric })?.band,
                let y = band.mean
            else { return nil }
            return Chart.Point(x: x, y: y, low: band.p5, high: band.p95, label: nil)
        }.sorted { $0.x < $1.x }
    }

    private func chart(_ title: String, _ yLabel: String, _ series: [Chart.Series], isPercent: Bool = false)
        -> String
    {
        Chart(
            title: title, xLabel: "segments (logarithmic)", yLabel: yLabel, series: series,
            isXLogarithmic: true, isPercent: isPercent
        ).svg
    }

    private var hitRates: String {
        chart(
            "Hit rate against granularity", "hits, share of segments looked up",
            [
                .init(name: "persona cache", points: points(.personaHitRate), color: Chart.colors[0]),
                .init(name: "copy cache", points: points(.copyHitRate), color: Chart.colors[1]),
            ], isPercent: true)
    }

    private var netValue: String {
        chart(
            "Net value against granularity (mean, P5 to P95)", "USD a campaign",
            [.init(name: "net value", points: points(.netValueUSD), color: Chart.colors[2])])
    }

    private var cost: String {
        chart(
            "Cost against granularity", "USD a campaign",
            [
                .init(name: "all costs", points: points(.costUSD), color: Chart.colors[0]),
                .init(name: "model calls", points: points(.llmCostUSD), color: Chart.colors[1]),
                .init(name: "review", points: service("review"), color: Chart.colors[4]),
            ])
    }

    private func service(_ name: String) -> [Chart.Point] {
        rows.compactMap { row in
            guard let x = row[.segments], let cost = row.costByService.first(where: { $0.service == name })
            else { return nil }
            return Chart.Point(x: x, y: cost.usd)
        }.sorted { $0.x < $1.x }
    }

    private func front(_ title: String, _ metric: Metric, _ label: String) -> String {
        func points(_ isPareto: Bool) -> [Chart.Point] {
            result.rows.filter { $0.isPareto == isPareto }.compactMap { row in
                guard let x = row[metric], let y = row[.netValueUSD] else { return nil }
                return Chart.Point(x: x, y: y, label: RowName.short(row))
            }
        }
        return Chart(
            title: title, xLabel: label, yLabel: "net value, USD a campaign",
            series: [
                .init(name: "on the front", points: points(true), color: Chart.colors[2], isLine: false),
                .init(name: "dominated", points: points(false), color: "#999999", isLine: false),
            ].filter { !$0.points.isEmpty }
        ).svg
    }

    private var paretoCost: String {
        front("Pareto front: net value and cost", .costUSD, "cost, USD a campaign")
    }
    private var paretoHours: String {
        front("Pareto front: net value and review", .reviewHours, "review hours a campaign")
    }

    private var misses: String {
        let causes = (rows.first?.misses ?? []).map(\.cause).filter { cause in
            rows.contains { row in (row.misses.first { $0.cause == cause }?.count ?? 0) > 0 }
        }
        let colors = causes.indices.map { Chart.colors[$0 % Chart.colors.count] }
        let bars = rows.map { row in
            var sum = 0.0
            let parts = zip(causes, colors).map { cause, color -> BarChart.Part in
                let low = sum
                sum += row.misses.first { $0.cause == cause }?.count ?? 0
                return .init(low: low, high: sum, color: color, name: cause)
            }
            return BarChart.Bar(label: RowName.long(row), parts: parts.filter { $0.high > $0.low })
        }
        return BarChart(
            title: "Misses by cause",
            xLabel: "misses a campaign (a persona miss and its copy miss count each)", bars: bars,
            legend: Array(zip(causes, colors)).map { (name: $0.0, color: $0.1) }
        ).svg
    }

    private var tornado: String {
        let bars = result.tornado.bars.map { bar in
            BarChart.Bar(
                label: "\(bar.path.split(separator: ".").last ?? "") \(bar.low)..\(bar.high)",
                parts: [.init(low: bar.netAtLow, high: bar.netAtHigh, color: Chart.colors[0], name: bar.path)]
            )
        }
        return BarChart(
            title: "What would change it: net value at P10 and P90", xLabel: "USD a campaign", bars: bars
        ).svg
    }
}
