import Campaigns
import Quantities
import Scenarios
import Workbench

/// The charts of a sweep over the number of segments; those of bars are in their own file.
struct SweepCharts {
    let result: SweepResult
    let families: RowFamilies
    /// Whether every row's name with the names of its paths is short enough for a chart.
    private let hasLongNames: Bool

    init(_ result: SweepResult) {
        self.result = result
        families = RowFamilies(result.rows)
        hasLongNames = result.rows.allSatisfy { $0.isBaseline || RowName.long($0).count <= 24 }
    }

    var all: [String] {
        [netValue, regret] + hitRates
            + [
                front("Net value and cost: up and left is better", .costUSD, "cost, USD a campaign"),
                front(
                    "Net value and review: up and left is better", .reviewHours,
                    "reviewers' time, h a campaign"),
                cost, tornado, misses("persona"), misses("copy"),
            ]
    }

    /// More lines than this are not told apart: points alone are drawn.
    private static let mostLines = 7
    /// More names than this find no room.
    private static let mostNames = 20

    private var netValue: String {
        let isBanded = families.families.count <= 2 && result.replications > 1
        return chart(
            "Net value, whole run" + (isBanded ? " (mean, band P5 to P95)" : " (mean)"), "USD a campaign",
            reference: (0, genericName), hasBand: isBanded
        ) { RowTables(result: result).wholeRun(result.rows[$0]) }
    }

    private var regret: String {
        let baseline = result.recommendation.regrets[0]
        return chart(
            "Expected regret: what a row gives away to the best of each world", "USD a campaign",
            reference: (baseline, genericName)
        ) { Band([result.recommendation.regrets[$0]]) }
    }

    private var hitRates: [String] {
        let parts: [(name: String, metric: Metric)] = [
            ("persona cache", .personaHitRate), ("copy cache", .copyHitRate),
        ]
        if families.families.count > 1 {
            return parts.map { part in
                chart("Hit rate of the \(part.name)", "hits, share of segments looked up", .percent) {
                    band(result.rows[$0], part.metric)
                }
            }
        }
        let series = parts.enumerated().map { index, part in
            Chart.Series(
                name: part.name,
                points: points(families.families[0].rows) { band(result.rows[$0], part.metric) },
                color: Palette.color(index), isLine: families.isOrdered)
        }
        return [
            Chart(
                title: "Hit rates of both caches", xLabel: segmentsLabel,
                yLabel: "hits, share of segments looked up",
                series: series.map(unmarked), xKind: .logarithmic, yKind: .percent
            ).svg
        ]
    }

    private var genericName: String {
        "generic copy for all" + (result.recommendation.recommended == nil ? " (recommended)" : "")
    }

    private let segmentsLabel = "segments (logarithmic)"

    private func chart(
        _ title: String, _ yLabel: String, _ kind: Axis.Kind = .fromZero, reference: (Double, String)? = nil,
        hasBand: Bool = false, _ value: (Int) -> Band
    ) -> String {
        var series = families.families.enumerated().map { index, family in
            Chart.Series(
                name: family.name, points: points(family.rows, value), color: Palette.color(index),
                isLine: families.isOrdered, hasBand: hasBand)
        }
        if series.count > SweepCharts.mostLines {
            series = [
                Chart.Series(
                    name: "designs", points: series.flatMap(\.points), color: Palette.series[0], isLine: false
                )
            ]
        }
        return Chart(
            title: title, xLabel: segmentsLabel, yLabel: yLabel, series: series, xKind: .logarithmic,
            yKind: kind,
            reference: reference.map { (value: $0.0, name: $0.1) }
        ).svg
    }

    private func points(_ rows: [Int], _ value: (Int) -> Band) -> [Chart.Point] {
        rows.compactMap { place in
            let band = value(place)
            guard let x = result.rows[place][.segments], let y = band.mean else { return nil }
            // Points without a line through them are told apart by name, where they are few.
            let isNamed = !families.isOrdered && result.rows.count <= SweepCharts.mostNames
            return Chart.Point(
                x: x, y: y, low: band.p5, high: band.p95, label: isNamed ? name(result.rows[place]) : nil,
                mark: mark(of: place))
        }
    }

    private func unmarked(_ series: Chart.Series) -> Chart.Series {
        var series = series
        for place in series.points.indices { series.points[place].mark = .none }
        return series
    }

    private func band(_ row: SweepRow, _ metric: Metric) -> Band {
        row.metrics.first { $0.metric == metric }?.band ?? Band([])
    }

    private func mark(of place: Int) -> Chart.Mark {
        if (result.recommendation.recommended ?? 0) == place { return .recommended }
        return result.recommendation.set.contains { $0.row == place } ? .member : .none
    }

    private func front(_ title: String, _ metric: Metric, _ xLabel: String) -> String {
        func points(_ isPareto: Bool) -> [Chart.Point] {
            result.rows.indices.filter { result.rows[$0].isPareto == isPareto }.compactMap { place in
                let row = result.rows[place]
                guard let x = row[metric], let y = row[.netValueUSD] else { return nil }
                let mark = mark(of: place)
                let isNamed = isPareto || mark != .none || result.rows.count <= SweepCharts.mostNames
                return Chart.Point(x: x, y: y, label: isNamed ? name(row) : nil, mark: mark)
            }
        }
        let series = [
            Chart.Series(name: "dominated", points: points(false), color: Palette.muted, isLine: false),
            Chart.Series(
                name: "on the Pareto front", points: points(true), color: Palette.series[0], isLine: false),
        ]
        return Chart(
            title: title, xLabel: xLabel, yLabel: "net value, USD a campaign",
            series: series.filter { !$0.points.isEmpty }
        ).svg
    }

    /// A row's name, short enough for a chart.
    func name(_ row: SweepRow) -> String {
        if row.isBaseline { return "generic" }
        let text = hasLongNames ? RowName.long(row) : RowName.short(row)
        return text.count <= 24 ? text : text.prefix(23) + "…"
    }
}
