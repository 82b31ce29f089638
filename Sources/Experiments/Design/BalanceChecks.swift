import Uplift

/// How covariates are spread over the arms: of units by their weights, with errors that count clusters.
struct BalanceChecks {
    let table: ExperimentTable

    /// A standardized difference beyond this is flagged (Austin 2009).
    static let threshold = 0.1
    /// With clusters or weights, a flagged difference is one of a p-value below this.
    static let chance = 0.01

    /// One a design column and treatment.
    func results() -> [BalanceResult] {
        let groups = RowGroups(groups: [], groupCount: 1, arms: table.armCodes, armCount: table.arms.count)
        return table.design.flatMap { column in
            let summaries = table.arms.indices.map { arm in
                summary(column.values, Array(groups.rows(group: 0, arm: arm)))
            }
            return table.arms.indices.dropFirst().map { arm in
                guard table.clusters == nil, table.weights == nil else { return linearized(column, arm) }
                return result(column.name, control: summaries[0], treatment: summaries[arm], arm: arm)
            }
        }
    }

    private func summary(_ values: [Double], _ rows: [Int]) -> ArmSummary {
        var (count, sum) = (0, 0.0)
        for row in rows {
            count += table.count(row)
            sum += values[row] * Double(table.count(row))
        }
        guard count > 0 else { return .empty }
        let mean = sum / Double(count)
        let spread = rows.reduce(0.0) { total, row in
            let gap = values[row] - mean
            return total + gap * gap * Double(table.count(row))
        }
        return ArmSummary(count: count, mean: mean, squaredDeviations: spread)
    }

    /// Weighted means and spreads; a difference beyond the threshold counts only if clusters do not explain it.
    private func linearized(_ column: ExperimentTable.DesignColumn, _ arm: Int) -> BalanceResult {
        let rows = (0..<table.rowCount).filter { table.armCodes[$0] == 0 || table.armCodes[$0] == arm }
        let difference = LinearizedDifference(
            rows.map { row in
                LinearizedDifference.Row(
                    value: column.values[row], weight: table.weights?[row] ?? 1,
                    isTreated: table.armCodes[row] == arm, cluster: table.clusters?[row] ?? row)
            })
        let (control, treatment) = (weighted(column.values, 0), weighted(column.values, arm))
        let pooled = ((control.variance + treatment.variance) / 2).squareRoot()
        let standardized = pooled > 0 ? (treatment.mean - control.mean) / pooled : nil
        let pValue = pooled > 0 ? difference?.pValue : nil
        return BalanceResult(
            covariate: column.name, control: table.arms[0], treatment: table.arms[arm],
            meanControl: control.mean, meanTreatment: treatment.mean, standardizedDifference: standardized,
            pValue: pValue,
            isFlagged: abs(standardized ?? 0) > BalanceChecks.threshold
                && (pValue ?? 1) < BalanceChecks.chance)
    }

    private func weighted(_ values: [Double], _ arm: Int) -> (mean: Double, variance: Double) {
        let rows = (0..<table.rowCount).filter { table.armCodes[$0] == arm }
        let weights = rows.map { table.weights?[$0] ?? 1 }
        let total = weights.reduce(0, +)
        guard total > 0 else { return (0, 0) }
        let mean = zip(rows, weights).reduce(0) { $0 + $1.1 * values[$1.0] } / total
        let spread = zip(rows, weights).reduce(0) {
            $0 + $1.1 * (values[$1.0] - mean) * (values[$1.0] - mean)
        }
        return (mean, spread / total)
    }

    private func result(
        _ name: String, control: ArmSummary, treatment: ArmSummary, arm: Int
    ) -> BalanceResult {
        let difference = try? DifferenceInMeans(treatment: treatment, control: control)
        let pooled = ((control.variance + treatment.variance) / 2).squareRoot()
        let standardized = pooled > 0 ? (treatment.mean - control.mean) / pooled : nil
        return BalanceResult(
            covariate: name, control: table.arms[0], treatment: table.arms[arm],
            meanControl: control.mean, meanTreatment: treatment.mean, standardizedDifference: standardized,
            pValue: pooled > 0 ? difference?.pValue : nil,
            isFlagged: (standardized.map { abs($0) } ?? 0) > BalanceChecks.threshold)
    }
}
