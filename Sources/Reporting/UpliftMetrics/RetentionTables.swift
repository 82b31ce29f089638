import Experiments

/// Retention by send for everybody, and after the last send in every segment.
struct RetentionTables {
    private let readout: UpliftReadout

    init(_ readout: UpliftReadout) { self.readout = readout }

    /// Points as `+1.2 pp`.
    private static func points(_ value: Double?) -> String {
        value.map { EffectText.signed(100 * $0) + " pp" } ?? "-"
    }

    private static func range(_ lower: Double?, _ upper: Double?) -> String {
        guard let lower, let upper else { return "no interval" }
        return EffectText.signed(100 * lower) + " to " + EffectText.signed(100 * upper)
    }

    /// The test of the whole course in words.
    var sentences: [String] {
        readout.retention.filter { $0.segment == nil }.compactMap { row in
            guard let last = row.sends.last else { return nil }
            let more = row.excessEvents > 0 ? "more" : "fewer"
            return
                "After send \(last.send) \(Digits.percent(last.treatment.retained)) of \(row.treatment) and "
                + "\(Digits.percent(last.control.retained)) of \(row.control) are left "
                + "(\(RetentionTables.points(last.difference)), \(RetentionTables.range(last.lower, last.upper))); over "
                + "all sends \(EffectText.significant(abs(row.excessEvents))) \(more) left than expected if the arms were "
                + "alike (log-rank p = \(EffectText.pValue(row.pValue, log10: nil)))."
        }
    }

    var bySend: ReadoutTable {
        let rows = readout.retention.filter { $0.segment == nil }
        return ReadoutTable(
            title: "Retention by send",
            note:
                "Shares of units without the event up to and including the send (Kaplan-Meier); at risk are the units "
                + "that were observed at the send and had not left before.",
            header: [
                "treatment", "send", "at risk", "control", "treated", "difference", "interval", "p",
                "left at the send",
            ],
            rows: rows.flatMap { row in
                row.sends.map { send in
                    [
                        row.treatment, send.send,
                        Digits.grouped(Double(send.control.atRisk + send.treatment.atRisk), 0),
                        Digits.percent(send.control.retained), Digits.percent(send.treatment.retained),
                        RetentionTables.points(send.difference),
                        RetentionTables.range(send.lower, send.upper),
                        EffectText.pValue(send.pValue, log10: nil),
                        RetentionTables.points(send.hazardDifference),
                    ]
                }
            }, words: [0, 1], wide: [7, 8], rest: "retention.csv")
    }

    var bySegment: ReadoutTable {
        let rows = readout.retention.filter { $0.segment != nil }
        return ReadoutTable(
            title: "Retention after the last send, by segment",
            note:
                "Each segment by itself, not pooled; p is the log-rank test's over all sends, corrected over the "
                + "segments (Holm).",
            header: ["segment", "treatment", "control", "treated", "difference", "interval", "p"],
            rows: rows.compactMap { row in
                guard let last = row.sends.last else { return nil }
                return [
                    row.segment?.text ?? "", row.treatment, Digits.percent(last.control.retained),
                    Digits.percent(last.treatment.retained), RetentionTables.points(last.difference),
                    RetentionTables.range(last.lower, last.upper),
                    EffectText.pValue(row.pValueHolm, log10: nil),
                ]
            }, words: [0, 1], rest: "retention.csv")
    }

    /// The curves of all arms with their intervals.
    var chart: ChartFigure? {
        let rows = readout.retention.filter { $0.segment == nil }
        guard let first = rows.first, first.sends.count > 1 else { return nil }
        func points(_ sends: [RetentionResult.Send], _ share: (RetentionResult.Send) -> RetentionResult.Share)
            -> [Chart.Point]
        {
            [Chart.Point(x: 0, y: 1, low: 1, high: 1)]
                + sends.enumerated().map { index, send in
                    Chart.Point(
                        x: Double(index + 1), y: share(send).retained, low: share(send).lower,
                        high: share(send).upper, name: send.send)
                }
        }
        let chart = Chart(
            title: "Share of units left", xLabel: readout.plan.send ?? "sends", yLabel: "share left",
            series: [
                Chart.Series(
                    name: first.control, points: points(first.sends, \.control), color: Palette.muted,
                    hasBand: true)
            ]
                + rows.map { row in
                    Chart.Series(
                        name: row.treatment, points: points(row.sends, \.treatment),
                        color: Palette.color(readout.treatments.firstIndex(of: row.treatment) ?? 0),
                        hasBand: true)
                }, yKind: .percent)
        return ChartFigure(
            svg: chart.svg,
            reading: "A lower curve loses units faster. Bands are "
                + "\(Digits.percent(1 - readout.plan.alpha, 0)) intervals of each curve by itself; the difference has its own "
                + "interval in the table.")
    }
}
