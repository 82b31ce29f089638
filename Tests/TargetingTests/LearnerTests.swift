import Encodings
import RandomStreams
import Regression
import Testing
import Uplift

@testable import Targeting

/// Experiments whose effects are known.
enum Sample {
    /// Two columns; the effect is `base + slope × first column`.
    static func make(
        _ count: Int, world: Int = 0, base: Double = 0.5, slope: Double = 0, isBinary: Bool = false
    ) -> UnitSample {
        let family = Seed(17).replication(world).streams("sample")
        var (a, b, treated, outcomes) = ([Double](), [Double](), [Bool](), [Double]())
        for unit in 0..<count {
            var stream = family.stream(entity: unit)
            let (x, z) = (stream.normal(), stream.normal())
            let isTreated = stream.happens(0.5)
            let mean = x - 0.5 * z + (isTreated ? base + slope * x : 0)
            a.append(x)
            b.append(z)
            treated.append(isTreated)
            outcomes.append(isBinary ? (stream.normal() + mean > 0 ? 1 : 0) : mean + stream.normal())
        }
        return UnitSample(
            keys: (0..<count).map { Fingerprint.mixed(UInt64($0) &+ UInt64(world) << 32) }, treated: treated,
            outcomes: outcomes, design: Matrix(columns: [a, b]), columnNames: ["a", "b"], propensity: 0.5)
    }

    /// The same units in another order.
    static func permuted(_ sample: UnitSample, _ order: [Int]) -> UnitSample {
        UnitSample(
            keys: order.map { sample.keys[$0] }, treated: order.map { sample.treated[$0] },
            outcomes: order.map { sample.outcomes[$0] },
            design: Matrix(
                columns: (0..<2).map { column in order.map { sample.design[$0, column] } }),
            columnNames: sample.columnNames, propensity: sample.propensity)
    }
}

@Suite struct LearnerTests {
    @Test func theXLearnerIsTheTLearnerWithLeastSquares() throws {
        let fit = try CrossFit(Sample.make(600, slope: 0.4), seed: Seed(1))
        let (t, x) = (try LearnedEffects(.t, fit), try LearnedEffects(.x, fit))
        for (one, other) in zip(t.cate, x.cate) { #expect(abs(one - other) < 1e-10) }
    }

    @Test func meanEffectsAreThoseOfTheRegressions() throws {
        let sample = Sample.make(500, slope: 0.3)
        let fit = try CrossFit(sample, seed: Seed(1))
        let indicator = sample.treated.map { $0 ? 1.0 : 0 }
        let columns =
            [Array(repeating: 1.0, count: 500), indicator] + (0..<2).map { Array(sample.design.column($0)) }
        let single = try LeastSquares(
            RegressionRows(
                names: ["1", "t", "a", "b"], design: Matrix(columns: columns), outcomes: sample.outcomes))
        let s = try LearnedEffects(.s, fit)
        #expect(abs(s.ate - single.coefficients[1]) < 1e-10)
        let lin = try LinEstimator(
            RegressionRows(names: ["a", "b"], design: sample.design, outcomes: sample.outcomes),
            treated: sample.treated)
        let t = try LearnedEffects(.t, fit)
        #expect(abs(t.ate - lin.effect) < 1e-10)
        let robust = try LearnedEffects(.dr, fit)
        #expect(abs(robust.ate - fit.scores.reduce(0, +) / 500) < 1e-12)
    }

    @Test func everyLearnerFindsTheEffectOnNewUnits() throws {
        let sample = Sample.make(4000, slope: 0.5)
        let fit = try CrossFit(sample, seed: Seed(1))
        for learner in Learner.allCases {
            let effects = try LearnedEffects(learner, fit)
            #expect(abs(effects.ate - 0.5) < 4 * effects.standardError, "\(learner)")
            guard learner != .s else { continue }
            let truth = sample.design.column(0).map { 0.5 + 0.5 * $0 }
            let error = zip(effects.cate, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 4000
            #expect(error < 0.01, "\(learner): \(error)")
        }
    }

    @Test(arguments: Learner.allCases) func theOrderOfUnitsMovesRoundingOnly(_ learner: Learner) throws {
        let sample = Sample.make(300, slope: 0.4)
        let order = (0..<300).map { $0 * 77 % 300 }.reversed().map { $0 }
        #expect(Set(order).count == 300)
        let plain = try LearnedEffects(learner, CrossFit(sample, seed: Seed(1)))
        let mixed = try LearnedEffects(learner, CrossFit(Sample.permuted(sample, order), seed: Seed(1)))
        for (position, unit) in order.enumerated() {
            #expect(abs(mixed.cate[position] - plain.cate[unit]) < 1e-10)
        }
        #expect(abs(mixed.ate - plain.ate) < 1e-10)
    }

    @Test func logitsServeOutcomesOfZeroAndOne() throws {
        let fit = try CrossFit(Sample.make(1500, isBinary: true), basis: .logit, seed: Seed(1))
        for learner in Learner.allCases {
            let effects = try LearnedEffects(learner, fit)
            #expect(effects.ate > 0.08 && effects.ate < 0.22, "\(learner): \(effects.ate)")
            let areFinite = effects.cate.allSatisfy { $0.isFinite }
            #expect(areFinite)
        }
    }

    /// Over many experiments the intervals of the doubly robust mean cover, and outcomes of a unit's own fold never reach
    /// its prediction: with no heterogeneity at all, rankings are worth nothing.
    @Test func withoutHeterogeneityRankingsAreWorthNothing() throws {
        var (covered, qini) = (0, 0)
        for world in 0..<200 {
            let fit = try CrossFit(Sample.make(300, world: world), seed: Seed(1))
            let effects = try LearnedEffects(.dr, fit)
            if effects.interval().contains(0.5) { covered += 1 }
            let ranking = Ranking(fit.sample, ranked: effects.ranked, doublyRobust: fit.scores, seed: Seed(1))
            if ranking.qiniInterval.contains(0) { qini += 1 }
        }
        #expect((180...199).contains(covered), "\(covered) of 200")
        #expect((176...200).contains(qini), "\(qini) of 200")
    }
}
