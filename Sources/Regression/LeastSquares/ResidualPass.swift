import CLAPACK

/// What one pass over the rows gives once the coefficients are known.
struct ResidualPass {
    /// Mean outcome of each row less its fitted mean.
    private(set) var residuals: [Double]
    private(set) var leverages: [Double]
    private(set) var saturatedRows: [Int] = []
    private(set) var residualSumSquares = 0.0
    /// Z'We, zero but for rounding.
    private(set) var residualProjection: [Double]
    /// Σ w² z z' Σ(y − ŷ)² / (1 − h)^p for the kind asked for; empty for none and for the classical one.
    private(set) var middle: Matrix

    /// - Complexity: O(rows × columns²).
    init(_ rows: RegressionRows, _ whitened: WhitenedRows, _ solution: [Double], _ kind: CovarianceKind?) {
        let (height, width) = (whitened.design.rowCount, whitened.design.columnCount)
        let needsMiddle = kind != nil && kind != .classical
        var middle = Matrix(rowCount: needsMiddle ? width : 0, columnCount: needsMiddle ? width : 0)
        var saturated: [Int] = []
        var total = 0.0
        var projection = Array(repeating: 0.0, count: width)
        // Every element is written below, block by block, so that the memory is touched once.
        var leverages: [Double] = []
        residuals = Array(unsafeUninitializedCapacity: height) { residuals, written in
            leverages = Array(unsafeUninitializedCapacity: height) { leverages, written in
                whitened.forEachBlock { start, count, values in
                    let block = ResidualBlock(start: start, count: count, width: width)
                    block.residuals(rows, whitened.design, solution, residuals.baseAddress! + start)
                    block.leverages(rows, values, leverages.baseAddress! + start)
                    for row in start..<start + count {
                        total += rows.weight(row) * rows.squares(row, residuals[row])
                        if 1 - leverages[row] < LeastSquares.saturation { saturated.append(row) }
                    }
                    block.project(rows, values, residuals.baseAddress! + start, &projection)
                    guard needsMiddle, let kind else { return }
                    WhitenedRows.scale(&values, width, count) { row in
                        kind.factor(
                            weight: rows.weight(start + row),
                            squares: rows.squares(start + row, residuals[start + row]),
                            leverage: leverages[start + row]
                        ).squareRoot()
                    }
                    WhitenedRows.accumulate(values, width, count, &middle)
                }
                written = height
            }
            written = height
        }
        self.leverages = leverages
        saturatedRows = saturated
        residualSumSquares = total
        residualProjection = projection
        self.middle = middle.symmetrized
    }
}

/// One block of rows of the pass.
private struct ResidualBlock {
    let start: Int
    let count: Int
    let width: Int

    /// y − Xb.
    func residuals(
        _ rows: RegressionRows, _ design: Matrix, _ solution: [Double], _ target: UnsafeMutablePointer<Double>
    ) {
        rows.means.withUnsafeBufferPointer { means in
            for row in 0..<count { target[row] = means[start + row] }
        }
        design.elements.withUnsafeBufferPointer { elements in
            dgemv_(
                "N", [Int32(count)], [Int32(width)], [-1], elements.baseAddress! + start,
                [Int32(design.rowCount)], solution, [1], [1], target, [1], 1)
        }
    }

    /// w |z|².
    func leverages(_ rows: RegressionRows, _ values: [Double], _ target: UnsafeMutablePointer<Double>) {
        values.withUnsafeBufferPointer { values in
            for row in 0..<count { target[row] = 0 }
            for column in 0..<width {
                let source = values.baseAddress! + column * NormalEquations.blockRows
                for row in 0..<count { target[row] += source[row] * source[row] }
            }
        }
        if let weights = rows.unitWeights { for row in 0..<count { target[row] *= weights[start + row] } }
    }

    /// Adds Z'We.
    func project(
        _ rows: RegressionRows, _ values: [Double], _ residuals: UnsafeMutablePointer<Double>,
        _ projection: inout [Double]
    ) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { sums in
            for row in 0..<count {
                sums[row] = rows.weight(start + row) * rows.count(start + row) * residuals[row]
            }
            dgemv_(
                "T", [Int32(count)], [Int32(width)], [1], values, [Int32(NormalEquations.blockRows)],
                sums.baseAddress!, [1], [1], &projection, [1], 1)
        }
    }
}

extension RegressionRows {
    /// Σ (y − ŷ)² over the units of a row whose mean is off by `residual`.
    @inline(__always)
    func squares(_ row: Int, _ residual: Double) -> Double { spread(row) + count(row) * residual * residual }
}
