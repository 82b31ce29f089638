import Campaigns
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

    /// The picture of the first screen: what was decided, or what failed.
    var first: ChartFigure { result.decision.isConclusive ? netValue : failures }

    /// Charts that stand open.
    var main: [ChartFigure] {
        (result.decision.isConclusive ? [] : [netValue]) + reuse + [
            fan(
                "Cost", "cost", .costUSD, "USD per campaign",
                "What a campaign costs beyond the generic copy's mails."),
            fan(
                "Reviewers' time", "review", .reviewHours, "h per campaign",
                "Hours of review per campaign in the steady state."),
            privacy, power, tornado, timeline,
        ]
    }

    /// Charts that are folded.
    var more: [ChartFigure] {
        [
            regret, front("Net value and cost", "front-cost", .costUSD, "cost, USD per campaign"),
            front("Net value and review", "front-review", .reviewHours, "reviewers' time, h per campaign"),
            cost, misses("persona"), misses("copy"),
        ]
    }

    var all: [ChartFigure] { ([first] + main + more).filter { !$0.isEmpty } }

    /// More lines than this are not told apart: points alone are drawn.
    private static let mostLines = 7
    /// More names than this find no room.
    private static let mostNames = 20

    /// Net value with its error and spread; shapes and labels say how each row stands.
    var netValue: ChartFigure {
        let isBanded = result.replications > 1
        var series = lines(hasBand: isBanded) { place in
            let row = result.rows[place]
            return (RowTables(result: result).wholeRun(row), result.decision.standings[place].net.error)
        }
        for index in series.indices {
            for place in series[index].points.indices {
                let row = series[index].points[place].row
                series[index].points[place].point.shape = shape(of: row)
                series[index].points[place].point.label = label(of: row)
            }
        }
        let generic = "generic copy = 0" + (isRecommended(0) ? " (recommended)" : "")
        var chart = chart("Net value by granularity", "USD per campaign", series, .fromZero)
        chart.reference = (0, generic)
        let band =
            !isBanded
            ? " One world: neither error nor spread is known."
            : " Whiskers are ± simulation error, which more worlds shrink; the band is P5 to P95 over "
                + "\(result.replications) worlds, which stays."
        return ChartFigure(
            svg: chart.svg,
            reading: "Mean net value per campaign over the whole run, against the generic copy." + band,
            name: "net-value", csv: chart.csv(x: "segments", y: "net_usd"))
    }

    private func isRecommended(_ place: Int) -> Bool {
        result.decision.isConclusive && (result.decision.recommended ?? 0) == place
    }

    private func shape(of place: Int) -> Chart.Shape {
        if !result.rows[place].isFeasible { return .cross }
        return result.decision.best == place ? .diamond : .disc
    }

    /// The recommended and the best row always have a label; others where rows are few.
    private func label(of place: Int) -> String? {
        let row = result.rows[place]
        if isRecommended(place) { return name(row) + ": recommended" }
        if result.decision.best == place { return name(row) + ": highest mean" }
        guard result.rows.count <= SweepCharts.mostNames / 2 else { return nil }
        return name(row) + (row.isFeasible ? "" : ": outside")
    }

    private var regret: ChartFigure {
        let series = lines { (Band([result.decision.standings[$0].regretUSD]), nil) }
        var chart = chart("Expected regret", "USD per campaign", series, .fromZero)
        chart.reference = (result.decision.standings[0].regretUSD, "generic copy")
        return ChartFigure(
            svg: chart.svg,
            reading:
                "What a row gives away on average to the best feasible row of each world. The best row's regret is "
                + "the value of knowing the truth beforehand.",
            name: "regret", csv: chart.csv(x: "segments", y: "expected_regret_usd"))
    }

    var bandNote: String {
        result.replications > 1 ? " Bands: P5 to P95 over worlds." : ""
    }

    let segmentsLabel = "segments (logarithmic)"

    // MARK: Lines of families

    struct Line {
        var name: String
        var color: String
        var isLine: Bool
        var hasBand: Bool
        var points: [(row: Int, point: Chart.Point)]
    }

    /// A line for each family, with bands where they do not hide each other: on the subject's alone if there are many.
    func lines(hasBand: Bool = false, _ value: (Int) -> (band: Band, error: Double?)) -> [Line] {
        let subject = result.decision.subject
        let all = families.families.enumerated().map { index, family in
            Line(
                name: family.name, color: Palette.color(index), isLine: families.isOrdered,
                hasBand: hasBand
                    && (families.families.count <= 2 || subject.map(family.rows.contains) == true),
                points: family.rows.compactMap { place in
                    let (band, error) = value(place)
                    return point(place, band, error, isMarked: true).map { (place, $0) }
                })
        }
        guard all.count > SweepCharts.mostLines else { return all }
        return [
            Line(
                name: "designs", color: Palette.color(0), isLine: false,
                hasBand: hasBand && result.rows.count <= SweepCharts.mostNames, points: all.flatMap(\.points))
        ]
    }

    func chart(_ title: String, _ yLabel: String, _ lines: [Line], _ kind: Axis.Kind) -> Chart {
        Chart(
            title: title, xLabel: segmentsLabel, yLabel: yLabel,
            series: lines.filter { !$0.points.isEmpty }.map { line in
                Chart.Series(
                    name: line.name, points: line.points.map(\.point), color: line.color, isLine: line.isLine,
                    hasBand: line.hasBand)
            }, xKind: .logarithmic, yKind: kind)
    }

    func point(_ place: Int, _ band: Band, _ error: Double?, isMarked: Bool) -> Chart.Point? {
        let row = result.rows[place]
        guard let x = row[.segments], let y = band.mean else { return nil }
        // Points without a line through them are told apart by name, where they are few.
        let isNamed = !families.isOrdered && result.rows.count <= SweepCharts.mostNames
        return Chart.Point(
            x: x, y: y, low: band.p5, high: band.p95, error: error, name: RowName.long(row),
            label: isNamed ? name(row) : nil, mark: isMarked ? mark(of: place) : .none)
    }

    func band(_ row: SweepRow, _ metric: Metric) -> Band {
        row.metrics.first { $0.metric == metric }?.band ?? Band([])
    }

    private func mark(of place: Int) -> Chart.Mark {
        if isRecommended(place) { return .recommended }
        return result.decision.isConclusive && result.decision.set.contains(place) ? .member : .none
    }

    private func front(_ title: String, _ file: String, _ metric: Metric, _ xLabel: String) -> ChartFigure {
        func points(_ isPareto: Bool) -> [Chart.Point] {
            result.rows.indices.filter { result.rows[$0].isPareto == isPareto }.compactMap { place in
                let row = result.rows[place]
                guard let x = row[metric], let y = row[.netValueUSD] else { return nil }
                let mark = mark(of: place)
                let isNamed = isPareto || mark != .none || result.rows.count <= SweepCharts.mostNames
                return Chart.Point(
                    x: x, y: y, name: RowName.long(row), label: isNamed ? name(row) : nil, mark: mark,
                    shape: row.isFeasible ? .disc : .cross)
            }
        }
        let series = [
            Chart.Series(name: "dominated", points: points(false), color: Palette.muted, isLine: false),
            Chart.Series(
                name: "on the Pareto front", points: points(true), color: Palette.series[0], isLine: false),
        ]
        let chart = Chart(
            title: title, xLabel: xLabel, yLabel: "net value, USD per campaign",
            series: series.filter { !$0.points.isEmpty })
        return ChartFigure(
            svg: chart.svg,
            reading:
                "Up and left is better. Rows on the front are beaten by no other in net value, cost, review hours and "
                + "k at once.",
            name: file, csv: chart.csv(x: metric.rawValue, y: "net_value_usd"))
    }

    /// A row's name, short enough for a chart.
    func name(_ row: SweepRow) -> String {
        if row.isBaseline { return "generic" }
        let text = hasLongNames ? RowName.long(row) : RowName.short(row)
        return text.count <= 24 ? text : text.prefix(23) + "…"
    }
}
