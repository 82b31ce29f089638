import CLAPACK
import Quantities

/// A = U diag(λ) U' of a symmetric matrix.
struct SymmetricEigen {
    /// Rising.
    let values: [Double]
    /// One column an eigenvalue.
    let vectors: Matrix

    /// - Complexity: O(order³).
    init(_ matrix: Matrix) throws(FinegrainError) {
        var packed = matrix
        var values = Array(repeating: 0.0, count: matrix.rowCount)
        let order = Int32(matrix.rowCount)
        var info: Int32 = 0
        var wanted = 0.0
        var size: Int32 = -1
        dsyev_("V", "U", [order], &packed.elements, [order], &values, &wanted, &size, &info, 1, 1)
        size = Int32(wanted)
        var work = Array(repeating: 0.0, count: Int(size))
        dsyev_("V", "U", [order], &packed.elements, [order], &values, &work, &size, &info, 1, 1)
        guard info == 0 else { throw .defect("dsyev did not converge: \(info)") }
        self.values = values
        vectors = packed
    }

    /// U diag(f(λ)) U'.
    func applying(_ function: (Double) -> Double) -> Matrix {
        let mapped = values.map(function)
        var result = Matrix(rowCount: values.count, columnCount: values.count)
        for (index, value) in mapped.enumerated() where value != 0 {
            for column in values.indices {
                let factor = value * vectors[column, index]
                for row in values.indices { result[row, column] += factor * vectors[row, index] }
            }
        }
        return result
    }
}
