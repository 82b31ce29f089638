import Experiments

/// Rankings of units by predicted effects, and what rules made of them bring.
extension UpliftCharts {
    func qini(_ treatment: String) -> ChartFigure? {
        guard let ranking = readout.ranking(metric: metric, treatment: treatment),
            let end = ranking.curve.last
        else { return nil }
        let points = ranking.curve.enumerated().filter { $0.offset % 5 == 0 }.map(\.element)
        let chart = Chart(
            title: "\(treatment): effect on \(metric) by share treated",
            xLabel: "share treated, highest predicted effect first",
            yLabel: "\(unit) per unit of the audience",
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
                "\(verdict(ranking)) The higher the curve above the straight line, the better the prediction finds units "
                + "with large effects. Predictions are for units that the model has not seen. Qini per unit: "
                + "\(words.effect(ranking.qiniPerHead, metric)) "
                + "(\(words.range(ranking.qiniLower, ranking.qiniUpper, metric))).\(caution)")
    }

    /// Whether the ranking helps, as a sentence.
    private func verdict(_ ranking: RankingResult) -> String {
        ranking.isNoBetterThanChance
            ? "This ranking is no better than chance: do not target by it."
            : "This ranking is better than chance."
    }

    /// Where less is better the units to treat are those of the lowest effects.
    private var caution: String {
        isLowerBetter ? " Lower is better for \(metric): the units to treat first are on the right." : ""
    }

    func deciles(_ treatment: String) -> ChartFigure? {
        guard let ranking = readout.ranking(metric: metric, treatment: treatment) else { return nil }
        let rows = ranking.deciles.filter { $0.uplift != nil }
        guard rows.count > 1 else { return nil }
        let overall = readout.headline(metric: metric, treatment: treatment)?.effect
        let chart = ColumnChart(
            title: "\(treatment): uplift by tenth of the ranking",
            xLabel: "tenth of units, highest predicted effect first",
            yLabel: "effect, \(unit)",
            bars: rows.map { row in
                ColumnChart.Bar(
                    label: String(row.decile), value: factor * (row.uplift ?? 0),
                    lower: row.lower.map { factor * $0 }, upper: row.upper.map { factor * $0 })
            }, color: color(treatment),
            references: [
                overall.map {
                    ColumnChart.Reference(value: factor * $0, name: "everybody", color: Palette.muted)
                }, breakEven.map { ColumnChart.Reference(value: $0.value, name: $0.name) },
            ].compactMap(\.self))
        return ChartFigure(
            svg: chart.svg,
            reading:
                "\(verdict(ranking)) A useful ranking falls from left to right. Whiskers are \(level) intervals."
                + caution)
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
            " Slope \(EffectText.signed($0))"
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
        let gained = isLowerBetter ? "\(unit) avoided" : unit
        let unit = curve.isUSD ? "USD per 1,000 units" : "\(gained) per unit of the audience"
        // The share is a mean over folds, which need not be a point of the curve.
        let best = curve.points.indices.min {
            (abs(curve.points[$0].share - curve.bestShare), $0) < (
                abs(curve.points[$1].share - curve.bestShare), $1
            )
        }
        let points = curve.points.indices.filter { $0 % 5 == 0 || $0 == best }.map { index in
            let point = curve.points[index]
            return Chart.Point(
                x: point.share, y: scale * point.net, low: scale * point.lower, high: scale * point.upper,
                label: index == best ? "chosen: \(Digits.percent(curve.bestShare, 0))" : nil,
                mark: index == best ? .recommended : .none)
        }
        let chart = Chart(
            title: "\(treatment): \(curve.isUSD ? "net value" : "value") against the share treated",
            xLabel: "share treated, \(isLowerBetter ? "lowest" : "highest") predicted effect first",
            yLabel: unit,
            series: [
                Chart.Series(
                    name: curve.isUSD ? "net of cost" : "without cost", points: points,
                    color: color(treatment),
                    hasBand: true)
            ], xKind: .percent, ringName: "share chosen on other folds")
        return ChartFigure(
            svg: chart.svg,
            reading:
                "The ring is the share that pays best, chosen for each fifth of the units on the other four. "
                + chosen(treatment) + "The band is the \(level) interval at each share."
                + (curve.isUSD ? "" : " State --cost and --margin to see money."))
    }

    /// What the chosen share brings on units that did not choose it.
    private func chosen(_ treatment: String) -> String {
        func value(_ policy: String) -> String? {
            guard
                let row = readout.policy.first(where: {
                    $0.policy == policy && $0.metric == metric && $0.treatment == treatment
                })
            else { return nil }
            return row.netPerHead.map { Digits.usd(1000 * $0) + " per 1,000 units" }
                ?? words.effect(row.valuePerHead, metric) + " per unit"
        }
        guard let best = value("best_share"), let all = value("all") else { return "" }
        return "Valued on units that did not choose it, it brings \(best); treating everybody brings \(all). "
    }
}
