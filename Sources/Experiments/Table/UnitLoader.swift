import Quantities
import Tabular

/// Reads a file with one row a unit.
struct UnitLoader {
    let plan: UpliftPlan
    let file: String
    let roles: ColumnRoles
    private let frame: ColumnFrame
    private var experiment: LoadedExperiment

    /// - Throws: bad input with every problem of the columns and of the file.
    static func load(_ file: String, plan: UpliftPlan, header: [String]) throws -> LoadedExperiment {
        let roles = try ColumnRoles(plan, header: header, file: file)
        var requests = [ColumnRequest(roles.treatment, .category)]
        requests += roles.outcomes.map { ColumnRequest($0, .number) }
        requests += roles.covariates.map { ColumnRequest($0, .automatic) }
        requests += (roles.by + [roles.cluster, roles.textID].compactMap(\.self)).map {
            ColumnRequest($0, .category)
        }
        requests += roles.id.map { [ColumnRequest($0, .key)] } ?? []
        requests += roles.weights.map { [ColumnRequest($0, .number)] } ?? []
        let frame = try ColumnFrame.load(file, requests, rowKeys: roles.id == nil, jobs: plan.jobs)
        var loader = try UnitLoader(plan: plan, file: file, roles: roles, frame: frame)
        try loader.fill()
        return loader.experiment
    }

    private init(plan: UpliftPlan, file: String, roles: ColumnRoles, frame: ColumnFrame) throws {
        self.plan = plan
        self.file = file
        self.roles = roles
        self.frame = frame
        let column = frame.category(roles.treatment)
        let arms = try ArmNames(
            plan, values: column.levels.filter { $0 != LevelColumn.missing }, file: file,
            column: roles.treatment)
        let names = [arms.control] + arms.treatments
        let armOfLevel = column.levels.map { names.firstIndex(of: $0) }
        let keys = roles.id.map { frame.keys($0) } ?? frame.rowKeys
        // One order for every sum, whatever the order of the file.
        let kept = (0..<frame.rowCount).filter { armOfLevel[Int(column.codes[$0])] != nil }
            .sorted { (keys[$0], $0) < (keys[$1], $1) }
        experiment = LoadedExperiment(
            table: ExperimentTable(
                arms: names, armCodes: kept.map { armOfLevel[Int(column.codes[$0])]! },
                keys: kept.map { keys[$0] }, fileRows: kept.map { $0 + 1 }),
            roles: roles.roles, rowCount: frame.rowCount)
        if let missing = column.levels.firstIndex(of: LevelColumn.missing) {
            let count = column.codes.reduce(0) { $0 + ($1 == UInt32(missing) ? 1 : 0) }
            experiment.missing.append(
                UpliftReadout.Missing(column: roles.treatment, rows: count, treatment: "rows left out"))
            experiment.warn(
                "missing_arm", "\(count) rows have no value of \(roles.treatment) and are left out.")
        }
    }

    private var rows: [Int] { experiment.table.fileRows.map { $0 - 1 } }

    private mutating func fill() throws {
        try checkIdentities()
        let rows = self.rows
        try addOutcomes(rows)
        addWeights(rows)
        try addDesign(rows)
        if !roles.by.isEmpty { addSegments(rows) }
        if let cluster = roles.cluster { experiment.table.clusters = codes(cluster, rows) }
        if let text = roles.textID {
            let column = frame.category(text)
            experiment.table.textNames = column.levels
            experiment.table.textCodes = rows.map {
                let code = Int(column.codes[$0])
                return column.levels[code] == LevelColumn.missing ? -1 : code
            }
        }
    }

    /// A unit in two arms has no arm; a unit counted twice makes errors too small.
    private func checkIdentities() throws(FinegrainError) {
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
        guard repeated > 0 else { return }
        if crossed > 0 {
            throw .badInput(
                "\(crossed) rows have the \(id) of a unit that is in another arm too",
                remedy: "leave units out that got both, or name what was randomised with --id", file: file,
                line: firstLine, field: id)
        }
        throw .badInput(
            "\(repeated) rows repeat the \(id) of an earlier row",
            remedy: "aggregate to one row a unit, or write --cluster \(id)", file: file, line: firstLine,
            field: id)
    }

    private mutating func addOutcomes(_ rows: [Int]) throws(FinegrainError) {
        var problems: [Problem] = []
        for name in roles.outcomes {
            let column = frame.number(name)
            let values = rows.map { column[$0] }
            let missing = values.reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
            if missing == values.count {
                problems.append(
                    Problem("no row has a value", remedy: "name another outcome", file: file, field: name))
            } else if missing > 0 {
                experiment.missing.append(
                    UpliftReadout.Missing(
                        column: name, rows: missing, treatment: "rows left out for this metric"))
                experiment.warn(
                    "missing_outcome",
                    "\(missing) of \(values.count) rows have no \(name); they are left out of it, which is "
                        + "sound only if being missing has nothing to do with the arm.")
            }
            experiment.table.outcomes.append(
                ExperimentTable.Outcome(
                    name: name, values: values, deviations: nil,
                    isBinary: values.allSatisfy { $0 == 0 || $0 == 1 || $0.isNaN }))
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
    }

    private mutating func addWeights(_ rows: [Int]) {
        guard let name = roles.weights else { return }
        let column = frame.number(name)
        var values = rows.map { column[$0] }
        let bad = values.indices.filter { !(values[$0] > 0) }
        for index in bad { values[index] = 0 }
        if !bad.isEmpty {
            experiment.missing.append(
                UpliftReadout.Missing(column: name, rows: bad.count, treatment: "rows left out"))
            experiment.warn(
                "missing_weight", "\(bad.count) rows have no positive \(name) and count for nothing.")
        }
        experiment.table.weights = values
    }

    private mutating func addDesign(_ rows: [Int]) throws(FinegrainError) {
        for name in roles.covariates {
            if let column = frame.numbers.first(where: { $0.name == name }) {
                var builder = NumberColumns(name: name, values: rows.map { column.values[$0] })
                builder.impute(&experiment)
                experiment.table.design += builder.columns
            } else {
                let column = frame.category(name)
                let builder = LevelColumns(
                    name: name, levels: column.levels, codes: rows.map { Int(column.codes[$0]) })
                experiment.table.design += try builder.columns(file: file, &experiment)
            }
        }
    }

    private mutating func addSegments(_ rows: [Int]) {
        let columns = roles.by.map { frame.category($0) }
        let index = SegmentIndex(
            columns: columns.map { column in
                (column.name, column.levels, rows.map { Int(column.codes[$0]) })
            })
        experiment.table.segments = index.names
        experiment.table.segmentPaths = index.paths
        experiment.table.segmentCodes = index.codes
    }

    private func codes(_ name: String, _ rows: [Int]) -> [Int] {
        let column = frame.category(name)
        return rows.map { Int(column.codes[$0]) }
    }
}
