#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A = LL' of a symmetric matrix that is positive definite but for redundant columns, which are left out, left to right.
///
/// For the few dozen columns of a model; the columns' rows have gone into A before.
struct CholeskyFactor {
    /// Columns that were kept, rising.
    let kept: [Int]
    /// The factor of the kept columns, row by row.
    private let rows: [[Double]]

    /// - Parameter redundancy: a column counts as redundant when the part of its diagonal that the columns before it
    ///   do not explain is below this share.
    /// - Complexity: O(columns³).
    init(_ matrix: Matrix, redundancy: Double = 1e-12) {
        var kept: [Int] = []
        var rows: [[Double]] = []
        for column in 0..<matrix.columnCount {
            var row: [Double] = []
            for (position, earlier) in kept.enumerated() {
                var sum = matrix[column, earlier]
                for index in 0..<position { sum -= row[index] * rows[position][index] }
                row.append(sum / rows[position][position])
            }
            let rest = matrix[column, column] - row.reduce(0) { $0 + $1 * $1 }
            guard rest > redundancy * matrix[column, column], rest > 0 else { continue }
            row.append(rest.squareRoot())
            kept.append(column)
            rows.append(row)
        }
        self.kept = kept
        self.rows = rows
    }

    /// x of Ax = b over the kept columns; `right` has an entry for every column of A.
    func solve(_ right: [Double]) -> [Double] {
        var result = kept.map { right[$0] }
        for index in result.indices {
            for earlier in 0..<index { result[index] -= rows[index][earlier] * result[earlier] }
            result[index] /= rows[index][index]
        }
        for index in result.indices.reversed() {
            for later in (index + 1)..<max(index + 1, result.count) {
                result[index] -= rows[later][index] * result[later]
            }
            result[index] /= rows[index][index]
        }
        return result
    }

    /// ln det A over the kept columns.
    var logDeterminant: Double { rows.indices.reduce(0) { $0 + 2 * log(rows[$1][$1]) } }

    /// A⁻¹ over the kept columns.
    var inverse: Matrix {
        let size = (kept.last ?? -1) + 1
        return Matrix(
            columns: kept.map { column in
                var unit = Array(repeating: 0.0, count: size)
                unit[column] = 1
                return solve(unit)
            })
    }
}
