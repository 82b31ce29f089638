import CLAPACK
import Quantities

/// Rows of X R⁻¹ in blocks, made when they are needed and never all at once.
struct WhitenedRows {
    let design: Matrix
    /// R⁻¹.
    let inverse: Matrix

    init(_ design: Matrix, _ triangle: Triangle) throws(FinegrainError) {
        self.design = design
        var unit = Matrix(rowCount: design.columnCount, columnCount: design.columnCount)
        for index in 0..<design.columnCount { unit[index, index] = 1 }
        inverse = try triangle.solve(unit)
    }

    /// Calls `body` with every block: the number of its first row, how many rows, and their whitened values, column by
    /// column with a stride of `NormalEquations.blockRows`; the values may be changed.
    /// - Complexity: O(rows × columns²).
    func forEachBlock(_ body: (_ start: Int, _ count: Int, _ values: inout [Double]) -> Void) {
        let width = Int32(design.columnCount)
        let stride = Int32(design.rowCount)
        var values = Array(repeating: 0.0, count: NormalEquations.blockRows * design.columnCount)
        var start = 0
        while start < design.rowCount {
            let count = min(NormalEquations.blockRows, design.rowCount - start)
            design.elements.withUnsafeBufferPointer { elements in
                dgemm_(
                    "N", "N", [Int32(count)], [width], [width], [1], elements.baseAddress! + start, [stride],
                    inverse.elements, [width], [0], &values, [Int32(NormalEquations.blockRows)], 1, 1)
            }
            body(start, count, &values)
            start += count
        }
    }

    /// Σ factor z z' over rows.
    func weightedGram(_ factor: (Int) -> Double) -> Matrix {
        let width = design.columnCount
        var gram = Matrix(rowCount: width, columnCount: width)
        forEachBlock { start, count, values in
            WhitenedRows.scale(&values, width, count) { factor(start + $0).squareRoot() }
            WhitenedRows.accumulate(values, width, count, &gram)
        }
        return gram.symmetrized
    }

    static func scale(_ values: inout [Double], _ width: Int, _ count: Int, _ factor: (Int) -> Double) {
        values.withUnsafeMutableBufferPointer { values in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { factors in
                for row in 0..<count { factors[row] = factor(row) }
                for column in 0..<width {
                    let target = values.baseAddress! + column * NormalEquations.blockRows
                    for row in 0..<count { target[row] *= factors[row] }
                }
            }
        }
    }

    static func accumulate(_ values: [Double], _ width: Int, _ count: Int, _ gram: inout Matrix) {
        dsyrk_(
            "U", "T", [Int32(width)], [Int32(count)], [1], values, [Int32(NormalEquations.blockRows)], [1],
            &gram.elements, [Int32(width)], 1, 1)
    }
}

extension Matrix {
    /// The upper triangle copied to the lower one.
    var symmetrized: Matrix {
        var result = self
        for column in 0..<columnCount { for row in 0..<column { result[column, row] = result[row, column] } }
        return result
    }
}
