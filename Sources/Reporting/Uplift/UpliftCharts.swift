import Experiments

/// The charts of one metric and treatment, each with one line on how to read it.
struct UpliftCharts {
    let readout: UpliftReadout
    let metric: String

    private var words: EffectText { EffectText(readout) }
    private var factor: Double { words.isRate(metric) ? 100 : 1 }
    private var unit: String { words.isRate(metric) ? "percentage points" : metric }
    private var level: String { Digits.percent(1 - readout.plan.alpha, 0) }

    /// Effects of all treatments, each by every estimator.
    var effects: ChartFigure? {
        let rows = readout.results.filter { $0.segment == nil && $0.metric == metric && $0.effect != nil }
        guard !rows.isEmpty else { return nil }
        var shown = ""
        let chart = IntervalChart(
            title: "Effect on \(metric) for everybody", xLabel: "treatment minus \(readout.control), \(unit)",
            rows: rows.map { row in
                let isFirst = row.treatment != shown
                shown = row.treatment
                return IntervalChart.Row(
                    label: (isFirst ? row.treatment + ", " : "") + UpliftCharts.name(row.estimator),
                    marks: [mark(row.effect ?? 0, row.lower, row.upper, color(row.treatment))],
                    note: EffectText.lift(row.relativeEffect), isBold: isFirst)
            })
        return ChartFigure(
            svg: chart.svg,
            reading:
                "Dots are estimates, bars \(level) intervals; a bar that does not touch zero is an effect that chance "
                + "hardly explains. The methods should agree. On the right the effect as a share of "
                + "\(readout.control)'s mean.")
    }

    static func name(_ estimator: Estimator) -> String {
        switch estimator {
        case .differenceInMeans: "difference in means"
        case .proportions: "difference in shares"
        case .cuped: "CUPED"
        case .ols: "regression"
        case .lin: "Lin's regression"
        case .logit: "logistic regression"
        }
    }

    private func color(_ treatment: String) -> String {
        Palette.color(readout.treatments.firstIndex(of: treatment) ?? 0)
    }

    private func mark(
        _ value: Double, _ lower: Double?, _ upper: Double?, _ color: String,
        _ shape: IntervalChart.Mark.Shape = .disc
    ) -> IntervalChart.Mark {
        IntervalChart.Mark(
            value: factor * value, lower: lower.map { factor * $0 }, upper: upper.map { factor * $0 },
            color: color,
            shape: shape)
    }

    /// More segments than this are not drawn.
    private static let drawn = 60

    /// Every segment raw and pooled, everybody as a diamond.
    func forest(_ treatment: String) -> ChartFigure? {
        guard
            let pooled = readout.pooling.last(where: {
                $0.metric == metric && $0.treatment == treatment && $0.isOfOneTreatment
            }),
            !pooled.segments.isEmpty
        else { return nil }
        let raw = readout.results.filter {
            $0.metric == metric && $0.treatment == treatment && $0.estimator == .differenceInMeans
        }
        var rows = pooled.segments.prefix(UpliftCharts.drawn).map { row -> IntervalChart.Row in
            let own = raw.first { $0.segment == row.segment }
            return IntervalChart.Row(
                label: row.segment.text,
                marks: [
                    mark(row.effect, own?.lower, own?.upper, Palette.muted, .hollow),
                    mark(row.shrunk, row.lower, row.upper, color(treatment)),
                ])
        }
        rows.append(
            IntervalChart.Row(
                label: "all segments, pooled",
                marks: [mark(pooled.mean, pooled.lower, pooled.upper, Palette.ink, .diamond)], isBold: true))
        let spread =
            pooled.tau2 > 0
            ? "True effects differ by about \(amount(pooled.tau2.squareRoot()))"
            : "No spread of true effects can be told from noise"
        let limit = pooled.tauUpper.map { " (at most \(amount($0)))" } ?? ""
        let cut = pooled.segments.count - UpliftCharts.drawn
        let chart = IntervalChart(
            title: "\(treatment): effect on \(metric) by segment",
            xLabel: "treatment minus \(readout.control), \(unit)",
            rows: rows,
            key: [
                Legend.Entry(name: "as observed", color: Palette.muted, symbol: .hollow),
                Legend.Entry(name: "pooled: what to act on", color: color(treatment), symbol: .disc),
            ])
        return ChartFigure(
            svg: chart.svg,
            reading:
                "Grey is what each segment showed, colour what is left when luck is taken out: small segments borrow "
                + "from the others. \(spread)\(limit)."
                + (cut > 0 ? " \(cut) more segments are in segments.csv." : ""))
    }

    private func amount(_ value: Double) -> String {
        EffectText.significant(factor * value) + (words.isRate(metric) ? " pp" : "")
    }

    /// The score that the charts of rankings show: that of the policies.
    private func ranking(_ treatment: String) -> RankingResult? {
        let rows = readout.ranking.filter {
            $0.metric == metric && $0.treatment == treatment && !$0.isInSample
        }
        return rows.first { $0.score == "DR" } ?? rows.first
    }

    func qini(_ treatment: String) -> ChartFigure? {
        guard let ranking = ranking(treatment), let end = ranking.curve.last else { return nil }
        let points = ranking.curve.enumerated().filter { $0.offset % 5 == 0 }.map(\.element)
        let chart = Chart(
            title: "\(treatment): \(metric) won by treating the best first", xLabel: "share treated",
            yLabel: "\(unit) a head",
            series: [
                Chart.Series(
                    name: "by predicted effect",
                    points: points.map {
                        Chart.Point(
                            x: $0.share, y: factor * $0.gain, low: $0.lower.map { factor * $0 },
                            high: $0.upper.map { factor * $0 })
                    }, color: color(treatment), hasBand: true),
                Chart.Series(
                    name: "at random",
                    points: [Chart.Point(x: 0, y: 0), Chart.Point(x: 1, y: factor * end.gain)],
                    color: Palette.muted),
            ], xKind: .percent)
        return ChartFigure(
            svg: chart.svg,
            reading:
                "The higher the curve above the straight line, the better the prediction finds those whom the treatment "
                + "moves. Predictions are for units that the model has not seen. Qini a head: "
                + "\(words.effect(ranking.qiniPerHead, metric)) "
                + "(\(words.range(ranking.qiniLower, ranking.qiniUpper, metric))).")
    }

    func deciles(_ treatment: String) -> ChartFigure? {
        guard let ranking = ranking(treatment) else { return nil }
        let rows = ranking.deciles.filter { $0.uplift != nil }
        guard rows.count > 1 else { return nil }
        let overall = readout.results.first {
            $0.segment == nil && $0.metric == metric && $0.treatment == treatment
                && $0.estimator == .differenceInMeans
        }?.effect
        let chart = ColumnChart(
            title: "\(treatment): uplift by tenth of the ranking", xLabel: "tenth, highest prediction first",
            yLabel: "uplift, \(unit)",
            bars: rows.map { row in
                ColumnChart.Bar(
                    label: String(row.decile), value: factor * (row.uplift ?? 0),
                    lower: row.lower.map { factor * $0 }, upper: row.upper.map { factor * $0 })
            }, reference: overall.map { (factor * $0, "everybody") })
        return ChartFigure(
            svg: chart.svg,
            reading: "A useful ranking falls from left to right. Whiskers are \(level) intervals.")
    }

    func calibration(_ treatment: String) -> ChartFigure? {
        let rows = readout.calibration.filter { $0.metric == metric && $0.treatment == treatment }
        guard let row = rows.first(where: { $0.score == "DR" }) ?? rows.first, row.groups.count > 1 else {
            return nil
        }
        let chart = IntervalChart(
            title: "\(treatment): predicted and observed effects", xLabel: "effect, \(unit)",
            rows: row.groups.map { group in
                IntervalChart.Row(
                    label: "fifth \(group.group)",
                    marks: [
                        mark(group.predicted, nil, nil, Palette.color(1), .hollow),
                        mark(group.observed ?? 0, group.lower, group.upper, color(treatment)),
                    ])
            },
            key: [
                Legend.Entry(name: "predicted", color: Palette.color(1), symbol: .hollow),
                Legend.Entry(name: "observed", color: color(treatment), symbol: .disc),
            ])
        let slope = row.slope.map {
            " Slope \(EffectText.significant($0))"
                + (row.slopeLower.flatMap { low in
                    row.slopeUpper.map { " (\(EffectText.signed(low)) to \(EffectText.signed($0)))" }
                } ?? "") + ": 1 is right, 0 means that predictions say nothing."
        }
        return ChartFigure(
            svg: chart.svg,
            reading: "Fifth 1 has the largest predictions. Open circles should lie inside the bars."
                + (slope ?? ""))
    }

    func profit(_ treatment: String) -> ChartFigure? {
        guard
            let curve = readout.profitCurves.first(where: { $0.metric == metric && $0.treatment == treatment }
            )
        else { return nil }
        let scale = curve.isUSD ? 1000.0 : factor
        let unit = curve.isUSD ? "USD a thousand units" : "\(self.unit) a head"
        let best = curve.points.first { $0.share == curve.bestShare }
        let chart = Chart(
            title: "\(treatment): \(curve.isUSD ? "net value" : "value") against the share treated",
            xLabel: "share treated, highest prediction first", yLabel: unit,
            series: [
                Chart.Series(
                    name: curve.isUSD ? "net of cost" : "without cost",
                    points: curve.points.enumerated().filter {
                        $0.offset % 5 == 0 || $0.element.share == curve.bestShare
                    }
                    .map(\.element).map { point in
                        Chart.Point(
                            x: point.share, y: scale * point.net, low: scale * point.lower,
                            high: scale * point.upper,
                            label: point.share == curve.bestShare
                                ? "best: \(Digits.percent(point.share, 0))" : nil,
                            mark: point.share == curve.bestShare ? .recommended : .none)
                    }, color: color(treatment), hasBand: true)
            ], xKind: .percent, ringName: "best in these data")
        let value = best.map {
            curve.isUSD
                ? Digits.usd(1000 * $0.net) + " a thousand units" : words.effect($0.net, metric) + " a head"
        }
        return ChartFigure(
            svg: chart.svg,
            reading: "The ring marks the best share in these data"
                + (value.map { ", \($0)" } ?? "") + "; the band is the \(level) interval at each share."
                + (curve.isUSD ? "" : " State --cost and --margin to see money."))
    }

    /// Standardised differences of all covariates.
    static func balance(_ readout: UpliftReadout) -> ChartFigure? {
        let rows = readout.balance.filter { $0.standardizedDifference != nil }
        guard !rows.isEmpty else { return nil }
        var names: [String] = []
        for row in rows where !names.contains(row.covariate) { names.append(row.covariate) }
        let chart = IntervalChart(
            title: "Balance of what was known before", xLabel: "difference in standard deviations",
            rows: names.prefix(drawn).map { name in
                IntervalChart.Row(
                    label: name,
                    marks: rows.filter { $0.covariate == name }.map { row in
                        IntervalChart.Mark(
                            value: row.standardizedDifference ?? 0,
                            color:
                                Palette.color(readout.treatments.firstIndex(of: row.treatment) ?? 0))
                    })
            },
            key: readout.treatments.enumerated().map {
                Legend.Entry(name: $0.element, color: Palette.color($0.offset), symbol: .disc)
            }, references: [-0.1, 0.1])
        return ChartFigure(
            svg: chart.svg,
            reading:
                "Random assignment keeps dots near zero; beyond the dashed lines (0.1) an arm differs from the "
                + "control more than chance should make it.")
    }
}
