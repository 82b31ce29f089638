import Foundation
import RandomStreams
import Testing

@testable import Campaigns

@Suite struct CalibrationTests {
    @Test(arguments: [0.01, 0.04, 0.15, 0.6]) func gammaSolvesItsEquation(lift: Double) throws {
        var stream = Seed(3).streams("gains").stream(entity: Int(lift * 100))
        let gains = (0..<500).map { _ in 0.8 + stream.normal() }
        let weights = (0..<500).map { _ in stream.uniform() }
        let gamma = try #require(
            Calibration.gamma(gains: gains, weights: weights, baseRate: 0.02, lift: lift))
        var sum = 0.0
        for (gain, weight) in zip(gains, weights) {
            sum += weight / (1 + exp(-(log(0.02 / 0.98) + gamma * gain)))
        }
        #expect(abs(sum / weights.reduce(0, +) / 0.02 - 1 - lift) < 1e-6)
    }

    @Test func noLiftNeedsNoPreferenceAndNoGainReachesNone() {
        #expect(Calibration.gamma(gains: [1, 2], weights: [1, 1], baseRate: 0.02, lift: 0) == 0)
        #expect(Calibration.gamma(gains: [0, 0], weights: [1, 1], baseRate: 0.02, lift: 0.1) == nil)
    }
}
