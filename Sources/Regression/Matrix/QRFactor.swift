import CLAPACK
import Quantities

/// A = QR by Householder reflections; with `Triangle`, the only code that calls LAPACK.
struct QRFactor {
    /// R above and on the diagonal, the reflections below it.
    private var packed: Matrix
    private var scales: [Double]

    /// - Complexity: O(rows × columns²).
    init(_ matrix: Matrix) throws(FinegrainError) {
        packed = matrix
        let rank = min(matrix.rowCount, matrix.columnCount)
        scales = Array(repeating: 0, count: rank)
        guard rank > 0 else { return }
        let (m, n) = (Int32(matrix.rowCount), Int32(matrix.columnCount))
        var info: Int32 = 0
        var wanted = 0.0
        var size: Int32 = -1
        // The first call only asks for the best size of the work space.
        dgeqrf_([m], [n], &packed.elements, [m], &scales, &wanted, &size, &info)
        size = Int32(wanted)
        var work = Array(repeating: 0.0, count: Int(size))
        dgeqrf_([m], [n], &packed.elements, [m], &scales, &work, &size, &info)
        guard info == 0 else { throw .defect("dgeqrf refused argument \(-info)") }
    }

    /// The upper triangle, min(rows, columns) × columns.
    var triangle: Matrix {
        var result = Matrix(rowCount: scales.count, columnCount: packed.columnCount)
        for column in 0..<result.columnCount {
            for row in 0...min(column, max(scales.count - 1, 0)) where row < result.rowCount {
                result[row, column] = packed[row, column]
            }
        }
        return result
    }

    /// The first `columnCount` entries of Q'y.
    func projected(_ vector: [Double]) throws(FinegrainError) -> [Double] {
        precondition(vector.count == packed.rowCount, "a vector as long as the matrix is high")
        var result = vector
        let (m, k) = (Int32(packed.rowCount), Int32(scales.count))
        var info: Int32 = 0
        var wanted = 0.0
        var size: Int32 = -1
        dormqr_(
            "L", "T", [m], [1], [k], packed.elements, [m], scales, &result, [m], &wanted, &size, &info, 1, 1)
        size = Int32(wanted)
        var work = Array(repeating: 0.0, count: Int(size))
        dormqr_(
            "L", "T", [m], [1], [k], packed.elements, [m], scales, &result, [m], &work, &size, &info, 1, 1)
        guard info == 0 else { throw .defect("dormqr refused argument \(-info)") }
        return Array(result.prefix(scales.count))
    }
}
