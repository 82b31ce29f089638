import Experiments

/// The charts of one metric and treatment, each with one line on how to read it.
struct UpliftCharts {
    let readout: UpliftReadout
    let metric: String

    var words: EffectText { EffectText(readout) }
    var factor: Double { words.isRate(metric) ? 100 : 1 }
    var unit: String { words.isRate(metric) ? "percentage points" : metric }
    var isLowerBetter: Bool { readout.plan.isBetterLower(metric) }
    /// The effect that pays for the cost, as a line of a chart; nil without a cost.
    var breakEven: (value: Double, name: String)? {
        readout.plan.breakEven(of: metric).map {
            (
                factor * $0,
                "break-even \(words.effect($0, metric)): \(isLowerBetter ? "below" : "above") it the treatment pays"
            )
        }
    }
    var level: String { readout.plan.level }

    /// More treatments than this are drawn by one estimator each.
    private static let fewTreatments = 4

    /// Effects of all treatments, the best first, each by every estimator; of many treatments the first estimator alone.
    var effects: ChartFigure? {
        let arms = readout.treatmentsBestFirst(metric)
        let isMany = arms.count > UpliftCharts.fewTreatments
        let rows = arms.flatMap { arm -> [IntervalChart.Row] in
            let first = readout.headline(metric: metric, treatment: arm)
            let adjusted = readout.segmentAdjusted(metric: metric, treatment: arm).map { row in
                IntervalChart.Row(
                    label: arm + (isMany ? "" : ", within segments"),
                    marks: [mark(row.effect ?? 0, row.lower, row.upper, color(arm), .diamond)], isBold: true)
            }
            let others = readout.results.filter {
                $0.segment == nil && $0.metric == metric && $0.treatment == arm && $0.effect != nil
                    && $0.estimator != first?.estimator
            }
            let shown = [first].compactMap(\.self) + (isMany ? [] : others)
            return [adjusted].compactMap(\.self)
                + shown.enumerated().map { index, row in
                    IntervalChart.Row(
                        label: isMany
                            ? arm + (adjusted == nil ? "" : ", all units")
                            : (index == 0 && adjusted == nil ? arm + ", " : "")
                                + UpliftCharts.name(row.estimator),
                        marks: [mark(row.effect ?? 0, row.lower, row.upper, color(arm))],
                        note: EffectText.lift(row.relativeEffect),
                        isBold: index == 0 && !isMany && adjusted == nil)
                }
        }
        guard !rows.isEmpty else { return nil }
        let chart = IntervalChart(
            title: "Effect on \(metric) for everybody", xLabel: "treatment minus \(readout.control), \(unit)",
            rows: rows, bar: breakEven)
        return ChartFigure(
            svg: chart.svg,
            reading:
                "Dots are estimates, bars \(level) intervals. \(direction) "
                + (isMany
                    ? "Treatments are sorted, the best first. "
                    : "The first line of a treatment is the one to read; the methods below it should agree. ")
                + "The numbers on the right are lifts, effects as a share of \(readout.control)'s mean.")
    }

    /// Which side is good.
    private var direction: String {
        isLowerBetter
            ? "Lower is better for \(metric): effects left of zero are improvements."
            : "A bar that does not touch zero is an effect that chance hardly explains."
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

    func color(_ treatment: String) -> String {
        Palette.color(readout.treatments.firstIndex(of: treatment) ?? 0)
    }

    func mark(
        _ value: Double, _ lower: Double?, _ upper: Double?, _ color: String,
        _ shape: IntervalChart.Mark.Shape = .disc
    ) -> IntervalChart.Mark {
        IntervalChart.Mark(
            value: factor * value, lower: lower.map { factor * $0 }, upper: upper.map { factor * $0 },
            color: color,
            shape: shape)
    }

    /// More segments than this are not drawn: the best and the worst are.
    private static let drawn = 60
    /// Characters for which the chart has room beside the plot.
    private static let labelLength = 32

    /// The results that a pooling drew together: those with its adjustment, so that interval and dot belong together.
    private func observed(_ pooled: PoolingResult) -> [SegmentName: EffectResult] {
        let estimator = Estimator(rawValue: pooled.adjustment) ?? .differenceInMeans
        let rows = readout.results.filter {
            $0.metric == metric && $0.treatment == pooled.treatment && $0.estimator == estimator
        }
        return Dictionary(
            rows.compactMap { row in row.segment.map { ($0, row) } }, uniquingKeysWith: { first, _ in first })
    }

    /// Every segment raw and pooled, the best first, all of them together as a diamond.
    func forest(_ treatment: String) -> ChartFigure? {
        guard
            let pooled = readout.pooling.last(where: {
                $0.metric == metric && $0.treatment == treatment && $0.isOfOneTreatment
            }),
            !pooled.segments.isEmpty
        else { return nil }
        let raw = observed(pooled)
        let labels = SegmentLabels(pooled.segments.map(\.segment), limit: UpliftCharts.labelLength)
        let sign = readout.plan.sign(of: metric)
        let order = pooled.segments.indices.sorted {
            (-sign * pooled.segments[$0].shrunk, $0) < (-sign * pooled.segments[$1].shrunk, $1)
        }
        let cut = max(0, order.count - UpliftCharts.drawn)
        let shown =
            cut > 0 ? order.prefix(UpliftCharts.drawn / 2) + order.suffix(UpliftCharts.drawn / 2) : order[...]
        var rows = shown.map { index -> IntervalChart.Row in
            let row = pooled.segments[index]
            let own = raw[row.segment]
            return IntervalChart.Row(
                label: labels[row.segment],
                marks: [
                    mark(row.effect, own?.lower, own?.upper, Palette.muted, .hollow),
                    mark(row.shrunk, row.lower, row.upper, color(treatment)),
                ])
        }
        if cut > 0 {
            rows.insert(
                IntervalChart.Row(label: "… \(cut) segments between", marks: []), at: UpliftCharts.drawn / 2)
        }
        rows.append(
            IntervalChart.Row(
                label: "all segments, pooled",
                marks: [mark(pooled.mean, pooled.lower, pooled.upper, Palette.ink, .diamond)], isBold: true))
        let chart = IntervalChart(
            title: "\(treatment): effect on \(metric) by segment, best first",
            xLabel: "treatment minus \(readout.control), \(unit)",
            rows: rows,
            key: [
                Legend.Entry(
                    name: pooled.adjustment == "none"
                        ? "as observed" : "as observed, adjusted for covariates",
                    color: Palette.muted, symbol: .hollow),
                Legend.Entry(name: "pooled: what to act on", color: color(treatment), symbol: .disc),
            ], bar: breakEven)
        return ChartFigure(
            svg: chart.svg,
            reading:
                "Grey is what each segment showed. Colour is the pooled effect with its \(level) interval: small segments "
                + "borrow from the others. \(isLowerBetter ? "Lower is better for \(metric). " : "")\(spread(pooled))"
                + (cut > 0 ? " \(cut) more segments are in segments.csv." : ""))
    }

    private func spread(_ pooled: PoolingResult) -> String {
        let limit = pooled.tauUpper.flatMap { $0 > 0 ? $0 : nil }.map { " (at most \(amount($0)))" } ?? ""
        return pooled.tau2 > 0
            ? "True effects differ by about \(amount(pooled.tau2.squareRoot()))\(limit)."
            : "The spread of true effects is not distinguishable from zero\(limit)."
    }

    private func amount(_ value: Double) -> String {
        EffectText.significant(factor * value) + (words.isRate(metric) ? " pp" : "")
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
