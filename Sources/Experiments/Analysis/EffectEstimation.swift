import Regression
import Uplift

/// Every estimator's answer to one comparison.
struct EffectEstimation {
    let comparison: Comparison
    let segment: SegmentName?
    let plan: UpliftPlan
    /// As observed, by the weights if there are any.
    let controlMean: Double
    let treatmentMean: Double
    let control: ArmSummary
    let treatment: ArmSummary

    init(_ comparison: Comparison, segment: SegmentName?, plan: UpliftPlan) {
        self.comparison = comparison
        self.segment = segment
        self.plan = plan
        control = comparison.controlSummary
        treatment = comparison.treatmentSummary
        controlMean = comparison.mean(comparison.controlRows) ?? control.mean
        treatmentMean = comparison.mean(comparison.treatmentRows) ?? treatment.mean
    }

    /// An effect needs two units in either arm.
    var isIdentified: Bool { control.count > 1 && treatment.count > 1 }

    var isPlain: Bool { comparison.table.weights == nil && comparison.table.clusters == nil }

    /// One cluster has no error by clusters.
    private var isOneCluster: Bool {
        guard let clusters = comparison.table.clusters, let first = comparison.controlRows.first else {
            return false
        }
        return comparison.rows.allSatisfy { clusters[$0] == clusters[first] }
    }

    /// One result an estimator that the data allow, in the order of `Estimator.allCases`.
    func results() throws -> [EffectResult] {
        guard isIdentified, !isOneCluster else { return [] }
        var results: [EffectResult] = []
        if isPlain {
            results.append(try differenceInMeans())
            if comparison.outcome.isBinary { results.append(proportions()) }
        } else {
            results.append(contentsOf: try regressionDifference())
        }
        if isPlain, let cuped = try cuped() { results.append(cuped) }
        if comparison.table.cellCovariates.isEmpty {
            results.append(contentsOf: try ols())
            results.append(contentsOf: try lin())
            if comparison.outcome.isBinary, isPlain {
                results.append(contentsOf: try logit())
            }
        }
        return results
    }

    /// A result without numbers but counts and observed means.
    func blank(_ estimator: Estimator, _ errorKind: String) -> EffectResult {
        var result = EffectResult(
            metric: comparison.outcome.name, segment: segment, estimator: estimator,
            control: comparison.table.arms[0], treatment: comparison.table.arms[comparison.treatment],
            controlCount: control.count, treatmentCount: treatment.count, errorKind: errorKind)
        result.meanControl = controlMean
        result.meanTreatment = treatmentMean
        return result
    }
}
