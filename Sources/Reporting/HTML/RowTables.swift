import Campaigns
import Quantities
import Scenarios
import Workbench

/// The rows of a sweep as tables: value, work, and the first campaign beside the whole run.
struct RowTables {
    let result: SweepResult

    var value: String {
        table(
            [
                "segments", "reached", "incremental outcomes", "as measured", "cost USD", "net USD",
                "net USD", "P5", "P95",
                "regret USD", "binds", "Pareto",
            ], groups: [("steady state, a campaign", 6), ("whole run, a campaign", 4), ("", 2)],
            words: [0, 11, 12]
        ) { place, row in
            let whole = wholeRun(row)
            return [
                Digits.plain(row[.segments]), Digits.percent(row[.reachedShare], 0),
                Digits.plain(row[.incrementalOutcomes]),
                Digits.plain(row[.measuredIncrementalOutcomes]), Digits.money(row[.costUSD]),
                Digits.money(row[.netValueUSD]),
                Digits.money(whole.mean), Digits.money(whole.p5), Digits.money(whole.p95),
                Digits.money(result.recommendation.regrets[place]), row.binding, row.isPareto ? "front" : "",
            ]
        }
    }

    var work: String {
        table([
            "segments", "held", "persona hits", "copy hits", "persona calls", "copy calls", "tokens in",
            "tokens out",
            "models USD", "review h", "on time", "detectable lift", "powered segments",
        ]) { _, row in
            [
                Digits.plain(row[.segments]), Digits.plain(row[.heldSegments]),
                Digits.percent(row[.personaHitRate]),
                Digits.percent(row[.copyHitRate]), Digits.plain(row[.personaCalls]),
                Digits.plain(row[.copyCalls]),
                Digits.plain(row[.inputTokens]), Digits.plain(row[.outputTokens]),
                Digits.money(row[.llmCostUSD]),
                Digits.plain(row[.reviewHours]), Digits.percent(row[.onTimeShare], 0),
                Digits.percent(row[.minimumDetectableLift]), Digits.plain(row[.poweredSegments]),
            ]
        }
    }

    var firstAndWhole: String {
        table(
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

    /// Net value a campaign over the whole run, by which rows are ranked.
    func wholeRun(_ row: SweepRow) -> Band { Band(row.netValues.map { $0 }) }

    private func mean(_ list: [(metric: Metric, band: Band)], _ metric: Metric) -> Double? {
        list.first { $0.metric == metric }?.band.mean
    }

    private func table(
        _ header: [String], groups: [(title: String, columns: Int)] = [], words: [Int] = [0],
        _ cells: (Int, SweepRow) -> [String]
    ) -> String {
        let paths = result.rows.first { !$0.isBaseline }?.values.map { RowName.last($0.name) } ?? []
        let rows = result.rows.indices.map { place in
            HTMLTable.Row(
                cells: [RowName.short(result.rows[place])] + cells(place, result.rows[place]),
                mark: mark(of: place))
        }
        return HTMLTable(
            header: [paths.joined(separator: ", ")] + header,
            groups: groups.isEmpty ? [] : [("", 1)] + groups, rows: rows,
            words: words
        ).html
    }

    private func mark(of place: Int) -> HTMLTable.Mark {
        if (result.recommendation.recommended ?? 0) == place { return .chosen }
        return result.recommendation.set.contains { $0.row == place } ? .member : .none
    }
}
