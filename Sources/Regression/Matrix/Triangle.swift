import CLAPACK
import Quantities

/// A square upper triangle R without a zero on its diagonal.
struct Triangle: Sendable {
    let matrix: Matrix

    init(_ matrix: Matrix) {
        precondition(matrix.rowCount == matrix.columnCount, "a triangle is square")
        self.matrix = matrix
    }

    private var order: Int32 { Int32(matrix.rowCount) }

    /// R⁻¹ B.
    func solve(_ right: Matrix) throws(FinegrainError) -> Matrix {
        var result = right
        var info: Int32 = 0
        dtrtrs_(
            "U", "N", "N", [order], [Int32(right.columnCount)], matrix.elements, [order], &result.elements,
            [order], &info, 1, 1, 1)
        guard info == 0 else { throw .defect("dtrtrs met a zero on the diagonal at \(info)") }
        return result
    }
}

extension Matrix {
    /// A'A, both triangles filled.
    var gram: Matrix {
        var result = Matrix(rowCount: columnCount, columnCount: columnCount)
        let (m, n) = (Int32(rowCount), Int32(columnCount))
        dsyrk_("U", "T", [n], [m], [1], elements, [m], [0], &result.elements, [n], 1, 1)
        for column in 0..<columnCount {
            for row in 0..<column { result[column, row] = result[row, column] }
        }
        return result
    }
}
