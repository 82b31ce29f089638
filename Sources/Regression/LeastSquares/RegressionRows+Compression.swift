extension RegressionRows {
    /// The same units with equal rows (and equal weights) merged, in order of first appearance.
    ///
    /// Every fit and covariance of the result equals that of the original up to rounding.
    /// - Complexity: O(rows × columns).
    public func compressed() -> RegressionRows {
        var slots: [[UInt64]: Int] = [:]
        var firstRows: [Int] = []
        var mergedCounts: [Int] = []
        var mergedMeans: [Double] = []
        var mergedDeviations: [Double] = []
        var key = Array(repeating: UInt64(0), count: names.count + 1)
        for row in 0..<counts.count {
            // Adding zero turns −0 into 0, which is the same row.
            for column in 0..<names.count { key[column] = (design[row, column] + 0).bitPattern }
            key[names.count] = weights[row].bitPattern
            guard let slot = slots[key] else {
                slots[key] = firstRows.count
                firstRows.append(row)
                mergedCounts.append(counts[row])
                mergedMeans.append(means[row])
                mergedDeviations.append(deviations[row])
                continue
            }
            // Chan, Golub & LeVeque's update of mean and spread.
            let total = Double(mergedCounts[slot] + counts[row])
            let share = Double(counts[row]) / total
            let gap = means[row] - mergedMeans[slot]
            mergedDeviations[slot] += deviations[row] + gap * gap * Double(mergedCounts[slot]) * share
            mergedMeans[slot] += gap * share
            mergedCounts[slot] += counts[row]
        }
        let columns = (0..<names.count).map { column in firstRows.map { design[$0, column] } }
        return RegressionRows(
            names: names, design: Matrix(columns: columns), counts: mergedCounts, means: mergedMeans,
            deviations: mergedDeviations, weights: firstRows.map { weights[$0] })
    }
}
