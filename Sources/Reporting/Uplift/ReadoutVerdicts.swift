import Experiments

extension RankingResult {
    /// True unless the whole interval of the Qini lies above zero, the value of a random order.
    var isNoBetterThanChance: Bool { (qiniLower ?? -.infinity) <= 0 }
}

extension UpliftReadout {
    /// The ranking that policies use, out of fold; nil without learners.
    func ranking(metric: String, treatment: String) -> RankingResult? {
        let rows = ranking.filter { $0.metric == metric && $0.treatment == treatment && !$0.isInSample }
        return rows.first { $0.score == "DR" } ?? rows.first
    }
}

extension UpliftReadout {
    /// The decision on everybody where it rests on another effect than the headline: the arms' shares differ between
    /// segments, so that only the effect within segments compares like with like.
    func segmentAdjusted(metric: String, treatment: String) -> DecisionResult? {
        guard let headline = headline(metric: metric, treatment: treatment)?.effect,
            let row = decisions.first(where: {
                $0.segment == nil && $0.metric == metric && $0.treatment == treatment
            }), let effect = row.effect, abs(effect - headline) > 1e-9 * max(abs(effect), abs(headline))
        else { return nil }
        return row
    }
}
