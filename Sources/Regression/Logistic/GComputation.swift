/// The effect of a treatment on a rate, from a logistic regression: every unit's probability with and without it, averaged.
///
/// Odds ratios change with the covariates even when these are balanced (Freedman 2008); the average difference does not.
public struct GComputation: Hashable, Sendable {
    /// Mean probability with the treatment.
    public let treatedMean: Double
    /// Mean probability without it.
    public let controlMean: Double
    /// Of the two means and of their difference, by the delta method from the model's covariance.
    public let treatedVariance: Double
    public let controlVariance: Double
    public let covariance: Double

    /// Treated less control mean.
    public var effect: Double { treatedMean - controlMean }

    /// Of the effect.
    public var standardError: Double {
        max(0, treatedVariance + controlVariance - 2 * covariance).squareRoot()
    }

    /// - Parameters:
    ///   - treatment: the column that is set to one and to zero.
    ///   - rows: the units to average over, as a rule those of the fit; rows of several units count for all of them.
    /// - Returns: nil when the column was left out of the fit.
    /// - Complexity: O(rows × columns).
    public init?(_ fit: LogisticRegression, treatment: String, rows: RegressionRows) {
        guard let column = rows.names.firstIndex(of: treatment), fit.position(treatment) != nil else {
            return nil
        }
        let positions = fit.names.map { name in rows.names.firstIndex(of: name)! }
        let sizes = zip(rows.counts, rows.weights).map { Double($0) * $1 }
        let total = sizes.reduce(0, +)
        func averaged(_ value: Double) -> (mean: Double, gradient: [Double]) {
            var design = rows.design
            for row in 0..<design.rowCount { design[row, column] = value }
            let probabilities = fit.probabilities(design)
            var mean = 0.0
            var gradient = Array(repeating: 0.0, count: positions.count)
            for row in probabilities.indices {
                let p = probabilities[row]
                mean += sizes[row] * p / total
                let slope = sizes[row] * p * (1 - p) / total
                for (index, position) in positions.enumerated() {
                    gradient[index] += slope * design[row, position]
                }
            }
            return (mean, gradient)
        }
        func form(_ left: [Double], _ right: [Double]) -> Double {
            left.indices.reduce(0) { sum, row in
                sum + right.indices.reduce(0) { $0 + left[row] * fit.covariance[row, $1] * right[$1] }
            }
        }
        let (treated, control) = (averaged(1), averaged(0))
        treatedMean = treated.mean
        controlMean = control.mean
        treatedVariance = form(treated.gradient, treated.gradient)
        controlVariance = form(control.gradient, control.gradient)
        covariance = form(treated.gradient, control.gradient)
    }
}
