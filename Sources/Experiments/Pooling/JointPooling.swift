import Uplift

/// Several treatments in all segments pooled at once, because they are compared with one control.
struct JointPooling {
    let table: ExperimentTable
    let plan: UpliftPlan
    let effects: EffectTable
    let pooling: [SegmentPooling]

    /// One entry a treatment for every metric; none with one treatment or fewer than two segments that have every arm.
    func results() throws -> [PoolingResult] {
        // Arms' own means are what is pooled here: neither weights nor clusters nor covariates enter.
        guard table.arms.count > 2, table.weights == nil, table.clusters == nil else { return [] }
        return try table.outcomes.indices.flatMap { try results(metric: $0) }
    }

    private func results(metric: Int) throws -> [PoolingResult] {
        let arms = table.arms.indices.map { arm in
            table.segments.indices.map { effects.summary(metric: metric, segment: $0, arm: arm) }
        }
        let chosen = table.segments.indices.filter { segment in arms.allSatisfy { $0[segment].count > 1 } }
        guard chosen.count > 1 else { return [] }
        let variances = meanVariances(metric, arms, chosen)
        guard variances.allSatisfy({ $0.allSatisfy { $0 > 0 && $0.isFinite } }) else { return [] }
        let segments = chosen.indices.map { position in
            SharedControlPooling.Segment(
                contrasts: arms.dropFirst().map {
                    $0[chosen[position]].mean - arms[0][chosen[position]].mean
                },
                treatmentVariances: variances.dropFirst().map { $0[position] },
                controlVariance: variances[0][position])
        }
        let joint = try SharedControlPooling(segments)
        return table.arms.indices.dropFirst().compactMap { arm in
            guard
                var result = pooling.first(where: { $0.metric == metric && $0.treatment == arm })?.results
                    .first
            else { return nil }
            result.tauMean = nil
            result.adjustment = "none"
            result.method = PoolingResult.sharedControl
            result.mean = joint.means[arm - 1]
            result.tau2 = joint.betweenVariances[arm - 1]
            result.segments = chosen.indices.map { position in
                let own = segments[position]
                let variance = own.treatmentVariances[arm - 1] + own.controlVariance
                let pooled = joint.effect(segment: position, treatment: arm - 1)
                let interval = pooled.interval(confidence: 1 - plan.alpha)
                return PoolingResult.Segment(
                    segment: table.segments[chosen[position]], effect: own.contrasts[arm - 1],
                    standardError: variance.squareRoot(), shrunk: pooled.mean,
                    shrunkStandardError: pooled.standardDeviation, lower: interval.lower,
                    upper: interval.upper,
                    weightOnMean: variance / (variance + joint.betweenVariances[arm - 1]))
            }
            return result
        }
    }

    /// Variances of the arms' means by arm, then segment; outcomes of 0 and 1 share one variance of a unit.
    private func meanVariances(_ metric: Int, _ arms: [[ArmSummary]], _ chosen: [Int]) -> [[Double]] {
        guard table.outcomes[metric].isBinary else {
            return arms.map { arm in chosen.map { arm[$0].varianceOfMean } }
        }
        var (spread, freedom) = (0.0, 0)
        for arm in arms {
            for segment in chosen {
                spread += arm[segment].squaredDeviations
                freedom += arm[segment].count - 1
            }
        }
        return arms.map { arm in chosen.map { spread / Double(freedom) / Double(arm[$0].count) } }
    }
}
