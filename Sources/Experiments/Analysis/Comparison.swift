import Regression
import Uplift

/// The rows of one treatment and of the control, in one segment or everywhere, that have a value of one metric.
struct Comparison {
    let table: ExperimentTable
    let metric: Int
    /// A position in the table's arms.
    let treatment: Int
    let controlRows: [Int]
    let treatmentRows: [Int]
    /// With the values that the rows of this comparison give it.
    let outcome: ExperimentTable.Outcome

    init(_ table: ExperimentTable, groups: RowGroups, group: Int, metric: Int, treatment: Int) {
        self.table = table
        self.metric = metric
        self.treatment = treatment
        let values = table.outcomes[metric].values
        let weights = table.weights
        func present(_ arm: Int) -> [Int] {
            groups.rows(group: group, arm: arm).filter { row in
                !values[row].isNaN && (weights.map { $0[row] > 0 } ?? true)
            }
        }
        var (controls, treated) = (present(0), present(treatment))
        var outcome = table.outcomes[metric]
        if let linearization = outcome.linearization {
            if !linearization.fill(&outcome, rows: controls, in: table) { controls = [] }
            if !linearization.fill(&outcome, rows: treated, in: table) { treated = [] }
        }
        controlRows = controls
        treatmentRows = treated
        self.outcome = outcome
    }

    /// All rows, those of the control first.
    var rows: [Int] { controlRows + treatmentRows }

    /// One a row of `rows`.
    var treatmentIndicator: [Double] {
        Array(repeating: 0, count: controlRows.count) + Array(repeating: 1, count: treatmentRows.count)
    }

    var controlSummary: ArmSummary { summary(controlRows) }
    var treatmentSummary: ArmSummary { summary(treatmentRows) }

    /// Units whose outcome is not zero: what a rare event has to offer.
    var eventCounts: (control: Int, treatment: Int) { (events(controlRows), events(treatmentRows)) }

    private func events(_ rows: [Int]) -> Int {
        if let count = outcome.linearization?.eventCount(rows, in: table) { return count }
        if outcome.deviations == nil {
            return rows.reduce(0) { $0 + (outcome.values[$1] != 0 ? 1 : 0) }
        }
        // Of a cell only the sum is known: for 0 and 1 it is the number of events, else all may be.
        return rows.reduce(0) { total, row in
            let count = table.count(row)
            return total
                + (outcome.isBinary
                    ? Int((outcome.values[row] * Double(count)).rounded())
                    : (outcome.values[row] == 0 ? 0 : count))
        }
    }

    /// The weighted mean of some rows; nil without weights.
    func mean(_ rows: [Int]) -> Double? {
        guard let weights = table.weights, !rows.isEmpty else { return nil }
        let total = rows.reduce(0) { $0 + weights[$1] }
        return rows.reduce(0) { $0 + weights[$1] * outcome.values[$1] } / total
    }

    /// Mean and spread in two passes (or from cells), in the order of the rows.
    private func summary(_ rows: [Int]) -> ArmSummary {
        var (count, sum) = (0, 0.0)
        for row in rows {
            count += table.count(row)
            sum += outcome.values[row] * Double(table.count(row))
        }
        guard count > 0 else { return .empty }
        let mean = sum / Double(count)
        var squares = 0.0
        for row in rows {
            let gap = outcome.values[row] - mean
            squares += gap * gap * Double(table.count(row)) + (outcome.deviations?[row] ?? 0)
        }
        return ArmSummary(count: count, mean: mean, squaredDeviations: squares)
    }

    /// What a regression on the given columns reads.
    func regressionRows(names: [String], columns: [[Double]], rows: [Int]) -> RegressionRows {
        // A design without columns still has rows.
        let design =
            columns.isEmpty
            ? Matrix(rowCount: rows.count, columnCount: 0) : Matrix(columns: columns)
        let weights = table.weights.map { list in rows.map { list[$0] } }
        let means = rows.map { outcome.values[$0] }
        guard table.isCells else {
            return RegressionRows(names: names, design: design, outcomes: means, weights: weights)
        }
        return RegressionRows(
            names: names, design: design, counts: rows.map { table.count($0) }, means: means,
            deviations: outcome.deviations.map { list in rows.map { list[$0] } }
                ?? Array(repeating: 0, count: rows.count), weights: weights)
    }

    /// One covariate's values in the given rows.
    func covariate(_ index: Int, rows: [Int]) -> [Double] {
        let values = table.design[index].values
        return rows.map { values[$0] }
    }
}
