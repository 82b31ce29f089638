/// Matrices of a few rows, stored row by row, for which a call of LAPACK costs more than the work.
enum SmallMatrix {
    /// Inverts in place by Gauss and Jordan's elimination with row pivoting.
    /// - Precondition: the matrix is regular.
    static func invert(_ matrix: inout [Double], _ size: Int) {
        if size == 1 {
            matrix[0] = 1 / matrix[0]
            return
        }
        var swaps: [(Int, Int)] = []
        for pivot in 0..<size {
            var best = pivot
            for row in pivot..<size where abs(matrix[row * size + pivot]) > abs(matrix[best * size + pivot]) {
                best = row
            }
            if best != pivot {
                for column in 0..<size { matrix.swapAt(best * size + column, pivot * size + column) }
                swaps.append((best, pivot))
            }
            let scale = 1 / matrix[pivot * size + pivot]
            matrix[pivot * size + pivot] = 1
            for column in 0..<size { matrix[pivot * size + column] *= scale }
            for row in 0..<size where row != pivot {
                let factor = matrix[row * size + pivot]
                matrix[row * size + pivot] = 0
                for column in 0..<size {
                    matrix[row * size + column] -= factor * matrix[pivot * size + column]
                }
            }
        }
        // Rows swapped before are columns swapped after.
        for (first, second) in swaps.reversed() {
            for row in 0..<size { matrix.swapAt(row * size + first, row * size + second) }
        }
    }

    /// Replaces a symmetric matrix without negative eigenvalues by its lower Cholesky factor. A component
    /// without variance gets a column of zeros.
    static func factor(_ matrix: inout [Double], _ size: Int, at start: Int = 0) {
        for column in 0..<size {
            var pivot = matrix[start + column * size + column]
            let scale = pivot
            for inner in 0..<column {
                let value = matrix[start + column * size + inner]
                pivot -= value * value
            }
            let root = pivot > 1e-14 * scale ? pivot.squareRoot() : 0
            matrix[start + column * size + column] = root
            for row in (column + 1)..<max(size, column + 1) {
                var value = matrix[start + row * size + column]
                for inner in 0..<column {
                    value -= matrix[start + row * size + inner] * matrix[start + column * size + inner]
                }
                matrix[start + row * size + column] = root > 0 ? value / root : 0
            }
            for above in 0..<column { matrix[start + above * size + column] = 0 }
        }
    }
}
