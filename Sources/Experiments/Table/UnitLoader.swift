import Quantities
import Tabular

/// Reads a file with one row per unit.
struct UnitLoader {
    let plan: UpliftPlan
    let file: String
    let roles: ColumnRoles
    let frame: ColumnFrame
    var experiment: LoadedExperiment

    /// - Throws: bad input with every problem of the columns and of the file.
    static func load(_ file: String, plan: UpliftPlan, header: [String]) throws -> LoadedExperiment {
        let roles = try ColumnRoles(plan, header: header, file: file)
        let counts = TotalsCheck.columns(header, except: roles.used)
        let repeats =
            roles.id == nil && roles.cluster == nil
            ? RepeatedUnits.candidates(header, except: roles.used + counts) : []
        var requests = [ColumnRequest(roles.treatment, .level)]
        requests += roles.outcomes.map { ColumnRequest($0, .number) }
        requests += roles.covariates.map { ColumnRequest($0, .automatic) }
        requests += (roles.by + [roles.over].compactMap(\.self)).map { ColumnRequest($0, .level) }
        requests += [roles.cluster, roles.textID, roles.send].compactMap(\.self).map {
            ColumnRequest($0, .category)
        }
        if let event = roles.event, !roles.outcomes.contains(event) {
            requests.append(ColumnRequest(event, .number))
        }
        requests += roles.id.map { [ColumnRequest($0, .key)] } ?? []
        requests += roles.weights.map { [ColumnRequest($0, .number)] } ?? []
        requests += counts.map { ColumnRequest($0, .automatic) }
        let keys = TotalsCheck.keys(header, except: roles.used)
        requests += (repeats.map(\.column) + keys).map { ColumnRequest($0, .optionalKey) }
        let frame = try ColumnFrame.load(
            file, requests, numbers: plan.numbers, rowKeys: roles.id == nil, jobs: plan.jobs)
        var loader = try UnitLoader(plan: plan, file: file, roles: roles, frame: frame)
        try loader.fill()
        try loader.checkUnits(counts: counts, keys: keys, repeats: repeats)
        try loader.collapseSends()
        return loader.experiment
    }

    private init(plan: UpliftPlan, file: String, roles: ColumnRoles, frame: ColumnFrame) throws {
        self.plan = plan
        self.file = file
        self.roles = roles
        self.frame = frame
        let column = frame.category(roles.treatment)
        var sizes = Array(repeating: 0, count: column.levels.count)
        for code in column.codes { sizes[Int(code)] += 1 }
        let spellings = ArmSpellings(column.levels, counts: sizes) { level in
            level == LevelColumn.missing || plan.missingLevels.contains(level)
                || UnitLoader.meansNoArm(level)
        }
        let combined = try ArmCombinations(
            plan, levels: spellings.names, file: file, column: roles.treatment)
        let arms = try ArmNames(plan, values: combined.names, file: file, column: roles.treatment)
        let names = [arms.control] + arms.treatments
        let armOfLevel = spellings.arms.map { arm in
            arm.flatMap { names.firstIndex(of: combined.name(of: $0)) }
        }
        let keys = roles.id.map { frame.keys($0) } ?? frame.rowKeys
        // One order for every sum, whatever the order of the file.
        let kept = (0..<frame.rowCount).filter { armOfLevel[Int(column.codes[$0])] != nil }
            .sorted { (keys[$0], $0) < (keys[$1], $1) }
        experiment = LoadedExperiment(
            table: ExperimentTable(
                arms: names, armCodes: kept.map { armOfLevel[Int(column.codes[$0])]! },
                keys: kept.map { keys[$0] }, fileRows: kept.map { $0 + 1 }),
            roles: roles.roles, rowCount: frame.rowCount)
        experiment.numberFormats = frame.numberFormats
        if let note = roles.armNote { experiment.warn("arm_column", note) }
        if let note = spellings.note(roles.treatment) { experiment.warn("joined_arms", note) }
        let missing = spellings.arms.indices.filter { spellings.arms[$0] == nil }.reduce(0) { $0 + sizes[$1] }
        if missing > 0 {
            experiment.missing.append(
                UpliftReadout.Missing(column: roles.treatment, rows: missing, treatment: "rows left out"))
            experiment.warn(
                "missing_arm",
                "\(missing) \(missing == 1 ? "row has" : "rows have") no value of \(roles.treatment) and \(missing == 1 ? "is" : "are") left out."
            )
        }
    }

    /// `NA` and `null` are no arms; `None` is one, since it often names the control.
    private static func meansNoArm(_ level: String) -> Bool {
        var text = level
        return level.lowercased() != "none" && text.withUTF8 { MissingMark.matches($0) }
    }

    var rows: [Int] { experiment.table.fileRows.map { $0 - 1 } }

    private mutating func fill() throws {
        try checkIdentities()
        let rows = self.rows
        let outcomes = OutcomeColumns(plan: plan, file: file)
        try outcomes.add(
            roles.outcomes.map { name in
                let column = frame.number(name)
                return (name, rows.map { column[$0] })
            }, to: &experiment)
        if let weights = roles.weights { try addWeights(weights, rows) }
        try addDesign(rows)
        if !roles.by.isEmpty { addSegments(rows) }
        if let cluster = roles.cluster { addClusters(cluster, rows) }
        if let over = roles.over {
            experiment.table.periods = frame.category(over).levels
            experiment.table.periodCodes = codes(over, rows)
        }
        if let text = roles.textID {
            let column = frame.category(text)
            experiment.table.textNames = column.levels
            experiment.table.textCodes = rows.map {
                let code = Int(column.codes[$0])
                return column.levels[code] == LevelColumn.missing ? -1 : code
            }
        }
    }

    private mutating func addDesign(_ rows: [Int]) throws(FinegrainError) {
        for name in roles.covariates {
            if let column = frame.numbers.first(where: { $0.name == name }) {
                var builder = NumberColumns(name: name, values: rows.map { column.values[$0] })
                builder.impute(&experiment)
                experiment.table.design += builder.columns
            } else {
                let column = level(name)
                let builder = LevelColumns(
                    name: name, levels: column.levels, codes: rows.map { Int(column.codes[$0]) })
                experiment.table.design += try builder.columns(file: file, &experiment)
            }
        }
    }

    private mutating func addSegments(_ rows: [Int]) {
        let columns = roles.by.map { level($0) }
        let index = SegmentIndex(
            columns: columns.map { column in
                (column.name, column.levels, rows.map { Int(column.codes[$0]) })
            })
        experiment.table.segments = index.names
        experiment.table.segmentPaths = index.paths
        experiment.table.segmentCodes = index.codes
    }

    /// A column of levels without spaces around them, those that the plan calls missing joined with the empty one.
    private func level(_ name: String) -> LevelColumn {
        frame.category(name).trimmed.missing(plan.missingLevels)
    }

    /// One row per unit from one row per unit and send.
    private mutating func collapseSends() throws(FinegrainError) {
        guard let send = roles.send else { return }
        let rows = self.rows
        let event = roles.event.map { frame.number($0) } ?? []
        try RepeatedSends(
            column: send, names: frame.category(send).levels, sends: codes(send, rows), event: plan.event,
            eventValues: event.isEmpty ? [] : rows.map { event[$0] }, file: file
        ).collapse(&experiment)
    }

    /// Rows without a cluster are clusters of their own: together they would be one that nobody named.
    private mutating func addClusters(_ name: String, _ rows: [Int]) {
        let column = frame.category(name)
        var codes = self.codes(name, rows)
        if let missing = column.levels.firstIndex(of: LevelColumn.missing) {
            var (next, count) = (column.levels.count, 0)
            for index in codes.indices where codes[index] == missing {
                codes[index] = next
                next += 1
                count += 1
            }
            if count > 0 {
                experiment.missing.append(
                    UpliftReadout.Missing(column: name, rows: count, treatment: "clusters of their own"))
                experiment.warn(
                    "missing_cluster",
                    "\(count) of \(codes.count) rows have no \(name); each is a cluster of its own.")
            }
        }
        experiment.table.clusters = codes
    }

    private func codes(_ name: String, _ rows: [Int]) -> [Int] {
        let column = frame.category(name)
        return rows.map { Int(column.codes[$0]) }
    }
}
