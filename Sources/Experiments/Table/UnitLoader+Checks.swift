import Quantities
import Tabular

extension UnitLoader {
    /// Whether rows are units at all.
    mutating func checkUnits(
        counts: [String], keys: [String], repeats: [RepeatedUnits.Candidate]
    ) throws(FinegrainError) {
        let rows = self.rows
        try TotalsCheck(file: file, experiment: experiment, hasIDs: roles.id != nil).check(
            counts: counts.compactMap { name in
                frame.numbers.first { $0.name == name }.map { column in
                    (name, rows.map { column.values[$0] })
                }
            },
            keys: keys.map { name in
                let column = frame.keys(name)
                return (name, rows.map { column[$0] })
            })
        let arms = experiment.table.armCodes
        for candidate in repeats {
            let keys = frame.keys(candidate.column)
            let known = rows.indices.filter { keys[rows[$0]] != 0 }
            let units = RepeatedUnits(keys: known.map { keys[rows[$0]] }, arms: known.map { arms[$0] })
            try units.check(candidate, file: file, &experiment)
        }
    }

    /// Weights of units: a negative one is refused, and a row of none, or of zero, counts for nothing.
    mutating func addWeights(_ name: String, _ rows: [Int]) throws {
        let column = frame.number(name)
        var values = rows.map { column[$0] }
        // In the order of the file.
        let lines = experiment.table.fileRows.map { $0 + 1 }
        let order = values.indices.sorted { lines[$0] < lines[$1] }
        var problems = ProblemLog()
        for index in order where values[index] < 0 {
            problems.add(
                Problem(
                    "a negative weight", remedy: "a unit stands for some number of units: write zero or more",
                    file: file, line: lines[index], field: name))
        }
        try problems.throwIfAny()
        let none = order.filter { !(values[$0] > 0) }
        for index in none { values[index] = 0 }
        if !none.isEmpty {
            if none.count == values.count {
                throw FinegrainError.badInput(
                    "no row has a weight above zero", remedy: "name the column of weights with --weights",
                    file: file, field: name)
            }
            experiment.missing.append(
                UpliftReadout.Missing(column: name, rows: none.count, treatment: "rows left out"))
            let first = none.prefix(3).map { String(lines[$0]) }.joined(separator: ", ")
            experiment.warn(
                "missing_weight",
                "\(none.count) of \(values.count) rows have no \(name), or one of 0, and count for nothing "
                    + "(\(none.count > 3 ? "first in lines" : none.count == 1 ? "line" : "lines") \(first)).")
        }
        experiment.table.weights = values
    }

    /// A unit in two arms has no arm; a unit counted twice makes errors too small.
    func checkIdentities() throws(FinegrainError) {
        guard let id = roles.id else { return }
        let (keys, arms) = (experiment.table.keys, experiment.table.armCodes)
        var (repeated, crossed) = (0, 0)
        var firstLine: Int?
        for index in keys.indices.dropFirst() where keys[index] == keys[index - 1] {
            repeated += 1
            if arms[index] != arms[index - 1] {
                if crossed == 0 { firstLine = experiment.table.fileRows[index] + 1 }
                crossed += 1
            } else if firstLine == nil {
                firstLine = experiment.table.fileRows[index] + 1
            }
        }
        guard repeated > 0, crossed > 0 || roles.send == nil else { return }
        if crossed > 0 {
            throw .badInput(
                "\(crossed) rows have the \(id) of a unit that is in another arm too",
                remedy: "leave units out that got both, or name what was randomised with --id", file: file,
                line: firstLine, field: id)
        }
        throw .badInput(
            "\(repeated) rows repeat the \(id) of an earlier row",
            remedy: "aggregate to one row per unit, or write --cluster \(id)", file: file, line: firstLine,
            field: id)
    }
}
