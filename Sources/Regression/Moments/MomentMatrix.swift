import CLAPACK
public import Quantities

/// Counts, means and centred cross products of columns and outcomes: all that least squares needs, and additive.
///
/// Products are taken about the mean of each block and blocks joined by the rule of Chan, Golub & LeVeque (1983), so
/// that a column far from zero loses no digits.
public struct MomentMatrix: Sendable {
    /// Columns of the design, without a constant.
    public let columnCount: Int
    public let outcomeCount: Int
    /// Rows so far.
    public private(set) var unitCount = 0
    /// Sum of the rows' weights.
    public private(set) var weight = 0.0
    /// Columns first, outcomes last.
    public private(set) var means: [Double]
    /// Σ w (a − ā)(b − b̄), columns first, outcomes last.
    public private(set) var products: Matrix

    /// No rows.
    public init(columnCount: Int, outcomeCount: Int) {
        self.columnCount = columnCount
        self.outcomeCount = outcomeCount
        means = Array(repeating: 0, count: columnCount + outcomeCount)
        products = Matrix(rowCount: columnCount + outcomeCount, columnCount: columnCount + outcomeCount)
    }

    /// Rows that fit into a core's cache together with their products.
    private static let blockRows = 2048

    /// Adds rows, all or the given ones in their order.
    /// - Parameter weights: one a row of the design; 1 when nil.
    /// - Precondition: outcomes have as many rows as the design.
    /// - Complexity: O(rows × columns²).
    public mutating func add(design: Matrix, outcomes: Matrix, rows: [Int]? = nil, weights: [Double]? = nil) {
        precondition(design.rowCount == outcomes.rowCount, "one outcome a row of the design")
        precondition(
            design.columnCount == columnCount && outcomes.columnCount == outcomeCount, "equal columns")
        let count = rows?.count ?? design.rowCount
        var start = 0
        while start < count {
            let end = min(count, start + MomentMatrix.blockRows)
            add(block: start..<end, design, outcomes, rows, weights)
            start = end
        }
    }

    private mutating func add(
        block: Range<Int>, _ design: Matrix, _ outcomes: Matrix, _ rows: [Int]?, _ weights: [Double]?
    ) {
        let (height, width) = (block.count, columnCount + outcomeCount)
        let scales = block.map { index in weights.map { $0[rows?[index] ?? index] } ?? 1 }
        let total = scales.reduce(0, +)
        guard total > 0 else { return }
        let roots = scales.map { $0.squareRoot() }
        var buffer = Matrix(rowCount: height, columnCount: width)
        var blockMeans = Array(repeating: 0.0, count: width)
        for column in 0..<width {
            let source = column < columnCount ? design : outcomes
            let offset = (column < columnCount ? column : column - columnCount) * source.rowCount
            source.elements.withUnsafeBufferPointer { source in
                buffer.elements.withUnsafeMutableBufferPointer { buffer in
                    var sum = 0.0
                    for (position, index) in block.enumerated() {
                        let value = source[offset + (rows?[index] ?? index)]
                        buffer[column * height + position] = value
                        sum += value * scales[position]
                    }
                    let mean = sum / total
                    blockMeans[column] = mean
                    for position in 0..<height {
                        let place = column * height + position
                        buffer[place] = (buffer[place] - mean) * roots[position]
                    }
                }
            }
        }
        join(count: height, weight: total, means: blockMeans, products: buffer.gram)
    }

    /// Adds units of which only moments are known, such as those of a cell.
    /// - Precondition: one mean a column and outcome; products about these means.
    public mutating func add(count: Int, means: [Double], products: Matrix) {
        precondition(means.count == self.means.count && products.rowCount == means.count, "equal columns")
        join(count: count, weight: Double(count), means: means, products: products)
    }

    private mutating func join(
        count: Int, weight other: Double, means others: [Double], products added: Matrix
    ) {
        let total = weight + other
        guard total > 0 else { return }
        let factor = weight * other / total
        let gaps = zip(others, means).map { $0 - $1 }
        for column in means.indices {
            for row in means.indices {
                products[row, column] += added[row, column] + factor * gaps[row] * gaps[column]
            }
        }
        for column in means.indices { means[column] += gaps[column] * other / total }
        weight = total
        unitCount += count
    }

    /// The moments of both sets of rows together.
    public func merging(_ other: MomentMatrix) -> MomentMatrix {
        var result = self
        result.join(
            count: other.unitCount, weight: other.weight, means: other.means, products: other.products)
        return result
    }

    /// The same rows about a mean of zero, so that merging two sets keeps deviations within each.
    public func recentred() -> MomentMatrix {
        var result = self
        result.means = means.map { _ in 0 }
        return result
    }

    /// The moments of the first outcome less a model of it: y − (a + x'b) in place of y.
    /// - Precondition: one outcome, and one slope a column.
    public func subtracting(_ model: LinearModel) -> MomentMatrix {
        precondition(outcomeCount == 1 && model.slopes.count == columnCount, "one slope a column")
        var result = self
        let target = columnCount
        result.means[target] -= model.intercept
        for (column, slope) in model.slopes.enumerated() where slope != 0 {
            result.means[target] -= slope * means[column]
            for row in 0..<columnCount { result.products[row, target] -= slope * products[row, column] }
            result.products[target, target] -= 2 * slope * products[column, target]
            for (other, second) in model.slopes.enumerated() {
                result.products[target, target] += slope * second * products[column, other]
            }
        }
        for row in 0..<columnCount { result.products[target, row] = result.products[row, target] }
        return result
    }

    /// Least squares of one outcome on a constant and the columns.
    ///
    /// - Parameter ridge: λ in Σ w (y − ŷ)² + λ W Σ (s_j β_j)², s_j the column's standard deviation: the penalty acts on
    ///   standardised slopes and grows with the weight W of the rows, so that its strength does not depend on units or
    ///   on size.
    /// - Throws: `FinegrainError(.badInput)` when there are no rows.
    /// - Complexity: O(columns³), whatever the rows.
    public func solve(outcome: Int = 0, ridge: Double = 0) throws(FinegrainError) -> LinearModel {
        guard weight > 0 else {
            throw .badInput("a regression without rows", remedy: "give at least one row")
        }
        let target = columnCount + outcome
        // Standardised, so that the test of redundancy does not depend on the units of the columns.
        let scales = (0..<columnCount).map { column in
            products[column, column] > 0 ? (products[column, column] / weight).squareRoot() : 0
        }
        var gram = Matrix(rowCount: columnCount, columnCount: columnCount)
        var right = Array(repeating: 0.0, count: columnCount)
        for column in 0..<columnCount where scales[column] > 0 {
            for row in 0..<columnCount where scales[row] > 0 {
                gram[row, column] = products[row, column] / (scales[row] * scales[column])
            }
            gram[column, column] += ridge * weight
            right[column] = products[column, target] / scales[column]
        }
        let factor = CholeskyFactor(gram)
        var slopes = Array(repeating: 0.0, count: columnCount)
        for (position, value) in factor.solve(right).enumerated() {
            slopes[factor.kept[position]] = value / scales[factor.kept[position]]
        }
        let intercept = slopes.indices.reduce(means[target]) { $0 - slopes[$1] * means[$1] }
        let kept = Set(factor.kept)
        return LinearModel(
            intercept: intercept, slopes: slopes, dropped: slopes.indices.filter { !kept.contains($0) })
    }
}
