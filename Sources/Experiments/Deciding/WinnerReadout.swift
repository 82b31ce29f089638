import RandomStreams
import Uplift

/// The best of several treatments or segments, on the scale of the table: pooled in segments, so that the best never
/// contradicts the effects beside it.
struct WinnerReadout {
    let table: ExperimentTable
    let plan: UpliftPlan
    let effects: EffectTable
    let pooling: [SegmentPooling]
    let metric: Int
    /// What everybody's effects rest on.
    let decisions: [DecisionResult]

    /// With several treatments the best one overall and in each segment; for each treatment the best segment.
    func results() throws -> [WinnerResult] {
        var results: [WinnerResult] = []
        if table.arms.count > 2 {
            if let row = try everybody() { results.append(row) }
            results += table.segments.indices.compactMap(treatments)
        }
        return results + table.arms.indices.dropFirst().compactMap(bestSegment)
    }

    private var metricName: String { table.outcomes[metric].name }
    /// +1 where more is better, −1 where less is.
    private var sign: Double { plan.sign(of: metricName) }

    private func pooled(_ treatment: Int) -> SegmentPooling? {
        pooling.first { $0.metric == metric && $0.treatment == treatment }
    }

    /// The best treatment over everybody, by the effects that decide, with nothing to pool them with.
    ///
    /// Two contrasts share the control: of a contrast's variance the share n₁/(n₁ + n₀).
    private func everybody() throws -> WinnerResult? {
        let rows = decisions.filter {
            $0.segment == nil && $0.effect != nil && ($0.upper ?? 0) > ($0.lower ?? 0)
        }
        guard rows.count > 1 else { return nil }
        let quantile = StudentT(degreesOfFreedom: .infinity).quantile(upper: plan.alpha / 2)
        let errors = rows.map { ($0.upper! - $0.lower!) / 2 / quantile }
        let shares = rows.map {
            Double($0.treatmentCount) / Double(max(1, $0.treatmentCount + $0.controlCount))
        }
        let covariance = rows.indices.map { row in
            rows.indices.map { other in
                errors[row] * errors[other] * (row == other ? 1 : (shares[row] * shares[other]).squareRoot())
            }
        }
        let inference = try WinnerInference(
            estimates: rows.map { sign * $0.effect! }, covariance: covariance, alpha: plan.alpha)
        let names = rows.map(\.treatment)
        let beliefs = zip(rows, errors).map { Posterior(mean: sign * $0.effect!, standardDeviation: $1) }
        let choice = PosteriorChoice(
            among: beliefs, shared: shares, using: family("treatments", names[inference.winner], nil))
        let ends = [sign * inference.interval.lower, sign * inference.interval.upper]
        return WinnerResult(
            metric: metricName, segment: nil, treatment: names[inference.winner], chosenAmong: "treatments",
            naive: sign * inference.naive, corrected: sign * inference.corrected, lower: ends.min()!,
            upper: ends.max()!, candidates: inference.candidates.map { names[$0] },
            expectedRegret: choice.regrets[inference.winner])
    }

    /// The best treatment in a segment, by the pooled effects of that segment.
    private func treatments(_ segment: Int) -> WinnerResult? {
        let options = table.arms.indices.dropFirst().compactMap { arm -> (name: String, option: Option)? in
            option(arm, segment).map { (table.arms[arm], $0) }
        }
        guard options.count > 1 else { return nil }
        let base = effects.summary(metric: metric, segment: segment, arm: 0).count
        let shared = options.map { name, option -> Double in
            let own = effects.summary(metric: metric, segment: segment, arm: table.arms.firstIndex(of: name)!)
                .count
            return Double(own) / Double(max(1, own + base)) * option.ownWeight
        }
        let segmentName = table.segments[segment]
        return result(
            options.map(\.option), names: options.map(\.name), shared: shared,
            family: family("treatments", "", segmentName), among: "treatments"
        ) { (segmentName, options[$0].name) }
    }

    private func bestSegment(_ treatment: Int) -> WinnerResult? {
        guard let pooled = pooled(treatment) else { return nil }
        let options = pooled.estimates.identified.compactMap { option(treatment, $0) }
        guard options.count > 1 else { return nil }
        let name = table.arms[treatment]
        return result(
            options, names: options.map { table.segments[$0.segment].text }, shared: [],
            family: family("segments", name, nil), among: "segments"
        ) { (table.segments[options[$0].segment], name) }
    }

    /// One treatment in one segment.
    private struct Option {
        var segment: Int
        var naive: Double
        var posterior: MixturePosterior
        var ownWeight: Double
    }

    private func option(_ treatment: Int, _ segment: Int) -> Option? {
        guard let pooled = pooled(treatment), let posterior = pooled.posteriors[segment],
            let place = pooled.estimates.identified.firstIndex(of: segment)
        else { return nil }
        return Option(
            segment: segment, naive: pooled.estimates.effects[place], posterior: posterior,
            ownWeight: pooled.ownWeights[segment])
    }

    private func result(
        _ options: [Option], names: [String], shared: [Double], family: StreamFamily, among: String,
        place: (Int) -> (SegmentName, String)
    ) -> WinnerResult {
        let beliefs = options.map {
            Posterior(
                mean: sign * $0.posterior.mean, standardDeviation: $0.posterior.standardDeviation)
        }
        let choice = PosteriorChoice(among: beliefs, shared: shared, using: family)
        let best = beliefs.indices.dropFirst().reduce(0) { beliefs[$1].mean > beliefs[$0].mean ? $1 : $0 }
        let interval = options[best].posterior.interval(confidence: 1 - plan.alpha)
        let (segment, treatment) = place(best)
        var candidates = choice.candidates(probability: 1 - plan.alpha)
        if !candidates.contains(best) { candidates.append(best) }
        return WinnerResult(
            metric: metricName, segment: segment, treatment: treatment, chosenAmong: among,
            naive: options[best].naive, corrected: options[best].posterior.mean, lower: interval.lower,
            upper: interval.upper, candidates: candidates.map { names[$0] },
            expectedRegret: choice.regrets[best])
    }

    private func family(_ among: String, _ treatment: String, _ segment: SegmentName?) -> StreamFamily {
        Seed(UInt64(bitPattern: Int64(plan.seed)))
            .streams("regret:\(treatment):\(among):\(segment?.text ?? "")")
    }
}
