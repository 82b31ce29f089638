public import Quantities

extension LeastSquares {
    /// The estimated covariance of the coefficients, in the order of `names`.
    ///
    /// V = B M B with B = (X'WX)⁻¹ = R⁻¹R⁻ᵀ. M sums w² x x' Σ(y − ŷ)² / (1 − h)^p over rows, p = 0, 1, 2 for
    /// HC0, HC2 and HC3. Classical and HC1 are NaN when there are no residual degrees of freedom.
    /// - Complexity: O(rows × columns²).
    public func covariance(_ kind: CovarianceKind) throws(FinegrainError) -> Matrix {
        let order = names.count
        var middle = Matrix(rowCount: order, columnCount: order)
        if kind == .classical {
            for index in 0..<order { middle[index, index] = residualVariance }
        } else {
            let factors = leverages.indices.map { rowFactor($0, kind).squareRoot() }
            middle = whitened.scalingRows(by: factors).gram
        }
        if kind == .hc1 {
            let freedom = residualDegreesOfFreedom
            let inflation = freedom > 0 ? Double(unitCount) / Double(freedom) : .nan
            for index in middle.elements.indices { middle.elements[index] *= inflation }
        }
        let half = try triangle.solve(middle)
        return try triangle.solve(half.transposed)
    }

    /// Square roots of the covariance's diagonal.
    public func standardErrors(_ kind: CovarianceKind) throws(FinegrainError) -> [Double] {
        try covariance(kind).diagonal.map { $0.squareRoot() }
    }

    private func rowFactor(_ row: Int, _ kind: CovarianceKind) -> Double {
        let plain = weights[row] * weights[row] * squaredResiduals[row]
        guard kind == .hc2 || kind == .hc3 else { return plain }
        let freedom = 1 - leverages[row]
        guard freedom >= LeastSquares.saturation else { return 0 }
        return kind == .hc2 ? plain / freedom : plain / (freedom * freedom)
    }
}
