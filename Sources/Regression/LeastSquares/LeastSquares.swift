/// A linear model fitted by (weighted) least squares from cross products or a QR factorisation.
public struct LeastSquares: Sendable {
    /// Names of the columns that were kept, in the order given.
    public let names: [String]
    /// One a kept column, in the outcome's unit per unit of the column.
    public let coefficients: [Double]
    /// Columns left out because columns before them, or nothing at all, already say what they say.
    public let dropped: [String]
    /// Units, not rows.
    public let unitCount: Int
    /// Σ w (y − ŷ)² over units.
    public let residualSumSquares: Double
    /// 1 − RSS / TSS about the weighted mean; it means something only when the columns span a constant.
    public let rSquared: Double
    /// Leverage of one unit of each row; Σ counts × leverages = number of kept columns.
    public let leverages: [Double]
    /// Rows that the model fits exactly whatever their outcome (leverage 1). They carry no information on
    /// the noise and are left out of HC2 and HC3.
    public let saturatedRows: [Int]

    let triangle: Triangle
    /// X R⁻¹, one row a row of the design.
    let whitened: WhitenedRows
    /// What the fit's own pass summed for one kind of covariance.
    let middle: (kind: CovarianceKind, matrix: Matrix)?
    /// Mean outcome of each row less its fitted mean.
    let residuals: [Double]
    let rows: RegressionRows

    /// Fitted mean of each row.
    public var fitted: [Double] { zip(rows.means, residuals).map { $0 - $1 } }

    /// Units minus kept columns.
    public var residualDegreesOfFreedom: Int { unitCount - names.count }

    /// RSS over its degrees of freedom; NaN when there are none.
    public var residualVariance: Double {
        residualDegreesOfFreedom > 0 ? residualSumSquares / Double(residualDegreesOfFreedom) : .nan
    }

    /// The coefficient of a column, nil when it was dropped or never there.
    public func coefficient(_ name: String) -> Double? {
        names.firstIndex(of: name).map { coefficients[$0] }
    }
}
