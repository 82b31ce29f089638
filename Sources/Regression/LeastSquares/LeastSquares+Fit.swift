public import Quantities

extension LeastSquares {
    /// A column whose part outside the span of the columns before it is below this share of its own
    /// length counts as redundant.
    static let redundancy = 1e-9
    /// A row with less freedom than this is fitted exactly.
    static let saturation = 1e-10

    /// Fits the model.
    ///
    /// Redundant columns are dropped from the right and named, never silently pseudo-inverted: a
    /// factorisation that pivots by length might drop the treatment and keep its copy.
    /// - Complexity: O(rows × columns²).
    /// - Throws: `FinegrainError(.badInput)` for no rows, numbers that are not finite, counts or weights
    ///   that are not positive, fewer units than columns, or nothing but zero columns.
    public init(_ rows: RegressionRows) throws(FinegrainError) {
        try rows.validate()
        let scales = zip(rows.counts, rows.weights).map { (Double($0) * $1).squareRoot() }
        var factor = try QRFactor(rows.design.scalingRows(by: scales))
        let kept = LeastSquares.independentColumns(factor.triangle)
        guard !kept.isEmpty else {
            throw .badInput("every column of the regression is zero", remedy: "add a constant column")
        }
        var design = rows.design
        if kept.count < rows.names.count {
            design = rows.design.selecting(columns: kept)
            factor = try QRFactor(design.scalingRows(by: scales))
        }
        triangle = Triangle(factor.triangle)
        let projection = try factor.projected(zip(scales, rows.means).map { $0 * $1 })
        let solution = try triangle.solve(Matrix(columns: [projection])).elements

        names = kept.map { rows.names[$0] }
        let keptSet = Set(kept)
        dropped = rows.names.indices.filter { !keptSet.contains($0) }.map { rows.names[$0] }
        coefficients = solution
        unitCount = rows.unitCount
        weights = rows.weights
        counts = rows.counts
        whitened = triangle.dividing(design)
        leverages = LeastSquares.leverages(whitened, weights: rows.weights)
        saturatedRows = leverages.indices.filter { [leverages] in 1 - leverages[$0] < LeastSquares.saturation
        }
        fitted = LeastSquares.product(design, solution)
        residualSums = rows.means.indices.map { [fitted] row in
            Double(rows.counts[row]) * (rows.means[row] - fitted[row])
        }
        squaredResiduals = rows.means.indices.map { [fitted] row in
            let gap = rows.means[row] - fitted[row]
            return rows.deviations[row] + Double(rows.counts[row]) * gap * gap
        }
        residualSumSquares = zip(weights, squaredResiduals).reduce(0) { $0 + $1.0 * $1.1 }
        let total = LeastSquares.totalSumSquares(rows)
        rSquared = total > 0 ? 1 - residualSumSquares / total : .nan
    }

    /// Columns of a triangle that columns before them do not span, left to right.
    ///
    /// The triangle's columns have the lengths and angles of the design's, so the test is cheap here.
    /// Each column is freed of the kept directions twice, which is enough (Giraud, Langou & Rozložník 2005).
    static func independentColumns(_ triangle: Matrix) -> [Int] {
        var kept: [Int] = []
        var directions: [[Double]] = []
        for index in 0..<triangle.columnCount {
            var column = Array(triangle.column(index))
            let length = norm(column)
            for _ in 0..<2 {
                for direction in directions {
                    let share = zip(direction, column).reduce(0) { $0 + $1.0 * $1.1 }
                    for row in column.indices { column[row] -= share * direction[row] }
                }
            }
            let rest = norm(column)
            guard rest > redundancy * length else { continue }
            kept.append(index)
            directions.append(column.map { $0 / rest })
        }
        return kept
    }

    private static func norm(_ values: [Double]) -> Double {
        values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    private static func leverages(_ whitened: Matrix, weights: [Double]) -> [Double] {
        var result = Array(repeating: 0.0, count: whitened.rowCount)
        for column in 0..<whitened.columnCount {
            for (row, value) in whitened.column(column).enumerated() { result[row] += value * value }
        }
        return zip(result, weights).map { $0 * $1 }
    }

    private static func product(_ design: Matrix, _ coefficients: [Double]) -> [Double] {
        var result = Array(repeating: 0.0, count: design.rowCount)
        for (column, coefficient) in coefficients.enumerated() {
            for (row, value) in design.column(column).enumerated() { result[row] += value * coefficient }
        }
        return result
    }

    private static func totalSumSquares(_ rows: RegressionRows) -> Double {
        var weight = 0.0
        var sum = 0.0
        for row in rows.counts.indices {
            weight += Double(rows.counts[row]) * rows.weights[row]
            sum += Double(rows.counts[row]) * rows.weights[row] * rows.means[row]
        }
        let center = sum / weight
        return rows.counts.indices.reduce(0) { total, row in
            let gap = rows.means[row] - center
            return total + rows.weights[row] * (rows.deviations[row] + Double(rows.counts[row]) * gap * gap)
        }
    }
}
