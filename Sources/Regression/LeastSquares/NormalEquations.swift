import CLAPACK

/// The triangle of a design from its cross products, for many more rows than columns: one pass, in blocks that stay in
/// cache, and no copy of the design.
///
/// With a constant first, the other columns are centred before they are multiplied, so that
/// R = [√W, √W x̄'; 0, L'] with LL' the centred products has the digits of a factorisation of the design itself.
struct NormalEquations {
    /// Upper triangle R with R'R = X'WX; nil when a column is nearly redundant and the design itself must be factorised.
    let triangle: Matrix?
    /// R⁻ᵀ X'Wy.
    let projection: [Double]

    /// Rows of a block: with a few dozen columns a block fits into a core's second-level cache.
    static let blockRows = 512
    /// The part of a column's length that those before it leave unexplained must exceed the square root of this, else
    /// Cholesky's error, which grows with the square of the condition, would show in the tenth digit.
    static let smallestPivot = 1e-7
    /// Rows a column from which on the products are cheaper than a factorisation.
    static let rowsPerColumn = 20

    /// - Complexity: O(rows × columns²), memory O(columns²).
    init(_ rows: RegressionRows) {
        let (height, width) = (rows.design.rowCount, rows.design.columnCount)
        let hasConstant = NormalEquations.isConstant(rows.design)
        let shift = NormalEquations.shift(rows, hasConstant: hasConstant)
        var gram = Matrix(rowCount: width + 1, columnCount: width + 1)
        var buffer = Matrix(rowCount: NormalEquations.blockRows, columnCount: width + 1)
        let roots = rows.rootSizes
        var start = 0
        while start < height {
            let count = min(NormalEquations.blockRows, height - start)
            NormalEquations.fill(&buffer, rows, shift, roots, start: start, count: count)
            dsyrk_(
                "U", "T", [Int32(width + 1)], [Int32(count)], [1], buffer.elements,
                [Int32(NormalEquations.blockRows)], [1], &gram.elements, [Int32(width + 1)], 1, 1)
            start += count
        }
        // The shifted products, with the constant's column first when there is one, are those of [1, x − shift, y − shift].
        let factor = NormalEquations.cholesky(gram, width: width)
        guard let factor else {
            triangle = nil
            projection = []
            return
        }
        // Back from shifted columns: x = (x − s) + s·1 adds s times the constant's column of R.
        var triangle = factor.triangle
        var projection = factor.projection
        if hasConstant {
            for column in 1..<max(1, width) { triangle[0, column] += shift[column] * triangle[0, 0] }
            projection[0] += shift[width] * triangle[0, 0]
        }
        self.triangle = triangle
        self.projection = projection
    }

    private static func isConstant(_ design: Matrix) -> Bool {
        let first = design.column(0)
        return first.allSatisfy { $0 == 1 }
    }

    /// Column means of the first rows: near enough to the means that little is lost; zero without a constant.
    private static func shift(_ rows: RegressionRows, hasConstant: Bool) -> [Double] {
        let width = rows.design.columnCount
        guard hasConstant else { return Array(repeating: 0, count: width + 1) }
        let count = min(rows.design.rowCount, 4 * blockRows)
        func mean(_ values: ArraySlice<Double>) -> Double {
            values.prefix(count).reduce(0, +) / Double(count)
        }
        return [0] + (1..<max(1, width)).map { mean(rows.design.column($0)) } + [mean(rows.means[...])]
    }

    private static func fill(
        _ buffer: inout Matrix, _ rows: RegressionRows, _ shift: [Double], _ roots: [Double]?, start: Int,
        count: Int
    ) {
        let width = rows.design.columnCount
        let stride = rows.design.rowCount
        buffer.elements.withUnsafeMutableBufferPointer { buffer in
            rows.design.elements.withUnsafeBufferPointer { design in
                rows.means.withUnsafeBufferPointer { means in
                    for column in 0...width {
                        let source =
                            column < width
                            ? design.baseAddress! + column * stride + start : means.baseAddress! + start
                        let target = buffer.baseAddress! + column * blockRows
                        let offset = shift[column]
                        if let roots {
                            for row in 0..<count { target[row] = (source[row] - offset) * roots[start + row] }
                        } else {
                            for row in 0..<count { target[row] = source[row] - offset }
                        }
                    }
                }
            }
        }
    }

    /// Upper Cholesky factor of the columns' products with the outcome as a last column; nil below the smallest pivot.
    private static func cholesky(_ gram: Matrix, width: Int) -> (triangle: Matrix, projection: [Double])? {
        var triangle = Matrix(rowCount: width, columnCount: width)
        var projection = Array(repeating: 0.0, count: width)
        for column in 0..<width {
            for row in 0..<column {
                var sum = gram[row, column]
                for index in 0..<row { sum -= triangle[index, row] * triangle[index, column] }
                triangle[row, column] = sum / triangle[row, row]
            }
            var rest = gram[column, column]
            for index in 0..<column { rest -= triangle[index, column] * triangle[index, column] }
            // About the mean when there is a constant: the length that counts is what the constant leaves.
            let own =
                column == 0 ? gram[0, 0] : gram[column, column] - triangle[0, column] * triangle[0, column]
            guard rest > smallestPivot * own, rest > 0, rest.isFinite else { return nil }
            triangle[column, column] = rest.squareRoot()
            var sum = gram[column, width]
            for index in 0..<column { sum -= triangle[index, column] * projection[index] }
            projection[column] = sum / triangle[column, column]
        }
        return (triangle, projection)
    }
}

extension RegressionRows {
    /// √(n w) of each row; nil when all are one.
    var rootSizes: [Double]? {
        guard unitCounts != nil || unitWeights != nil else { return nil }
        return means.indices.map { (count($0) * weight($0)).squareRoot() }
    }
}
