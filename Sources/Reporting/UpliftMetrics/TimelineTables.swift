import Experiments

/// Effects by period with their trend.
struct TimelineTables {
    private let readout: UpliftReadout
    private let words: EffectText

    init(_ readout: UpliftReadout) {
        self.readout = readout
        words = EffectText(readout)
    }

    /// Whether the effect grows or fades, one sentence per metric and treatment.
    func trends(_ metric: String? = nil) -> [String] {
        guard let timeline = readout.timeline else { return [] }
        return timeline.trends.filter { metric == nil || $0.metric == metric }.map { row in
            let change = words.effect(row.slope, row.metric)
            let range = words.range(row.lower, row.upper, row.metric)
            let verdict =
                row.lower <= 0 && row.upper >= 0
                ? "no trend distinguishable from zero" : row.slope > 0 ? "rising" : "falling"
            return "\(row.metric), \(row.treatment): the effect changes by \(change) per \(timeline.column) "
                + "(\(range), \(EffectText.pStatement(row.pValue))): \(verdict)."
        }
    }

    private var note: String {
        guard let timeline = readout.timeline else { return "" }
        return timeline.followsUnits
            ? "Units that left count as zero at later sends, so that the units compared are those that were randomised."
                + (readout.caps.isEmpty ? "" : " Single sends are not capped.")
            : "Each \(timeline.column) with its own units, not pooled."
    }

    func table(_ metric: String) -> ReadoutTable {
        let timeline = readout.timeline
        let rows = timeline?.periods.filter { $0.effect.metric == metric } ?? []
        return ReadoutTable(
            title: "Effect on \(metric) by \(timeline?.column ?? "period")", note: note,
            header: [
                "treatment", timeline?.column ?? "", "units", "control", "treated", "effect", "interval", "p",
            ],
            rows: rows.map { row in
                let effect = row.effect
                return [
                    effect.treatment, row.period,
                    Digits.grouped(Double(effect.controlCount + effect.treatmentCount), 0),
                    words.mean(effect.meanControl, metric), words.mean(effect.meanTreatment, metric),
                    words.effect(effect.effect, metric), words.range(effect.lower, effect.upper, metric),
                    EffectText.pValue(effect.pValue, log10: effect.log10PValue),
                ]
            }, words: [0, 1], wide: [3, 4], rest: "timeline.csv")
    }

    func chart(_ metric: String) -> ChartFigure? {
        guard let timeline = readout.timeline else { return nil }
        let factor = words.isRate(metric) ? 100.0 : 1
        let series = readout.treatments.enumerated().compactMap { index, treatment -> Chart.Series? in
            let rows = timeline.periods.filter {
                $0.effect.metric == metric && $0.effect.treatment == treatment && $0.effect.effect != nil
            }
            guard rows.count > 1 else { return nil }
            let names = timeline.periods.map(\.period)
            return Chart.Series(
                name: treatment,
                points: rows.map { row in
                    Chart.Point(
                        x: Double(1 + (TimelineTables.order(names).firstIndex(of: row.period) ?? 0)),
                        y: factor * (row.effect.effect ?? 0), low: row.effect.lower.map { factor * $0 },
                        high: row.effect.upper.map { factor * $0 }, name: row.period)
                }, color: Palette.color(index), hasBand: true)
        }
        guard !series.isEmpty else { return nil }
        let chart = Chart(
            title: "Effect on \(metric) by \(timeline.column)", xLabel: timeline.column,
            yLabel: words.isRate(metric) ? "percentage points" : metric, series: series)
        return ChartFigure(
            svg: chart.svg,
            reading:
                "Dots are effects, the band their \(readout.plan.level) intervals: an effect that "
                + "wears off comes back to zero.")
    }

    /// The periods once each, in their order.
    private static func order(_ names: [String]) -> [String] {
        var order: [String] = []
        for name in names where !order.contains(name) { order.append(name) }
        return order
    }
}
