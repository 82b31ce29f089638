import CLAPACK
public import Quantities

extension LeastSquares {
    /// A column whose part outside the span of the columns before it is below this share of its own
    /// length counts as redundant.
    static let redundancy = 1e-9
    /// A row with less freedom than this is fitted exactly.
    static let saturation = 1e-10

    /// Fits the model: by cross products when there are many more rows than columns and these are well apart, by a QR
    /// factorisation otherwise.
    ///
    /// Redundant columns are dropped from the right and named, never silently pseudo-inverted: a
    /// factorisation that pivots by length might drop the treatment and keep its copy.
    /// - Parameter covariance: made in the same pass over the rows, so that asking for it later costs nothing.
    /// - Complexity: O(rows × columns²); beyond the rows, memory for a few numbers a row.
    /// - Throws: `FinegrainError(.badInput)` for no rows, numbers that are not finite, counts or weights
    ///   that are not positive, fewer units than columns, or nothing but zero columns.
    public init(_ rows: RegressionRows, covariance kind: CovarianceKind? = nil) throws(FinegrainError) {
        try rows.validate()
        let equations =
            rows.design.rowCount >= NormalEquations.rowsPerColumn * rows.design.columnCount
            ? NormalEquations(rows) : nil
        if let matrix = equations?.triangle, let projection = equations?.projection {
            try self.init(
                rows, design: rows.design, kept: Array(rows.names.indices), Triangle(matrix), projection,
                kind,
                refines: true)
            return
        }
        let scales = rows.rootSizes
        var factor = try QRFactor(scales.map { rows.design.scalingRows(by: $0) } ?? rows.design)
        let kept = LeastSquares.independentColumns(factor.triangle)
        guard !kept.isEmpty else {
            throw .badInput("every column of the regression is zero", remedy: "add a constant column")
        }
        var design = rows.design
        if kept.count < rows.names.count {
            design = rows.design.selecting(columns: kept)
            factor = try QRFactor(scales.map { design.scalingRows(by: $0) } ?? design)
        }
        let targets = scales.map { zip($0, rows.means).map { $0 * $1 } } ?? rows.means
        try self.init(
            rows, design: design, kept: kept, Triangle(factor.triangle), try factor.projected(targets), kind,
            refines: false)
    }

    private init(
        _ rows: RegressionRows, design: Matrix, kept: [Int], _ triangle: Triangle, _ projection: [Double],
        _ kind: CovarianceKind?, refines: Bool
    ) throws(FinegrainError) {
        let whitened = try WhitenedRows(design, triangle)
        var solution = try triangle.solve(Matrix(columns: [projection])).elements
        let pass = ResidualPass(rows, whitened, solution, kind)
        if refines {
            // One step of refinement: the residuals' own fit, which is zero but for rounding.
            let step = try triangle.solve(Matrix(columns: [pass.residualProjection])).elements
            for index in solution.indices { solution[index] += step[index] }
        }
        self.triangle = triangle
        self.whitened = whitened
        names = kept.map { rows.names[$0] }
        let keptSet = Set(kept)
        dropped = rows.names.indices.filter { !keptSet.contains($0) }.map { rows.names[$0] }
        coefficients = solution
        unitCount = rows.unitCount
        self.rows = rows
        leverages = pass.leverages
        residuals = pass.residuals
        saturatedRows = pass.saturatedRows
        residualSumSquares = pass.residualSumSquares
        middle = kind.map { ($0, pass.middle) }
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

    private static func totalSumSquares(_ rows: RegressionRows) -> Double {
        var weight = 0.0
        var sum = 0.0
        for row in rows.means.indices {
            let size = rows.count(row) * rows.weight(row)
            weight += size
            sum += size * rows.means[row]
        }
        let center = sum / weight
        var total = 0.0
        for row in rows.means.indices {
            total += rows.weight(row) * rows.squares(row, rows.means[row] - center)
        }
        return total
    }
}
