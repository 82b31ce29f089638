import Uplift

/// How covariates are spread over the arms.
struct BalanceChecks {
    let table: ExperimentTable

    /// A standardized difference beyond this is flagged (Austin 2009).
    static let threshold = 0.1

    /// One a design column and treatment.
    func results() -> [BalanceResult] {
        let groups = RowGroups(groups: [], groupCount: 1, arms: table.armCodes, armCount: table.arms.count)
        return table.design.flatMap { column in
            let summaries = table.arms.indices.map { arm in
                summary(column.values, Array(groups.rows(group: 0, arm: arm)))
            }
            return table.arms.indices.dropFirst().map { arm in
                result(column.name, control: summaries[0], treatment: summaries[arm], arm: arm)
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
