import RandomStreams
import Testing

@testable import Uplift

@Suite struct SegmentContrastsTests {
    /// Two arms of one segment agree by chance, so that no difference between segments is real: one variance for all.
    @Test func smallCellsShareTheVarianceOfTheirArm() {
        let contrasts = SegmentContrasts(
            treatments: [ArmSummary(count: 4, successes: 2), ArmSummary(count: 2, successes: 0), .empty],
            controls: [
                ArmSummary(count: 2, successes: 1), ArmSummary(count: 2, successes: 0),
                ArmSummary(count: 9, successes: 0),
            ])
        // Treatments: 1 over 3 + 1 degrees of freedom; controls: ½ over 1 + 1 + 8.
        #expect(contrasts.estimates == [0, 0, 0])
        #expect(abs(contrasts.variances[0] - (0.25 / 4 + 0.05 / 2)) < 1e-15)
        #expect(abs(contrasts.variances[1] - (0.25 / 2 + 0.05 / 2)) < 1e-15)
        #expect(contrasts.variances[2] == .infinity)
    }

    /// Large segments whose outcomes really vary four times as much keep their own variance.
    @Test func realDifferencesBetweenVariancesAreKept() {
        var stream = Seed(4).streams("variances").stream(entity: 0)
        func arm(_ deviation: Double) -> ArmSummary {
            ArmSummary((0..<2000).map { _ in deviation * stream.normal() })
        }
        let deviations = (0..<8).map { $0 % 2 == 0 ? 1.0 : 2 }
        let contrasts = SegmentContrasts(
            treatments: deviations.map { arm($0) }, controls: deviations.map { arm($0) })
        for (segment, deviation) in deviations.enumerated() {
            let truth = deviation * deviation * 2 / 2000
            #expect(abs(contrasts.variances[segment] / truth - 1) < 0.12)
        }
    }

    /// Few buy, and amounts are log-normal: weights from own variances pull the mean down, because segments
    /// that happened to see few buyers weigh most. Smoothed ones do not.
    @Test func sparseRevenueIsNotPulledDown() {
        var (own, smoothed) = (0.0, 0.0)
        let worlds = 60
        for world in 0..<worlds {
            var stream = Seed(6).streams("sparse").stream(entity: world)
            func arm(_ rate: Double) -> ArmSummary {
                ArmSummary(
                    (0..<100).map { _ in
                        guard stream.happens(rate) else { return 0 }
                        let z = stream.normal()
                        return (1 + z * (1 + z / 2 * (1 + z / 3))) * 20 + 30
                    })
            }
            let controls = (0..<60).map { _ in arm(0.03) }
            let treatments = (0..<60).map { _ in arm(0.06) }
            let contrasts = SegmentContrasts(treatments: treatments, controls: controls)
            func mean(_ variances: [Double]) -> Double {
                var (sum, weight) = (0.0, 0.0)
                for (effect, variance) in zip(contrasts.estimates, variances) where variance > 0 {
                    sum += effect / variance
                    weight += 1 / variance
                }
                return sum / weight
            }
            own +=
                mean(zip(treatments, controls).map { $0.varianceOfMean + $1.varianceOfMean }) / Double(worlds)
            smoothed += mean(contrasts.variances) / Double(worlds)
        }
        // (0.06 − 0.03) of an amount of 20·E[1 + z + z²/2 + z³/6] + 30 = 60.
        #expect(abs(smoothed / 1.8 - 1) < 0.1, "\(smoothed)")
        #expect(own < 0.9 * smoothed, "\(own) against \(smoothed)")
    }

    /// A weight of two is not two units: n/(n − 1)·Σ w²(y − ȳ)²/(Σw)², written out for four values.
    @Test func weightedMeansHaveTheLinearisedError() {
        let arm = ArmSpread(values: [1, 2, 4, 9], weights: [1, 1, 2, 4])
        let mean = (1.0 + 2 + 8 + 36) / 8
        let squares = [1.0, 2, 4, 9].map { ($0 - mean) * ($0 - mean) }
        let spread = squares[0] + squares[1] + 4 * squares[2] + 16 * squares[3]
        #expect(abs(arm.mean - mean) < 1e-15)
        #expect(abs(arm.variance / arm.size - 4.0 / 3 * spread / 64) < 1e-13)
        #expect(abs(arm.size - 64.0 / 22) < 1e-13)
        let plain = ArmSpread(values: [1, 2, 4, 9], weights: [3, 3, 3, 3])
        #expect(
            abs(plain.variance - ArmSummary([1, 2, 4, 9]).variance) < 1e-12 && abs(plain.size - 4) < 1e-12)
    }
}
