import RandomStreams
import Testing

@testable import Uplift

@Suite struct SegmentDecisionTests {
    @Test func evidenceFollowsTheIntervalAndTheActionTheMeanOnAWholeGrid() {
        for effect in stride(from: -0.5, through: 0.5, by: 0.05) {
            for deviation in [0.01, 0.1, 0.3] {
                for (threshold, isLower) in [(-0.1, false), (0, false), (0.2, false), (0.2, true)] {
                    let rule = SegmentDecision(
                        MixturePosterior(center: effect, scale: deviation),
                        stakes: Stakes(threshold: threshold, isLowerBetter: isLower))
                    let gain = (isLower ? -effect : effect) - threshold
                    let reach = 1.959963984540054 * deviation
                    let expected: SegmentDecision.Choice =
                        gain - reach > 0 ? .send : gain + reach < 0 ? .keep : .noEvidence
                    #expect(rule.choice == expected)
                    #expect(rule.treats == (gain > 0) && abs(rule.expectedGain - gain) < 1e-14)
                    #expect(abs(rule.probabilityPositive - Normal.cumulative(gain / deviation)) < 1e-12)
                }
            }
        }
    }

    /// The loss of acting, and of not acting, against the mean of draws.
    @Test(arguments: [0.3, 0.02]) func expectedLossIsTheMeanLossOfDraws(effect: Double) {
        let stakes = Stakes(threshold: 0.05)
        let rule = SegmentDecision(MixturePosterior(center: effect, scale: 0.1), stakes: stakes)
        #expect(rule.treats == (effect > 0.05))
        var stream = Seed(2).streams("regret").stream(entity: 0)
        let draws = 200_000
        let loss =
            (0..<draws).reduce(0.0) { sum, _ in
                let gain = effect + 0.1 * stream.normal() - 0.05
                return sum + max(0, rule.treats ? -gain : gain)
            } / Double(draws)
        #expect(abs(rule.expectedLoss - loss) < 2e-4)
        let mirrored = SegmentDecision(
            MixturePosterior(center: -effect, scale: 0.1),
            stakes: Stakes(threshold: 0.05, isLowerBetter: true))
        #expect(abs(mirrored.expectedLoss - rule.expectedLoss) < 1e-14 && mirrored.treats == rule.treats)
    }

    @Test func unitsNeededShowTheEffectWithThePowerAsked() {
        let rule = SegmentDecision(MixturePosterior(center: 0.02, scale: 0.02))
        // 1,000 units of variance 0.1 in equal arms have an error of √(0.1 · 4 / 1,000).
        let units = rule.unitsNeeded(error: 0.02, count: 1000)
        // 2.8016² · 0.1 · 4 / 0.02²
        let expected = 2.8015852181129 * 2.8015852181129 * 0.1 * 4 / 0.0004
        #expect(abs(Double(units ?? 0) - expected) < 2)
        let none = SegmentDecision(MixturePosterior(center: 0, scale: 1))
        #expect(none.unitsNeeded(error: 1, count: 10) == nil)
    }

    /// Three options, one certain: the probability that the best of two normals with a common part beats it, by hand for
    /// fully common noise, where both move together and the higher mean always wins.
    @Test func optionsWithCommonNoiseMoveTogether() {
        let options = [(0.0, 0.0), (0.1, 0.2), (0.05, 0.2)].map {
            Posterior(mean: $0.0, standardDeviation: $0.1)
        }
        let family = Seed(3).streams("choice")
        let together = PosteriorChoice(among: options, shared: [0, 1, 1], draws: 20_000, using: family)
        #expect(together.probabilities[2] == 0)
        #expect(abs(together.probabilities[1] - Normal.cumulative(0.5)) < 0.01)
        // E[max(0, θ)] − E[θ] of a normal at half a deviation: 0.2·(φ(½) − ½Φ(−½)).
        let loss = 0.2 * (Normal.density(0.5) - 0.5 * Normal.cumulative(-0.5))
        #expect(abs(together.regrets[1] - loss) < 2e-3)
        let apart = PosteriorChoice(among: options, draws: 20_000, using: family)
        #expect(apart.probabilities[2] > 0.2 && apart.candidates(probability: 0.99).count == 3)
        #expect(together.candidates(probability: 0.5) == [1])
    }
}
