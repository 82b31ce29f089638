import Quantities
import Tabular

/// Reads a file of cells: attributes, arm, n, and sums.
struct CellLoader {
    let plan: UpliftPlan
    let file: String
    private let cells: CellTable
    private let arm: CategoricalColumn
    private let roles: ColumnRoles
    /// Cells of the compared arms in the order of their attributes' texts.
    private let kept: [Int]
    private var experiment: LoadedExperiment

    /// - Throws: bad input with every problem of the columns and of the file.
    static func load(_ file: String, plan: UpliftPlan) throws -> LoadedExperiment {
        let (cells, formats) = try CellTable.read(file, numbers: plan.numbers)
        guard !cells.outcomes.isEmpty else {
            throw FinegrainError.badInput(
                "the file was read as cells because it has a column of counts, and it holds no sums",
                remedy:
                    "for each metric y give sum_y and sumsq_y (the same as sum_y where y is 0 or 1); or rename the "
                    + "column of counts if each row is a unit", file: file)
        }
        var loader = try CellLoader(cells, file: file, plan: plan)
        loader.experiment.numberFormats = formats
        try loader.fill()
        return loader.experiment
    }

    private init(_ cells: CellTable, file: String, plan: UpliftPlan) throws(FinegrainError) {
        self.cells = cells
        self.file = file
        let usual = ColumnRoles.treatmentNames.lazy.compactMap { name in
            cells.attributes.first { $0.name.lowercased() == name }
        }.first
        guard let arm = plan.treatment.flatMap({ cells.attribute($0) }) ?? cells.arm ?? usual else {
            throw .badInput(
                "the cells have no arm", remedy: "name the column of arms with --treatment", file: file)
        }
        self.arm = arm
        var plan = plan
        plan.treatment = arm.name
        if plan.outcomes.isEmpty { plan.outcomes = cells.outcomes.map(\.name) }
        self.plan = plan
        let known = cells.attributes.map(\.name) + (cells.outcomes + cells.covariates).map(\.name)
        if let send = plan.send {
            throw .badInput(
                "cells do not tell units apart, so they cannot be followed over \(send)",
                remedy: "give the file with one row per unit and send", file: file, field: "--send")
        }
        roles = try ColumnRoles(plan, header: known + [arm.name], file: file)
        var problems: [Problem] = []
        for (part, column) in [("id", plan.id), ("cluster", plan.cluster), ("weights", plan.weights)] {
            guard let column else { continue }
            problems.append(
                Problem(
                    "cells do not tell units apart, so \(column) cannot be used",
                    remedy: "give the file with one row per unit, or leave --\(part) out", file: file,
                    field: "--" + part))
        }
        for name in plan.by + [plan.textID, plan.over].compactMap(\.self) where cells.attribute(name) == nil {
            problems.append(
                Problem("\(name) is a sum, not an attribute", remedy: "name attributes", field: "--by"))
        }
        for name in plan.outcomes where cells.metric(name) == nil {
            problems.append(
                Problem(
                    "there are no sums of \(name)", remedy: "the file needs sum_\(name) and sumsq_\(name)",
                    file: file, field: name))
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        var sizes = Array(repeating: 0, count: arm.levels.count)
        for (code, count) in zip(arm.codes, cells.counts) { sizes[Int(code)] += count }
        let spellings = ArmSpellings(arm.levels, counts: sizes) { [plan] level in
            level == LevelColumn.missing || plan.missingLevels.contains(level)
        }
        let combined = try ArmCombinations(plan, levels: spellings.names, file: file, column: arm.name)
        let arms = try ArmNames(plan, values: combined.names, file: file, column: arm.name)
        let names = [arms.control] + arms.treatments
        let armOfLevel = spellings.arms.map { arm in
            arm.flatMap { names.firstIndex(of: combined.name(of: $0)) }
        }
        let attributes = cells.attributes
        let texts = (0..<cells.cellCount).map { cell in attributes.map { $0.level(of: cell) } }
        kept = (0..<cells.cellCount).filter { armOfLevel[Int(arm.codes[$0])] != nil }
            .sorted {
                texts[$0] == texts[$1]
                    ? arm.codes[$0] < arm.codes[$1] : texts[$0].lexicographicallyPrecedes(texts[$1])
            }
        experiment = LoadedExperiment(
            table: ExperimentTable(
                arms: names, armCodes: kept.map { armOfLevel[Int(arm.codes[$0])]! },
                keys: kept.indices.map { UInt64($0) }, fileRows: kept.map { $0 + 1 },
                counts: kept.map { cells.counts[$0] }),
            roles: roles.roles, rowCount: cells.cellCount)
        if let note = spellings.note(arm.name) { experiment.warn("joined_arms", note) }
        if sizes.reduce(0, +) == arm.levels.count {
            throw .badInput(
                "every arm has one unit", remedy: "give the number of units of each cell in the column n",
                file: file)
        }
    }

    private mutating func fill() throws(FinegrainError) {
        for name in roles.outcomes { addOutcome(name) }
        for name in roles.covariates { try addCovariate(name) }
        let columns = roles.by.compactMap { cells.attribute($0) }
        if !columns.isEmpty {
            let index = SegmentIndex(
                columns: columns.map { column in
                    (column.name, column.levels, kept.map { Int(column.codes[$0]) })
                })
            experiment.table.segments = index.names
            experiment.table.segmentPaths = index.paths
            experiment.table.segmentCodes = index.codes
        }
        if let over = roles.over.flatMap({ cells.attribute($0) }) {
            experiment.table.periods = over.levels
            experiment.table.periodCodes = kept.map { Int(over.codes[$0]) }
        }
        if let text = roles.textID.flatMap({ cells.attribute($0) }) {
            experiment.table.textNames = text.levels
            experiment.table.textCodes = kept.map { Int(text.codes[$0]) }
        }
    }

    private mutating func addOutcome(_ name: String) {
        guard let sums = cells.metric(name) else { return }
        let moments = CellMoments(sums, counts: cells.counts, cells: kept)
        if moments.lostDigits {
            experiment.warn(
                "cancellation",
                "The variance of \(name) is less than 1e-8 of its sum of squares in a cell: most of its digits "
                    + "are lost. Subtract a constant before summing.")
        }
        for (position, earlier) in experiment.table.outcomes.enumerated() {
            guard let raw = cells.product(earlier.name, name) else { continue }
            experiment.table.outcomePairs.append(
                ExperimentTable.OutcomePair(
                    first: position, second: experiment.table.outcomes.count,
                    products: kept.enumerated().map { row, cell in
                        raw[cell] - Double(cells.counts[cell]) * earlier.values[row] * moments.means[row]
                    }))
        }
        experiment.table.outcomes.append(
            ExperimentTable.Outcome(
                name: name, values: moments.means, deviations: moments.deviations,
                isBinary: kept.allSatisfy {
                    sums.sums[$0] == sums.squares[$0] && sums.sums[$0] >= 0
                        && sums.sums[$0] <= Double(cells.counts[$0])
                        && sums.sums[$0] == sums.sums[$0].rounded()
                }))
    }

    private mutating func addCovariate(_ name: String) throws(FinegrainError) {
        if let column = cells.attribute(name) {
            let codes = kept.map { Int(column.codes[$0]) }
            let numbers = column.levels.map { Double($0) }
            if numbers.allSatisfy({ $0?.isFinite ?? false }) {
                experiment.table.design.append(
                    ExperimentTable.DesignColumn(name: name, values: codes.map { numbers[$0]! }))
            } else {
                let builder = LevelColumns(name: name, levels: column.levels, codes: codes)
                experiment.table.design += try builder.columns(file: file, &experiment)
            }
            return
        }
        guard let sums = cells.metric(name) else { return }
        let moments = CellMoments(sums, counts: cells.counts, cells: kept)
        let products = roles.outcomes.map { outcome -> [Double]? in
            guard let raw = cells.product(name, outcome), let other = cells.metric(outcome) else {
                return nil
            }
            return kept.map { raw[$0] - sums.sums[$0] * other.sums[$0] / Double(cells.counts[$0]) }
        }
        let pairs = experiment.table.cellCovariates.enumerated().compactMap { index, earlier in
            cells.product(earlier.name, name).map { raw in
                (
                    other: index,
                    sums: zip(kept, zip(earlier.means, moments.means)).map { cell, means in
                        raw[cell] - Double(cells.counts[cell]) * means.0 * means.1
                    }
                )
            }
        }
        experiment.table.cellCovariates.append(
            ExperimentTable.CellCovariate(
                name: name, means: moments.means, deviations: moments.deviations, products: products,
                pairs: pairs))
    }
}

/// Means and spreads of cells from their sums.
struct CellMoments {
    let means: [Double]
    let deviations: [Double]
    /// True when a cell's spread is below 1e-8 of its sum of squares, yet not zero.
    let lostDigits: Bool

    init(_ sums: MetricSums, counts: [Int], cells: [Int]) {
        means = cells.map { sums.sums[$0] / Double(counts[$0]) }
        deviations = zip(cells, means).map { cell, mean in
            max(0, sums.squares[cell] - sums.sums[cell] * mean)
        }
        lostDigits = zip(cells, deviations).contains { cell, deviation in
            counts[cell] > 1 && deviation < 1e-8 * sums.squares[cell] && sums.sums[cell] != sums.squares[cell]
        }
    }
}
