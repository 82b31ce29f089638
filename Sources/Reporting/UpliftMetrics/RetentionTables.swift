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
                + "alike (log-rank \(EffectText.pStatement(row.pValue)))."
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

    /// The segments with the pooled difference and its interval; where nothing was pooled, each by itself.
    var bySegment: ReadoutTable {
        let rows = readout.retention.filter { $0.segment != nil }
        let pooled = pooledDifferences
        let isPooled = !pooled.isEmpty
        let test =
            "The p-value is another question's: of the log-rank test over all sends in the segment by itself, corrected over "
            + "the segments (Holm); the intervals are not corrected."
        return ReadoutTable(
            title: "Retention after the last send, by segment, " + (isPooled ? "pooled" : "not pooled"),
            note: (isPooled
                ? "Observed is each segment by itself; pooled, with its \(readout.plan.level) interval, is what to go by: small "
                    + "segments borrow from the others. "
                : "Each segment by itself, not pooled. ") + test,
            header: ["segment", "treatment", "control", "treated", isPooled ? "observed" : "difference"]
                + (isPooled ? ["pooled"] : []) + ["interval", "log-rank p"],
            rows: rows.compactMap { row in
                guard let last = row.sends.last else { return nil }
                let own = pooled[row.treatment]?.first { $0.segment == row.segment }
                return [
                    row.segment?.text ?? "", row.treatment, Digits.percent(last.control.retained),
                    Digits.percent(last.treatment.retained), RetentionTables.points(last.difference),
                ] + (isPooled ? [RetentionTables.points(own?.shrunk)] : []) + [
                    isPooled
                        ? RetentionTables.range(own?.lower, own?.upper)
                        : RetentionTables.range(last.lower, last.upper),
                    EffectText.pValue(row.pValueHolm, log10: nil),
                ]
            }, words: [0, 1], wide: [2, 3], rest: "retention.csv")
    }

    /// The pooled effects that decide on the outcome `retention`, by treatment; empty where nothing is pooled.
    private var pooledDifferences: [String: [PoolingResult.Segment]] {
        var list: [String: [PoolingResult.Segment]] = [:]
        for treatment in readout.treatments {
            list[treatment] =
                readout.pooling.last {
                    $0.metric == UpliftPlan.retentionMetric && $0.treatment == treatment
                        && $0.isOfOneTreatment
                }?.segments
        }
        return list
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
                + "\(readout.plan.level) intervals of each curve by itself; the difference has its own "
                + "interval in the table.")
    }
}
