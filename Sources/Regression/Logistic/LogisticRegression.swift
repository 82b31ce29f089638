public import Quantities

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A logistic regression by iteratively reweighted least squares.
public struct LogisticRegression: Sendable {
    /// What keeps coefficients finite.
    public enum Penalty: String, Sendable {
        /// Maximum likelihood.
        case none
        /// Half the log determinant of the information (Firth 1993): finite even when a column tells the outcomes apart.
        case firth
    }

    /// Names of the columns that were kept.
    public let names: [String]
    /// One a kept column, in logits a unit of the column.
    public let coefficients: [Double]
    /// Columns that others already say.
    public let dropped: [String]
    /// Inverse information, (X'WX)⁻¹.
    public let covariance: Matrix
    /// Without the penalty.
    public let logLikelihood: Double
    public let iterations: Int
    /// True when some fitted probability is within 1e-8 of its outcome and the fit did not come to rest before: a
    /// combination of columns tells outcomes of 0 and 1 apart, so that a coefficient is infinite (Albert & Anderson 1984).
    public let isSeparated: Bool
    /// Fitted probability of every row.
    public let fitted: [Double]

    private let keptColumns: [Int]

    private static let stepLimit = 100
    /// Largest step, in units of the coefficients' scale, that counts as standing still.
    private static let tolerance = 1e-12

    /// Fits the model; a row of several units counts them all, its mean is the share of ones.
    /// - Throws: `FinegrainError(.badInput)` for rows that `LeastSquares` would refuse, or means outside 0...1.
    /// - Complexity: O(rows × columns² × iterations).
    public init(_ rows: RegressionRows, penalty: Penalty = .none) throws(FinegrainError) {
        try rows.validate()
        if let row = rows.means.firstIndex(where: { $0 < 0 || $0 > 1 }) {
            throw .badInput(
                "row \(row + 1) has an outcome of \(rows.means[row])",
                remedy: "a logistic regression needs outcomes of 0 and 1", field: "outcome")
        }
        let scales = zip(rows.counts, rows.weights).map { (Double($0) * $1).squareRoot() }
        let kept = LeastSquares.independentColumns(
            try QRFactor(rows.design.scalingRows(by: scales)).triangle)
        guard !kept.isEmpty else {
            throw .badInput("every column of the regression is zero", remedy: "add a constant column")
        }
        let design =
            kept.count == rows.names.count ? rows.design : rows.design.selecting(columns: kept)
        var fit = LogisticFit(design, rows, penalty: penalty)
        let outcome = fit.run(limit: LogisticRegression.stepLimit, tolerance: LogisticRegression.tolerance)
        let keptSet = Set(kept)
        names = kept.map { rows.names[$0] }
        dropped = rows.names.indices.filter { !keptSet.contains($0) }.map { rows.names[$0] }
        keptColumns = kept
        coefficients = fit.coefficients
        covariance = fit.inverseInformation
        logLikelihood = fit.logLikelihood
        iterations = outcome.iterations
        fitted = fit.probabilities
        isSeparated = penalty == .none && (!outcome.isAtRest || fit.isExtreme)
    }

    /// Probabilities at the rows of a design with all columns that the model was given.
    public func probabilities(_ design: Matrix) -> [Double] {
        var logits = Array(repeating: 0.0, count: design.rowCount)
        for (position, column) in keptColumns.enumerated() {
            for (row, value) in design.column(column).enumerated() {
                logits[row] += value * coefficients[position]
            }
        }
        return logits.map { 1 / (1 + exp(-$0)) }
    }

    /// The position of a column among the kept ones.
    public func position(_ name: String) -> Int? { names.firstIndex(of: name) }
}

/// The iteration.
struct LogisticFit {
    private let design: Matrix
    private let sizes: [Double]
    private let shares: [Double]
    private let penalty: LogisticRegression.Penalty
    private(set) var coefficients: [Double]
    private(set) var probabilities: [Double]
    private(set) var inverseInformation = Matrix(rowCount: 0, columnCount: 0)
    private(set) var logLikelihood = -Double.infinity
    private var objective = -Double.infinity

    init(_ design: Matrix, _ rows: RegressionRows, penalty: LogisticRegression.Penalty) {
        self.design = design
        sizes = zip(rows.counts, rows.weights).map { Double($0) * $1 }
        shares = rows.means
        self.penalty = penalty
        coefficients = Array(repeating: 0, count: design.columnCount)
        probabilities = Array(repeating: 0.5, count: design.rowCount)
    }

    /// A probability so close to 0 or 1 that only an infinite coefficient gives it.
    var isExtreme: Bool { probabilities.contains { $0 < 1e-8 || $0 > 1 - 1e-8 } }

    mutating func run(limit: Int, tolerance: Double) -> (iterations: Int, isAtRest: Bool) {
        evaluate()
        for iteration in 1...limit {
            let step = self.step()
            let before = (coefficients, objective)
            var factor = 1.0
            // A step that lowers the likelihood is halved.
            for _ in 0..<30 {
                coefficients = zip(before.0, step).map { $0 + factor * $1 }
                evaluate()
                if objective >= before.1 - 1e-12 * abs(before.1) { break }
                factor /= 2
            }
            let scale = max(1, coefficients.map { abs($0) }.max() ?? 1)
            if step.allSatisfy({ abs($0) * factor <= tolerance * scale }) { return (iteration, true) }
        }
        return (limit, false)
    }

    private mutating func evaluate() {
        var logits = Array(repeating: 0.0, count: design.rowCount)
        for (column, coefficient) in coefficients.enumerated() where coefficient != 0 {
            for (row, value) in design.column(column).enumerated() { logits[row] += value * coefficient }
        }
        logLikelihood = 0
        for row in logits.indices {
            let z = logits[row]
            probabilities[row] = 1 / (1 + exp(-z))
            // ln p and ln(1 − p) without cancellation.
            let logOdds = log1p(exp(-abs(z)))
            let (logP, logQ) = z > 0 ? (-logOdds, -z - logOdds) : (z - logOdds, -logOdds)
            logLikelihood += sizes[row] * (shares[row] * logP + (1 - shares[row]) * logQ)
        }
        let information = weighted.gram
        let factor = CholeskyFactor(information, redundancy: 0)
        objective = logLikelihood
        if factor.kept.count == coefficients.count {
            inverseInformation = factor.inverse
            if penalty == .firth { objective += 0.5 * factor.logDeterminant }
        }
    }

    /// Rows times √(n w p (1 − p)).
    private var weighted: Matrix {
        design.scalingRows(
            by: probabilities.indices.map { row in
                let p = probabilities[row]
                return max(0, sizes[row] * p * (1 - p)).squareRoot()
            })
    }

    private func step() -> [Double] {
        var residuals = probabilities.indices.map { sizes[$0] * (shares[$0] - probabilities[$0]) }
        if penalty == .firth {
            // Score plus h (1/2 − p): h the leverage of the row in the weighted fit.
            let leverages = self.leverages
            for row in residuals.indices { residuals[row] += leverages[row] * (0.5 - probabilities[row]) }
        }
        var score = Array(repeating: 0.0, count: coefficients.count)
        for column in score.indices {
            for (row, value) in design.column(column).enumerated() { score[column] += value * residuals[row] }
        }
        return score.indices.map { row in
            score.indices.reduce(0) { $0 + inverseInformation[row, $1] * score[$1] }
        }
    }

    private var leverages: [Double] {
        let rows = weighted
        return (0..<rows.rowCount).map { row in
            var sum = 0.0
            for a in coefficients.indices {
                for b in coefficients.indices {
                    sum += rows[row, a] * inverseInformation[a, b] * rows[row, b]
                }
            }
            return sum
        }
    }
}
