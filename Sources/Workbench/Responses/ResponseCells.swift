import Campaigns
import Quantities
import Tabular

/// One binary outcome by attributes and arm, checked to be enough for a world.
struct ResponseCells {
    /// What one arm's customers did, all together.
    struct ArmTotal {
        var name: String
        var customers: Int
        var outcomes: Int

        var rate: Double { Double(outcomes) / Double(customers) }
    }

    let outcome: String
    /// The cells of these arms alone, by the attributes that tell customers apart.
    let table: CellTable
    /// Control first, then the treatments.
    let arms: [ArmTotal]
    /// Attributes with one value only, which are left out.
    let constantAttributes: [String]

    var attributes: [String] { table.attributes.map(\.name) }

    /// - Throws: `FinegrainError` with everything that these cells lack.
    init(_ cells: CellTable, outcome: String, control: String, arms: [String]) throws {
        self.outcome = outcome
        let names = [control] + arms
        try ResponseCells.check(cells, outcome, names)
        guard let arm = cells.arm, let sums = cells.metric(outcome) else {
            throw FinegrainError.defect("cells without arm or outcome passed the checks")
        }
        let kept = (0..<cells.cellCount).filter { names.contains(arm.level(of: $0)) }
        func column(_ column: CategoricalColumn) -> CategoricalColumn {
            CategoricalColumn(
                name: column.name, levels: column.levels, codes: kept.map { column.codes[$0] })
        }
        let whole = CellTable(
            attributes: cells.attributes.map(column), arm: column(arm), counts: kept.map { cells.counts[$0] },
            outcomes: [
                MetricSums(
                    name: outcome, sums: kept.map { sums.sums[$0] }, squares: kept.map { sums.squares[$0] })
            ])
        let telling = whole.attributes.filter { Set($0.codes).count > 1 }.map(\.name)
        constantAttributes = whole.attributes.map(\.name).filter { !telling.contains($0) }
        table = try whole.rolledUp(by: telling)
        self.arms = names.map { name in
            let rows = kept.filter { arm.level(of: $0) == name }
            return ArmTotal(
                name: name, customers: rows.reduce(0) { $0 + cells.counts[$1] },
                outcomes: rows.reduce(0) { $0 + Int(sums.sums[$1]) })
        }
        let problems = self.arms.compactMap(\.problem) + ResponseCells.problems(of: table)
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
    }

    /// Whether arms and outcome are there, and the outcome is one that a world can draw.
    private static func check(_ cells: CellTable, _ outcome: String, _ arms: [String]) throws {
        var problems: [Problem] = []
        let known = cells.arm?.levels ?? []
        for arm in arms where !known.contains(arm) {
            problems.append(
                Problem(
                    "the cells have no arm '\(arm)'", remedy: "arms are: " + known.joined(separator: ", ")))
        }
        if arms.count < 2 {
            problems.append(
                Problem("no treatment is named", remedy: "name at least one arm beside the control"))
        }
        if Set(arms).count < arms.count {
            problems.append(Problem("an arm is named twice", remedy: "name each arm once"))
        }
        if let sums = cells.metric(outcome) {
            if !cells.isBinary(sums) {
                problems.append(
                    Problem(
                        "the outcome is not of zeros and ones, and a world draws yes or no for each customer",
                        remedy: "name a binary outcome, such as whether customers bought, not how much",
                        field: outcome))
            }
        } else {
            let names = cells.outcomes.map(\.name).joined(separator: ", ")
            problems.append(
                Problem("the cells have no such outcome", remedy: "outcomes are: " + names, field: outcome))
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
    }

    private static func problems(of table: CellTable) -> [Problem] {
        var problems: [Problem] = []
        if table.attributes.count < 2 {
            problems.append(
                Problem(
                    "a scenario needs two attributes with two values each: one that cuts, one that changes",
                    remedy: "name further columns with --by"))
        }
        let size = table.attributes.reduce(1) { product, column in
            let (value, isTooLarge) = product.multipliedReportingOverflow(by: Set(column.codes).count)
            return isTooLarge ? .max : value
        }
        if size > MeasuredResults.mostCells {
            problems.append(
                Problem(
                    "the attributes have more than \(MeasuredResults.mostCells) combinations of values",
                    remedy: "name fewer columns, or put numbers into bands"))
        }
        return problems
    }
}

extension ResponseCells.ArmTotal {
    /// An arm of successes or failures only has no logit.
    fileprivate var problem: Problem? {
        guard outcomes == 0 || outcomes == customers else { return nil }
        return Problem(
            "the arm '\(name)' has \(outcomes) outcomes of \(customers) customers, which fixes no rate",
            remedy: "leave the arm out, or name an outcome that some of its customers have")
    }
}
