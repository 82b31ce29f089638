import Uplift

/// Effects of one metric and treatment in all segments, pooled.
package struct SegmentPooling {
    let metric: Int
    let treatment: Int
    let estimates: SegmentEstimates
    /// Towards the mean of all, and with several `--by` columns towards each parent; none where fewer than two segments
    /// have an estimate or no outcome varies.
    package private(set) var results: [PoolingResult] = []
    /// What is believed of each segment's effect by the last of `results`, the one that decides; nil without one. A
    /// segment without an estimate has what is believed of segments that were not seen.
    let posteriors: [MixturePosterior?]
    /// Expected weight of each segment's own estimate in what is believed of it.
    let ownWeights: [Double]

    package init(
        table: ExperimentTable, plan: UpliftPlan, metric: Int, treatment: Int, freedom: Double? = nil
    )
        throws
    {
        self.metric = metric
        self.treatment = treatment
        let estimates = try SegmentEstimates(
            table: table, plan: plan, metric: metric, treatment: treatment, freedom: freedom)
        self.estimates = estimates
        guard estimates.effects.count > 1, estimates.variances.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            posteriors = table.segments.map { _ in nil }
            ownWeights = table.segments.map { _ in 0 }
            return
        }
        // In units of each segment's own standard deviation (`SegmentContrasts.scales`).
        var effects = table.segments.map { _ in 0.0 }
        var variances = table.segments.map { _ in Double.infinity }
        var scales = table.segments.map { _ in 1.0 }
        for (place, segment) in estimates.identified.enumerated() {
            let scale = estimates.scales[place]
            effects[segment] = estimates.effects[place] / scale
            variances[segment] = estimates.variances[place] / scale / scale
            scales[segment] = scale
        }
        func pooled(_ hierarchy: Hierarchy) throws -> (spread: Double, effects: [PooledEffect]) {
            var (values, errors) = (effects, variances)
            for segment in effects.indices {
                values[hierarchy.leafOfPath[segment]] = effects[segment]
                errors[hierarchy.leafOfPath[segment]] = variances[segment]
            }
            let fit = try IntegratedPooling(
                hierarchy, estimates: values, variances: errors, sharedVariance: estimates.sharedVariance,
                degreesOfFreedom: estimates.degreesOfFreedom)
            let leaves = fit.effects
            return (
                fit.spreads[hierarchy.depth],
                effects.indices.map { leaves[hierarchy.leafOfPath[$0]].scaled(by: scales[$0]) }
            )
        }
        let base = try SegmentPooling.base(table, plan, metric, treatment, estimates)
        var last: [PooledEffect] = []
        let flat = table.segments.indices.map { [$0] }
        for (paths, method, target) in [(flat, "reml", "mean"), (table.segmentPaths, "nested", "parent")]
        where method == "reml" || plan.by.count > 1 {
            let (spread, effects) = try pooled(Hierarchy(paths: paths))
            var result = base
            result.method = method
            result.shrinksTo = target
            result.tauMean = spread
            result.segments = SegmentPooling.rows(table, plan, estimates, effects)
            results.append(result)
            last = effects
        }
        posteriors = last.map(\.posterior)
        ownWeights = last.map { 1 - $0.weightOnMean }
    }

    private static func base(
        _ table: ExperimentTable, _ plan: UpliftPlan, _ metric: Int, _ treatment: Int,
        _ estimates: SegmentEstimates
    ) throws -> PoolingResult {
        let effects = zip(estimates.effects, estimates.scales).map { $0 / $1 }
        let variances = zip(estimates.variances, estimates.scales).map { $0 / $1 / $1 }
        let pooled = try PartialPooling(estimates: effects, variances: variances)
        let error = (pooled.standardError * pooled.standardError + estimates.sharedVariance).squareRoot()
        let interval = ConfidenceInterval(
            center: pooled.mean, standardError: error,
            degreesOfFreedom: min(pooled.degreesOfFreedom, estimates.degreesOfFreedom),
            confidence: 1 - plan.alpha)
        let spreads: [PoolingResult.Spread] = try [
            BetweenVarianceMethod.derSimonianLaird, .pauleMandel, .reml,
        ].map { method in
            PoolingResult.Spread(
                method: method.rawValue,
                tau2: try PartialPooling(estimates: effects, variances: variances, method: method)
                    .betweenVariance)
        }
        let freedom = Double(effects.count - 1)
        return PoolingResult(
            metric: table.outcomes[metric].name, treatment: table.arms[treatment], by: plan.by,
            method: "reml", adjustment: estimates.adjustment.isNone ? "none" : plan.adjustment.rawValue,
            mean: pooled.mean, standardError: error, lower: interval.lower,
            upper: interval.upper, tau2: pooled.betweenVariance,
            tauUpper: pooled.spreadUpperLimit(confidence: 1 - plan.alpha), q: pooled.heterogeneity,
            qPValue: ChiSquared(degreesOfFreedom: freedom).upperTail(pooled.heterogeneity),
            i2: pooled.heterogeneity > 0 ? max(0, 1 - freedom / pooled.heterogeneity) : 0, spreads: spreads,
            segments: [], shrinksTo: "mean")
    }

    private static func rows(
        _ table: ExperimentTable, _ plan: UpliftPlan, _ estimates: SegmentEstimates, _ pooled: [PooledEffect]
    ) -> [PoolingResult.Segment] {
        estimates.identified.enumerated().map { place, segment in
            let effect = pooled[segment]
            let interval = effect.posterior.interval(confidence: 1 - plan.alpha)
            return PoolingResult.Segment(
                segment: table.segments[segment], effect: estimates.effects[place],
                standardError: (estimates.variances[place] + estimates.sharedVariance).squareRoot(),
                shrunk: effect.value, shrunkStandardError: effect.standardError, lower: interval.lower,
                upper: interval.upper, weightOnMean: effect.weightOnMean)
        }
    }
}
