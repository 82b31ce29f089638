import RandomStreams
import Uplift

extension Decisions {
    /// Where several treatments compete, the action of a segment is the one arm of the highest expected gain.
    ///
    /// Contrasts share the control's noise: of a contrast's variance the share n₁/(n₁ + n₀) is the control's, as far as the
    /// segment's own estimate counts.
    mutating func chooseActions() {
        guard table.arms.count > 2, alarm == nil else { return }
        let places = [nil] + table.segments.map(Optional.some)
        for (index, place) in places.enumerated() {
            let rows = decisions.indices.filter {
                let row = decisions[$0]
                return row.segment == place && row.probabilityPositive != nil
                    && guardrail(row.treatment, in: place) == nil
            }
            guard !rows.isEmpty else { continue }
            let beliefs = rows.map { row -> Posterior in
                let posterior = self.posterior(decisions[row], segment: index - 1)
                return Posterior(
                    mean: stakes.gain(posterior.mean), standardDeviation: posterior.standardDeviation)
            }
            let shared = rows.map { row -> Double in
                let (own, base) = (decisions[row].treatmentCount, decisions[row].controlCount)
                guard own + base > 0 else { return 0 }
                let treatment = table.arms.firstIndex(of: decisions[row].treatment)!
                let weight =
                    index == 0 ? 1 : pooling.first { $0.treatment == treatment }?.ownWeights[index - 1] ?? 1
                return Double(own) / Double(own + base) * weight
            }
            let family = Seed(UInt64(bitPattern: Int64(plan.seed)))
                .streams("action:\(metricName):\(place?.text ?? "")")
            let choice = PosteriorChoice(
                among: [Posterior(mean: 0, standardDeviation: 0)] + beliefs, shared: [0] + shared,
                using: family)
            let best = beliefs.indices.max { beliefs[$0].mean < beliefs[$1].mean }!
            let action = beliefs[best].mean > 0 ? best + 1 : 0
            // Rows of treatments that are barred or unknown here have the same action.
            for row in decisions.indices where decisions[row].segment == place {
                decisions[row].action = action == 0 ? table.arms[0] : decisions[rows[best]].treatment
                decisions[row].expectedGain = action == 0 ? 0 : beliefs[best].mean
                decisions[row].expectedRegret = choice.regrets[action]
            }
        }
    }

    /// A segment of which nothing is known, not even from other segments, does as everybody.
    mutating func followEverybody() {
        guard alarm == nil,
            let everybody = decisions.first(where: { $0.segment == nil && $0.expectedGain != nil })
        else { return }
        for place in table.segments {
            let rows = decisions.indices.filter { decisions[$0].segment == place }
            guard rows.allSatisfy({ decisions[$0].probabilityPositive == nil }),
                guardrail(everybody.action, in: place) == nil
            else { continue }
            for row in rows {
                decisions[row].action = everybody.action
                let order = everybody.action == table.arms[0] ? "Keep" : "Use"
                decisions[row].why +=
                    " \(order) \(ArmLabel.text(everybody.action)) meanwhile, as for everybody."
            }
        }
    }

    /// What to do meanwhile depends on all treatments, so that it is said last.
    mutating func finishSentences() {
        for (index, end) in open.enumerated() {
            guard let end else { continue }
            let row = decisions[index]
            let words = self.words(table.arms.firstIndex(of: row.treatment)!, isPooled: row.segment != nil)
            decisions[index].why += " " + words.meanwhile(row, end.rule, from: end.source)
            if row.decision == .noEvidence, !end.needsClusters {
                decisions[index].why += words.learning(
                    row.unitsNeeded, counted: row.controlCount + row.treatmentCount)
            }
        }
    }

    private func posterior(_ row: DecisionResult, segment: Int) -> MixturePosterior {
        let treatment = table.arms.firstIndex(of: row.treatment)!
        if segment >= 0, let pooled = pooling.first(where: { $0.treatment == treatment }),
            let posterior = pooled.posteriors[segment]
        {
            return posterior
        }
        let half = ((row.upper ?? 0) - (row.lower ?? 0)) / 2
        let quantile = -Normal.quantile(plan.alpha / 2)
        return MixturePosterior(center: row.effect ?? 0, scale: max(half / quantile, .leastNormalMagnitude))
    }
}
