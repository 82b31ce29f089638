public import Quantities

extension LeastSquares {
    /// The estimated covariance of the coefficients, in the order of `names`.
    ///
    /// V = B M B with B = (X'WX)⁻¹ = R⁻¹R⁻ᵀ. M sums w² x x' Σ(y − ŷ)² / (1 − h)^p over rows, p = 0, 1, 2 for
    /// HC0, HC2 and HC3. Classical and HC1 are NaN when there are no residual degrees of freedom.
    /// - Complexity: O(rows × columns²), or O(columns³) for the kind that the fit was asked for.
    public func covariance(_ kind: CovarianceKind) throws(FinegrainError) -> Matrix {
        let order = names.count
        var middle = Matrix(rowCount: order, columnCount: order)
        if kind == .classical {
            for index in 0..<order { middle[index, index] = residualVariance }
        } else if let known = self.middle, known.kind == kind {
            middle = known.matrix
        } else {
            middle = whitened.weightedGram { row in
                kind.factor(
                    weight: rows.weight(row), squares: rows.squares(row, residuals[row]),
                    leverage: leverages[row])
            }
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
}

extension CovarianceKind {
    /// What a row's whitened products count: w² Σ(y − ŷ)² / (1 − h)^p, nothing for a row that is fitted exactly.
    @inline(__always)
    func factor(weight: Double, squares: Double, leverage: Double) -> Double {
        let plain = weight * weight * squares
        guard self == .hc2 || self == .hc3 else { return plain }
        let freedom = 1 - leverage
        guard freedom >= LeastSquares.saturation else { return 0 }
        return self == .hc2 ? plain / freedom : plain / (freedom * freedom)
    }
}
