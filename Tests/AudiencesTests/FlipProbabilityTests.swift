import Audiences
import Testing

@Suite struct FlipProbabilityTests {
    /// The uniform-phase form is the mean of the known-place form over the bucket.
    @Test(arguments: [0.05, 0.3, 1, 3])
    func uniformPhaseIsTheMeanOverTheBucket(sigma: Double) {
        let steps = 20_000
        let mean =
            (0..<steps).reduce(0.0) { sum, step in
                let below = (Double(step) + 0.5) / Double(steps)
                return sum + FlipProbability.known(below: below, above: 1 - below, sigma: sigma)
            } / Double(steps)
        #expect(abs(FlipProbability.uniformPhase(sigma: sigma, width: 1) - mean) < 1e-6)
    }

    /// Values of the formula from an independent evaluation (Python's math.erf).
    @Test func knownValues() {
        let sigma = FlipProbability.sigma(share: 0.375, count: 1000, exchanged: 0.1)
        #expect(abs(sigma - 0.006846531968814577) < 1e-15)
        #expect(abs(FlipProbability.uniformPhase(sigma: sigma, width: 0.05) - 0.10925484305920287) < 1e-14)
        #expect(abs(FlipProbability.exchanged(weeklyRate: 0.02, turnover: 0.065) - 0.0837) < 1e-12)
        #expect(FlipProbability.uniformPhase(sigma: 0, width: 0.05) == 0)
    }

    /// Both shares of a binary attribute flip at the same edges.
    @Test func aBinaryAttributeCountsOnce() {
        let once = FlipProbability.uniformPhase(
            sigma: FlipProbability.sigma(share: 0.4, count: 500, exchanged: 0.05), width: 0.05)
        let profile = FlipProbability.profile([[0.4, 0.6]], count: 500, exchanged: 0.05, width: 0.05)
        #expect(abs(profile - once) < 1e-15)
        #expect(FlipProbability.profile([[1, 0]], count: 500, exchanged: 0.05, width: 0.05) == 0)
    }
}
