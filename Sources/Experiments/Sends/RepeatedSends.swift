import Quantities
import Tabular
import Uplift

/// A file with one row per unit and send turned into one row per unit: outcomes added up over the sends, everything
/// else as at the unit's first send, and the records kept for retention and for effects over time.
struct RepeatedSends {
    let column: String
    let names: [String]
    /// A position in `names`, one per row of the table as it was read.
    let sends: [Int]
    /// What ends a unit's stay.
    let event: SendEvent?
    /// The event's column, one value per row; NaN when missing.
    let eventValues: [Double]
    let file: String

    /// - Precondition: rows of one unit are neighbours.
    /// - Throws: bad input for units recorded twice at a send and events other than 0 and 1.
    func collapse(_ experiment: inout LoadedExperiment) throws(FinegrainError) {
        let table = experiment.table
        let units = self.units(table)
        try check(units, table)
        var collapsed = ExperimentTable(
            arms: table.arms, armCodes: units.map { table.armCodes[$0[0]] },
            keys: units.map { table.keys[$0[0]] }, fileRows: units.map { table.fileRows[$0[0]] })
        let firsts = units.map { $0[0] }
        collapsed.design = table.design.map { column in
            ExperimentTable.DesignColumn(name: column.name, values: firsts.map { column.values[$0] })
        }
        collapsed.segments = table.segments
        collapsed.segmentPaths = table.segmentPaths
        if !table.segmentCodes.isEmpty { collapsed.segmentCodes = firsts.map { table.segmentCodes[$0] } }
        collapsed.clusters = table.clusters.map { list in firsts.map { list[$0] } }
        collapsed.weights = table.weights.map { list in firsts.map { list[$0] } }
        let histories = event.map { history($0, units) }
        collapsed.outcomes = table.outcomes.map { outcome in
            let values = units.indices.map { unit -> Double in
                if outcome.name == event?.column, event?.value == 1, let histories {
                    return histories.occasions(of: unit).isEmpty ? .nan : histories.hasEvent(unit) ? 1 : 0
                }
                let present = units[unit].map { outcome.values[$0] }.filter { !$0.isNaN }
                return present.isEmpty ? .nan : present.reduce(0, +)
            }
            return ExperimentTable.Outcome(
                name: outcome.name, values: values, deviations: nil,
                isBinary: values.allSatisfy { $0 == 0 || $0 == 1 || $0.isNaN })
        }
        collapsed.sendRecords = SendRecords(
            column: column, names: names, histories: histories,
            rows: units.indices.flatMap { unit in units[unit].map { _ in unit } },
            sends: units.flatMap { $0.map { sends[$0] } },
            outcomes: table.outcomes.map { outcome in
                ExperimentTable.DesignColumn(
                    name: outcome.name, values: units.flatMap { $0.map { outcome.values[$0] } })
            })
        remark(units, table, &experiment)
        experiment.table = collapsed
    }

    /// Rows of each unit in the order of its sends.
    private func units(_ table: ExperimentTable) -> [[Int]] {
        var units: [[Int]] = []
        for row in 0..<table.rowCount {
            if row > 0, table.keys[row] == table.keys[row - 1] {
                units[units.count - 1].append(row)
            } else {
                units.append([row])
            }
        }
        return units.map { rows in rows.sorted { (sends[$0], $0) < (sends[$1], $1) } }
    }

    private func check(_ units: [[Int]], _ table: ExperimentTable) throws(FinegrainError) {
        var problems: [Problem] = []
        if let missing = names.firstIndex(of: LevelColumn.missing) {
            let rows = sends.indices.filter { sends[$0] == missing }.map { table.fileRows[$0] }
            problems.append(
                Problem(
                    "\(rows.count) rows have no \(column)", remedy: "say which send they belong to",
                    file: file, line: rows.min().map { $0 + 1 }, field: column))
        }
        let repeated = units.flatMap { rows in
            rows.indices.dropFirst().filter { sends[rows[$0]] == sends[rows[$0 - 1]] }.map { rows[$0] }
        }
        if let first = repeated.map({ table.fileRows[$0] }).min() {
            problems.append(
                Problem(
                    "\(repeated.count) rows repeat the unit and the \(column) of another row",
                    remedy: "aggregate to one row per unit and send", file: file, line: first + 1,
                    field: column))
        }
        if let event,
            let bad = eventValues.indices.first(where: {
                !eventValues[$0].isNaN && eventValues[$0] != 0 && eventValues[$0] != 1
            })
        {
            problems.append(
                Problem(
                    "\(event.column) is \(eventValues[bad])", remedy: "an event is 0 or 1", file: file,
                    line: table.fileRows[bad] + 1, field: event.column))
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
    }

    /// At risk while the event's column has a value, up to the event.
    private func history(_ event: SendEvent, _ units: [[Int]]) -> RiskHistories {
        RiskHistories(
            occasionCount: names.count,
            units: units.map { rows in
                var occasions: [Int] = []
                for row in rows where !eventValues[row].isNaN {
                    occasions.append(sends[row])
                    if eventValues[row] == Double(event.value) { return (occasions, true) }
                }
                return (occasions, false)
            })
    }

    private func remark(
        _ units: [[Int]], _ table: ExperimentTable, _ experiment: inout LoadedExperiment
    ) {
        guard !table.segmentCodes.isEmpty else { return }
        let moved = units.filter { rows in
            rows.contains { table.segmentCodes[$0] != table.segmentCodes[rows[0]] }
        }.count
        guard moved > 0 else { return }
        experiment.warn(
            "changing_segment",
            "\(moved) of \(units.count) units change their segment between sends; each counts in that of its first "
                + "send, which no later send can have moved.")
    }
}
