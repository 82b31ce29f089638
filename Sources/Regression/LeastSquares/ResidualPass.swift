import CLAPACK

/// What one pass over the rows gives once the coefficients are known.
struct ResidualPass {
    private(set) var fitted: [Double]
    private(set) var leverages: [Double]
    private(set) var squaredResiduals: [Double]
    private(set) var residualSums: [Double]
    private(set) var saturatedRows: [Int] = []
    private(set) var residualSumSquares = 0.0
    /// Z'We, zero but for rounding.
    private(set) var residualProjection: [Double]
    /// Σ w² z z' Σ(y − ŷ)² / (1 − h)^p for the kind asked for; empty for none and for the classical one.
    private(set) var middle: Matrix

    /// - Complexity: O(rows × columns²).
    init(_ rows: RegressionRows, _ whitened: WhitenedRows, _ solution: [Double], _ kind: CovarianceKind?) {
        let (height, width) = (whitened.design.rowCount, whitened.design.columnCount)
        var fitted = Array(repeating: 0.0, count: height)
        var leverages = fitted
        var squares = fitted
        var sums = fitted
        var saturated: [Int] = []
        var total = 0.0
        var projection = Array(repeating: 0.0, count: width)
        let needsMiddle = kind != nil && kind != .classical
        var middle = Matrix(rowCount: needsMiddle ? width : 0, columnCount: needsMiddle ? width : 0)
        whitened.design.elements.withUnsafeBufferPointer { design in
            dgemv_(
                "N", [Int32(height)], [Int32(width)], [1], design.baseAddress!, [Int32(height)], solution, [1],
                [0], &fitted, [1], 1)
        }
        whitened.forEachBlock { start, count, values in
            values.withUnsafeBufferPointer { values in
                for column in 0..<width {
                    let source = values.baseAddress! + column * NormalEquations.blockRows
                    for row in 0..<count { leverages[start + row] += source[row] * source[row] }
                }
            }
            for row in start..<start + count {
                let gap = rows.means[row] - fitted[row]
                let units = Double(rows.counts[row])
                squares[row] = rows.deviations[row] + units * gap * gap
                sums[row] = units * gap
                leverages[row] *= rows.weights[row]
                total += rows.weights[row] * squares[row]
                if 1 - leverages[row] < LeastSquares.saturation { saturated.append(row) }
            }
            values.withUnsafeBufferPointer { values in
                for column in 0..<width {
                    let source = values.baseAddress! + column * NormalEquations.blockRows
                    var sum = 0.0
                    for row in 0..<count { sum += source[row] * sums[start + row] * rows.weights[start + row] }
                    projection[column] += sum
                }
            }
            guard needsMiddle, let kind else { return }
            WhitenedRows.scale(&values, width, count) { row in
                kind.factor(
                    weight: rows.weights[start + row], squares: squares[start + row],
                    leverage: leverages[start + row]
                ).squareRoot()
            }
            WhitenedRows.accumulate(values, width, count, &middle)
        }
        self.fitted = fitted
        self.leverages = leverages
        squaredResiduals = squares
        residualSums = sums
        saturatedRows = saturated
        residualSumSquares = total
        residualProjection = projection
        self.middle = middle.symmetrized
    }
}
