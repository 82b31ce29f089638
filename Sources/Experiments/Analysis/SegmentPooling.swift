import Quantities
import Uplift

/// Effects of one metric and treatment in all segments, pooled.
package struct SegmentPooling {
    let table: ExperimentTable
    let plan: UpliftPlan
    let metric: Int
    let treatment: Int
    /// One a segment; segments that are not identified have an arm below two units.
    let controls: [ArmSummary]
    let treatments: [ArmSummary]

    /// Segments with two units in either arm.
    var identified: [Int] {
        table.segments.indices.filter { controls[$0].count > 1 && treatments[$0].count > 1 }
    }

    /// Effects and error variances of the identified segments.
    ///
    /// Outcomes of 0 and 1 share one variance of a unit: with each segment's own p(1 − p) those of low rates would
    /// weigh most and pull the mean towards them. Where no own variance is positive the common one stands in.
    func estimates() -> (effects: [Double], variances: [Double]) {
        let chosen = identified
        let contrasts = SegmentContrasts(
            treatments: chosen.map { treatments[$0] }, controls: chosen.map { controls[$0] })
        guard !table.outcomes[metric].isBinary else { return (contrasts.estimates, contrasts.variances) }
        let own = chosen.map { treatments[$0].varianceOfMean + controls[$0].varianceOfMean }
        return (contrasts.estimates, zip(own, contrasts.variances).map { $0 > 0 ? $0 : $1 })
    }

    /// Pooled towards the mean of all, and with several `--by` columns towards each parent.
    ///
    /// The spread about parents is never taken as zero: a nest has few siblings a level, and a zero would claim for the
    /// smallest segment what is known of all together.
    package func results() throws -> [PoolingResult] {
        let (effects, variances) = estimates()
        guard effects.count > 1, variances.allSatisfy({ $0 > 0 && $0.isFinite }) else { return [] }
        let pooled = try PartialPooling(estimates: effects, variances: variances)
        var results = [base(pooled, effects, variances, method: "reml", shrinksTo: "mean")]
        results[0].segments = rows(effects, variances, pooled.effects)
        if plan.by.count > 1 {
            let hierarchy = Hierarchy(paths: identified.map { table.segmentPaths[$0] })
            let nested = try HierarchicalPooling(
                hierarchy, estimates: effects, variances: variances, method: .boundaryAvoiding)
            let leaves = Array(nested.leafEffects)
            var result = base(pooled, effects, variances, method: "nested", shrinksTo: "parent")
            result.segments = rows(
                effects, variances, effects.indices.map { leaves[hierarchy.leafOfPath[$0]] })
            results.append(result)
        }
        return results
    }

    private func base(
        _ pooled: PartialPooling, _ effects: [Double], _ variances: [Double], method: String,
        shrinksTo: String
    ) -> PoolingResult {
        let interval = pooled.interval(confidence: 1 - plan.alpha)
        let spreads: [PoolingResult.Spread] = [
            BetweenVarianceMethod.derSimonianLaird, .pauleMandel, .reml,
        ].compactMap { method in
            (try? PartialPooling(estimates: effects, variances: variances, method: method)).map {
                PoolingResult.Spread(method: method.rawValue, tau2: $0.betweenVariance)
            }
        }
        let freedom = Double(effects.count - 1)
        return PoolingResult(
            metric: table.outcomes[metric].name, treatment: table.arms[treatment], by: plan.by,
            method: method, mean: pooled.mean, standardError: pooled.standardError, lower: interval.lower,
            upper: interval.upper, tau2: pooled.betweenVariance,
            tauUpper: pooled.spreadUpperLimit(confidence: 1 - plan.alpha), q: pooled.heterogeneity,
            qPValue: ChiSquared(degreesOfFreedom: freedom).upperTail(pooled.heterogeneity),
            i2: pooled.heterogeneity > 0 ? max(0, 1 - freedom / pooled.heterogeneity) : 0, spreads: spreads,
            segments: [], shrinksTo: shrinksTo)
    }

    private func rows(
        _ effects: [Double], _ variances: [Double], _ pooled: [PooledEffect]
    ) -> [PoolingResult.Segment] {
        identified.enumerated().map { position, segment in
            let interval = ConfidenceInterval(
                center: pooled[position].value, standardError: pooled[position].standardError,
                degreesOfFreedom: .infinity, confidence: 1 - plan.alpha)
            return PoolingResult.Segment(
                segment: table.segments[segment], effect: effects[position],
                standardError: variances[position].squareRoot(), shrunk: pooled[position].value,
                shrunkStandardError: pooled[position].standardError, lower: interval.lower,
                upper: interval.upper, weightOnMean: pooled[position].weightOnMean)
        }
    }
}
