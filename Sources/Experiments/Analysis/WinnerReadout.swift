import RandomStreams
import Uplift

/// The best of several treatments or segments, corrected for the winner's curse.
struct WinnerReadout {
    let table: ExperimentTable
    let plan: UpliftPlan
    let effects: EffectTable
    let pooling: [PoolingResult]
    let metric: Int

    /// With several treatments the best one overall and in each segment; for each treatment the best segment.
    func results() throws -> [WinnerResult] {
        var results: [WinnerResult] = []
        if table.arms.count > 2 {
            if let row = try treatments(
                nil, (0..<table.arms.count).map { effects.arm(metric: metric, arm: $0) })
            {
                results.append(row)
            }
            for segment in table.segments.indices {
                let arms = table.arms.indices.map {
                    effects.summary(metric: metric, segment: segment, arm: $0)
                }
                if let row = try treatments(table.segments[segment], arms) { results.append(row) }
            }
        }
        for treatment in table.arms.dropFirst() {
            if let row = try bestSegment(treatment) { results.append(row) }
        }
        return results
    }

    /// Contrasts with one control: v₀/n₀ is the covariance between any two.
    private func treatments(_ segment: SegmentName?, _ arms: [ArmSummary]) throws -> WinnerResult? {
        let base = arms[0]
        guard base.count > 1 else { return nil }
        let present = arms.indices.dropFirst().filter { arm in
            arms[arm].count > 1 && arms[arm].varianceOfMean > 0
                && !(segment == nil && effects.confounded.contains(arm))
        }
        guard present.count > 1 else { return nil }
        let estimates = present.map { arms[$0].mean - base.mean }
        let covariance = present.map { row in
            present.map { base.varianceOfMean + (row == $0 ? arms[row].varianceOfMean : 0) }
        }
        let inference = try WinnerInference(estimates: estimates, covariance: covariance, alpha: plan.alpha)
        let names = present.map { table.arms[$0] }
        // The control's noise is common to all, so that it moves no difference between them.
        let beliefs = zip(estimates, present).map {
            Posterior(mean: $0, standardDeviation: arms[$1].varianceOfMean.squareRoot())
        }
        return result(
            inference, segment: segment, treatment: names[inference.winner], among: "treatments",
            names: names, beliefs: beliefs)
    }

    private func bestSegment(_ treatment: String) throws -> WinnerResult? {
        guard
            let pooled = pooling.first(where: {
                $0.metric == table.outcomes[metric].name && $0.treatment == treatment
            })
        else { return nil }
        let rows = pooled.segments
        let covariance = rows.indices.map { row in
            rows.indices.map { row == $0 ? rows[row].standardError * rows[row].standardError : 0 }
        }
        let inference = try WinnerInference(
            estimates: rows.map(\.effect), covariance: covariance, alpha: plan.alpha)
        return result(
            inference, segment: rows[inference.winner].segment, treatment: treatment, among: "segments",
            names: rows.map(\.segment.text),
            beliefs: rows.map { Posterior(mean: $0.shrunk, standardDeviation: $0.shrunkStandardError) })
    }

    private func result(
        _ inference: WinnerInference, segment: SegmentName?, treatment: String, among: String,
        names: [String], beliefs: [Posterior]
    ) -> WinnerResult {
        let family = Seed(UInt64(bitPattern: Int64(plan.seed)))
            .streams("regret:\(treatment):\(among):\(segment?.text ?? "")")
        return WinnerResult(
            metric: table.outcomes[metric].name, segment: segment, treatment: treatment,
            chosenAmong: among, naive: inference.naive, corrected: inference.corrected,
            lower: inference.interval.lower, upper: inference.interval.upper,
            candidates: inference.candidates.map { names[$0] },
            expectedRegret: ExpectedRegret.choosing(inference.winner, among: beliefs, using: family))
    }
}
