import Regression
import Uplift

/// Effects of one metric and treatment by segment, adjusted for the covariates, with errors fit for pooling.
///
/// Sampling weights and clusters are honoured here, so that everything that rests on pooled effects honours them.
struct SegmentEstimates {
    /// Positions of the segments that have an estimate.
    let identified: [Int]
    /// One an identified segment.
    let effects: [Double]
    /// Squared errors of the effects, without what all segments share.
    let variances: [Double]
    /// What an effect of one standard deviation of the outcome is in each identified segment; effects over scales are pooled.
    let scales: [Double]
    /// Variance of the error that all effects share: clusters that reach over segments.
    let sharedVariance: Double
    /// With which the variances are known; infinite for units.
    let degreesOfFreedom: Double
    /// What adjusted the outcomes.
    let adjustment: OutcomeAdjustment

    /// - Parameter freedom: of the overall effect's clustered error; nil without clusters.
    init(
        table: ExperimentTable, plan: UpliftPlan, metric: Int, treatment: Int, freedom: Double?
    ) throws {
        let groups = RowGroups(
            groups: table.segmentCodes, groupCount: max(1, table.segments.count), arms: table.armCodes,
            armCount: table.arms.count)
        let all = table.segments.indices.map {
            Comparison(table, groups: groups, group: $0, metric: metric, treatment: treatment)
        }
        let identified = all.indices.filter {
            all[$0].controlSummary.count > 1 && all[$0].treatmentSummary.count > 1
        }
        let comparisons = identified.map { all[$0] }
        let controls = comparisons.map { $0.moments($0.controlRows) }
        let treatments = comparisons.map { $0.moments($0.treatmentRows) }
        let adjustment = try OutcomeAdjustment.slopes(
            plan.adjustment, controls: controls, treatments: treatments)
        self.identified = identified
        self.adjustment = adjustment
        if let clusters = table.clusters,
            let errors = ClusteredErrors(comparisons, adjustment, clusters: clusters)
        {
            effects = errors.effects
            variances = errors.variances
            sharedVariance = errors.sharedVariance
            scales = errors.effects.map { _ in 1 }
            degreesOfFreedom = max(1, min(freedom ?? .infinity, errors.degreesOfFreedom))
            return
        }
        func spread(_ comparison: Comparison, _ rows: [Int], _ moments: MomentMatrix?) -> ArmSpread {
            if let weights = table.weights {
                return ArmSpread(
                    values: rows.map { adjustment.value(comparison, $0) }, weights: rows.map { weights[$0] })
            }
            guard let moments else {
                return ArmSpread(
                    rows == comparison.controlRows ? comparison.controlSummary : comparison.treatmentSummary)
            }
            return ArmSpread(adjustment.summary(moments))
        }
        let contrasts = SegmentContrasts(
            treatments: comparisons.indices.map {
                spread(comparisons[$0], comparisons[$0].treatmentRows, treatments[$0])
            },
            controls: comparisons.indices.map {
                spread(comparisons[$0], comparisons[$0].controlRows, controls[$0])
            })
        effects = contrasts.estimates
        variances = contrasts.variances
        scales = contrasts.scales
        sharedVariance = 0
        degreesOfFreedom = .infinity
    }
}
