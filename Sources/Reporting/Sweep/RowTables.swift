import Campaigns
import Scenarios
import Workbench

/// The rows of a sweep as tables: value, work, and the first campaign beside the whole run. The subject row has the
/// same design without refreshing beneath it.
struct RowTables {
    let result: SweepResult

    /// A row, and its place in the result; nil for the row that is never refreshed.
    typealias Line = (place: Int?, row: SweepRow)

    var lines: [Line] {
        result.rows.indices.flatMap { place -> [Line] in
            let line: Line = (place, result.rows[place])
            guard place == result.decision.subject, let never = result.neverRefresh else { return [line] }
            return [line, (nil, never)]
        }
    }

    var value: String {
        table(
            "Value of each row",
            [
                "standing", "net USD", "±", "P5", "P95", "beats generic", "regret USD", "segments", "reached",
                "incremental outcomes", "as measured", "cost USD", "net USD", "Pareto",
            ], groups: [("", 1), ("whole run, per campaign", 6), ("steady state, per campaign", 6), ("", 1)],
            words: [0, 1, 14]
        ) { place, row in
            let net = WorldMean(row.netValues)
            let band = wholeRun(row)
            let beats = Double(row.netValues.count { $0 > 0 }) / Double(max(1, row.netValues.count))
            let isBaseline = row.isBaseline
            return [
                place.map(RowStanding(result: result).text) ?? "beside it", Digits.money(net.mean),
                isBaseline ? "" : Digits.money(net.error), isBaseline ? "" : Digits.money(band.p5),
                isBaseline ? "" : Digits.money(band.p95), isBaseline ? "" : Digits.percent(beats, 0),
                place.map { Digits.money(result.decision.standings[$0].regretUSD) } ?? "",
                Digits.plain(row[.segments]), Digits.percent(row[.reachedShare], 0),
                Digits.plain(row[.incrementalOutcomes]), Digits.plain(row[.measuredIncrementalOutcomes]),
                Digits.money(row[.costUSD]), Digits.money(row[.netValueUSD]), row.isPareto ? "front" : "",
            ]
        }
    }

    var work: String {
        table(
            "Work and evidence of each row",
            [
                "segments", "held", "reuse", "persona hits", "copy hits", "persona calls", "copy calls",
                "tokens in", "tokens out", "models USD", "review h", "on time", "detectable lift",
                "powered segments",
            ]
        ) { _, row in
            [
                Digits.plain(row[.segments]), Digits.percent(row[.heldShare]),
                Digits.percent(row[.reuseShare]),
                Digits.percent(row[.personaHitRate]), Digits.percent(row[.copyHitRate]),
                Digits.plain(row[.personaCalls]), Digits.plain(row[.copyCalls]),
                Digits.plain(row[.inputTokens]), Digits.plain(row[.outputTokens]),
                Digits.money(row[.llmCostUSD]),
                Digits.plain(row[.reviewHours]), Digits.percent(row[.onTimeShare], 0),
                Digits.percent(row[.minimumDetectableLift]), Digits.plain(row[.poweredSegments]),
            ]
        }
    }

    var firstAndWhole: String {
        table(
            "First campaign and whole run of each row",
            [
                "calls", "cost USD", "review h", "on time", "net USD", "calls", "cost USD", "review h",
                "incremental outcomes",
                "net USD",
            ], groups: [("first campaign", 5), ("whole run, in all", 5)]
        ) { _, row in
            func first(_ metric: Metric) -> Double? { mean(row.firstCampaign, metric) }
            func whole(_ metric: Metric) -> Double? { mean(row.horizonTotal, metric) }
            func calls(_ value: (Metric) -> Double?) -> Double {
                (value(.personaCalls) ?? 0) + (value(.copyCalls) ?? 0)
            }
            return [
                Digits.plain(calls(first)), Digits.money(first(.costUSD)), Digits.plain(first(.reviewHours)),
                Digits.percent(first(.onTimeShare), 0), Digits.money(first(.netValueUSD)),
                Digits.plain(calls(whole)),
                Digits.money(whole(.costUSD)), Digits.plain(whole(.reviewHours)),
                Digits.plain(whole(.incrementalOutcomes)),
                Digits.money(whole(.netValueUSD)),
            ]
        }
    }

    /// Net value per campaign over the whole run, by which rows are ranked.
    func wholeRun(_ row: SweepRow) -> Band { Band(row.netValues.map { $0 }) }

    private func mean(_ list: [(metric: Metric, band: Band)], _ metric: Metric) -> Double? {
        list.first { $0.metric == metric }?.band.mean
    }

    private func table(
        _ caption: String, _ header: [String], groups: [(title: String, columns: Int)] = [],
        words: [Int] = [0],
        _ cells: (Int?, SweepRow) -> [String]
    ) -> String {
        let paths = result.rows.first { !$0.isBaseline }?.values.map { RowName.last($0.name) } ?? []
        let standing = RowStanding(result: result)
        let rows = lines.map { line in
            HTMLTable.Row(
                cells: [line.place == nil ? "never refresh" : RowName.short(line.row)]
                    + cells(line.place, line.row),
                mark: line.place.map(standing.mark) ?? .beside)
        }
        return HTMLTable(
            caption: caption, header: [paths.joined(separator: ", ")] + header,
            groups: groups.isEmpty ? [] : [("", 1)] + groups, rows: rows,
            words: words
        ).html
    }
}
