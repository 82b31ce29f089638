import Tabular
import Uplift
import Workers

/// Effects by period: by send when units are followed, else by the column of `--over`.
struct EffectTimeline {
    let table: ExperimentTable
    let plan: UpliftPlan

    /// Nil when neither was asked for.
    func result() throws -> TimelineResult? {
        if let records = table.sendRecords {
            return try result(
                records.column, records.names, followsUnits: true,
                tables: records.names.indices.map { bySend(records, $0) })
        }
        guard let codes = table.periodCodes, let column = plan.over else { return nil }
        let known = table.periods.indices.filter { table.periods[$0] != LevelColumn.missing }
        let groups = RowGroups(
            groups: codes, groupCount: table.periods.count, arms: table.armCodes, armCount: table.arms.count)
        return try result(
            column, known.map { table.periods[$0] }, followsUnits: false,
            tables: known.map { (table, groups, $0) })
    }

    /// One table with the rows of a period as a group of it.
    private typealias Period = (table: ExperimentTable, groups: RowGroups, group: Int)

    /// The table with the outcomes of one send; those that the file does not hold are left out.
    private func bySend(_ records: SendRecords, _ send: Int) -> Period {
        var part = table
        part.outcomes = table.outcomes.compactMap { outcome in
            records.values(of: outcome.name, send: send, rowCount: table.rowCount).map { values in
                ExperimentTable.Outcome(
                    name: outcome.name, values: values, deviations: nil,
                    isBinary: values.allSatisfy { $0 == 0 || $0 == 1 || $0.isNaN })
            }
        }
        return (
            part,
            RowGroups(groups: [], groupCount: 1, arms: table.armCodes, armCount: table.arms.count), 0
        )
    }

    private func result(
        _ column: String, _ names: [String], followsUnits: Bool, tables: [Period]
    ) throws -> TimelineResult {
        let treatmentCount = table.arms.count - 1
        let metrics = tables.first?.table.outcomes.count ?? 0
        let parts = try WorkerPool(jobs: plan.jobs).map(metrics * treatmentCount) { item in
            let comparisons = tables.map { period in
                Comparison(
                    period.table, groups: period.groups, group: period.group, metric: item / treatmentCount,
                    treatment: item % treatmentCount + 1)
            }
            return (try periods(names, comparisons), trend(comparisons))
        }
        return TimelineResult(
            column: column, followsUnits: followsUnits, periods: parts.flatMap(\.0),
            trends: parts.compactMap(\.1))
    }

    private func periods(_ names: [String], _ comparisons: [Comparison]) throws -> [PeriodResult] {
        try zip(names, comparisons).compactMap { name, comparison in
            let estimation = EffectEstimation(comparison, segment: nil, plan: plan)
            return try estimation.plainDifference().map { PeriodResult(period: name, effect: $0) }
        }
    }

    /// The slope over the periods; cells do not tell units apart and have none.
    private func trend(_ comparisons: [Comparison]) -> TrendResult? {
        guard !table.isCells, let first = comparisons.first else { return nil }
        let trend = EffectTrend(
            comparisons.map { comparison in
                comparison.rows.map { row in
                    EffectTrend.Observation(
                        unit: table.clusters?[row] ?? row,
                        isTreated: table.armCodes[row] == comparison.treatment,
                        value: comparison.outcome.values[row], weight: table.weights?[row] ?? 1)
                }
            })
        guard let trend else { return nil }
        let interval = ConfidenceInterval(
            center: trend.slope, standardError: trend.standardError,
            degreesOfFreedom: trend.degreesOfFreedom, confidence: 1 - plan.alpha)
        return TrendResult(
            metric: first.outcome.name, treatment: table.arms[first.treatment], slope: trend.slope,
            standardError: trend.standardError, lower: interval.lower, upper: interval.upper,
            pValue: trend.pValue)
    }
}

extension EffectEstimation {
    /// The difference in means alone, by regression with clusters or weights; nil when it is not identified.
    func plainDifference() throws -> EffectResult? {
        guard isIdentified else { return nil }
        return isPlain ? try differenceInMeans() : try regressionDifference().first
    }
}
