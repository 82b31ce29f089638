import Foundation
import RandomStreams
import Testing

@testable import Uplift

@Suite struct IntegratedPoolingTests {
    /// Expected values: scipy's adaptive quadrature over τ of the conditional normals, prior uniform up to the same limit;
    /// ends of intervals by its root finder on the mixture's distribution.
    @Test func effectsAreTheIntegralOverTheSpread() throws {
        let (estimates, variances) = try hillstromEffects()
        let fit = try IntegratedPooling(estimates: estimates, variances: variances)
        let expected: [(Int, Double, Double, Double, Double, Double)] = [
            (
                0, 0.07507015905770899, 0.0058949902398436485, 0.5616651830488266, 0.06333172394291295,
                0.08707057470701478
            ),
            (
                10, 0.07828451236296277, 0.010056321839847933, 0.8994103544919053, 0.060682599713863236,
                0.10198411359006611
            ),
        ]
        for (segment, mean, deviation, weight, lower, upper) in expected {
            let effect = fit.effects[segment]
            #expect(abs(effect.value - mean) < 2e-3 * deviation)
            #expect(abs(effect.standardError / deviation - 1) < 2e-3)
            #expect(abs(effect.weightOnMean - weight) < 1e-3)
            let interval = effect.posterior.interval()
            #expect(abs(interval.lower - lower) < 5e-3 * deviation)
            #expect(abs(interval.upper - upper) < 5e-3 * deviation)
        }
        #expect(abs(fit.spreads[1] / 0.008280598395380754 - 1) < 2e-3)
    }

    @Test func anExpectedExcessIsTheIntegralOverTheSpread() throws {
        let fit = try IntegratedPooling(
            estimates: [0.10, 0.30, 0.35, 0.65, 0.45, 0.15, -0.2],
            variances: [0.03, 0.03, 0.05, 0.01, 0.05, 0.02, 0.04])
        let effect = fit.effects[3]
        #expect(abs(effect.value - 0.5956449979553496) < 2e-4)
        #expect(abs(effect.standardError - 0.1025797780062072) < 2e-4)
        #expect(abs(effect.posterior.expectedExcess(over: 0.3) - 0.2957042323044817) < 3e-4)
        let interval = effect.posterior.interval()
        #expect(abs(interval.lower - 0.3933335062908464) < 5e-4)
        #expect(abs(interval.upper - 0.7959200377304534) < 5e-4)
    }

    /// Two levels, both spreads integrated on a plain fine grid of the same prior.
    @Test func aNestIntegratesBothSpreads() throws {
        let paths = [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2], [2, 0], [2, 1], [2, 2]]
        let hierarchy = Hierarchy(paths: paths)
        let estimates = [0.1, 0.3, 0.25, 1.2, 0.9, 1.4, 0.6, 0.5, 0.8]
        let variances = paths.indices.map { 0.02 + 0.005 * Double($0) }
        let fit = try IntegratedPooling(hierarchy, estimates: estimates, variances: variances)
        let limit = 10 * (9 / variances.reduce(0) { $0 + 1 / $1 }).squareRoot()
        var tree = SpreadTree(hierarchy, estimates: estimates, variances: variances)
        var logs: [Double] = []
        var means: [[Double]] = []
        let steps = 150
        for first in 0..<steps {
            for second in 0..<steps {
                // Dense near zero: τ = limit·u³, weight 3u².
                let (u, w) = ((Double(first) + 0.5) / Double(steps), (Double(second) + 0.5) / Double(steps))
                let spreads = [0, limit * u * u * u, limit * w * w * w].map { $0 * $0 }
                logs.append(tree.logEvidence(spreads) + 2 * log(u) + 2 * log(w))
                tree.spread(spreads)
                means.append(Array(tree.means.suffix(9)))
            }
        }
        let best = logs.max()!
        let weights = logs.map { exp($0 - best) }
        let total = weights.reduce(0, +)
        for leaf in 0..<9 {
            let mean = zip(weights, means).reduce(0) { $0 + $1.0 * $1.1[leaf] } / total
            #expect(abs(fit.effects[leaf].value - mean) < 5e-3)
        }
    }

    @Test func aSegmentWithoutDataHasWhatIsBelievedOfOneNotSeen() throws {
        let fit = try IntegratedPooling(
            estimates: [1, 3, 2, 2.5, 0], variances: [0.1, 0.1, 0.1, 0.1, .infinity])
        let unseen = fit.effects[4]
        #expect(abs(unseen.weightOnMean - 1) < 1e-12 && abs(unseen.value - fit.posteriors[0].mean) < 1e-9)
        #expect(unseen.standardError > fit.effects[0].standardError)
        let alone = try IntegratedPooling(estimates: [5], variances: [4])
        #expect(abs(alone.effects[0].value - 5) < 1e-12 && abs(alone.effects[0].standardError - 2) < 1e-12)
    }

    @Test func anErrorThatAllShareWidensEveryEffectAndMovesNone() throws {
        let (estimates, variances) = try hillstromEffects()
        let plain = try IntegratedPooling(estimates: estimates, variances: variances)
        let shared = try IntegratedPooling(estimates: estimates, variances: variances, sharedVariance: 1e-4)
        for (a, b) in zip(plain.effects, shared.effects) {
            #expect(abs(a.value - b.value) < 1e-15)
            #expect(abs(b.standardError * b.standardError - a.standardError * a.standardError - 1e-4) < 1e-12)
        }
    }

    /// Intervals hold in 95 of 100 worlds whose effects differ, where those of an estimated spread hold in 91.
    @Test func intervalsCoverWhatTheyClaim() throws {
        var (covered, count) = (0, 0)
        for world in 0..<500 {
            var stream = Seed(31).streams("coverage").stream(entity: world)
            let truths = (0..<12).map { _ in 0.01 + 0.015 * stream.normal() }
            let estimates = truths.map { $0 + 0.019 * stream.normal() }
            let fit = try IntegratedPooling(
                estimates: estimates, variances: Array(repeating: 0.019 * 0.019, count: 12))
            for (effect, truth) in zip(fit.effects, truths) {
                count += 1
                if effect.posterior.interval().contains(truth) { covered += 1 }
            }
        }
        let share = Double(covered) / Double(count)
        #expect((0.935...0.965).contains(share), "\(share)")
    }
}
