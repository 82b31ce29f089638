import Audiences
import RandomStreams
import Testing

@Suite struct MissEstimateTests {
    /// Independent attributes redrawn from the marginal, n from 160 to 1,300: the closed form's own world.
    @Test(arguments: [3, 4])
    func agreesWithSimulationWithinTenPercentAtSixtySegments(depth: Int) throws {
        var simulated = 0.0
        var expected = 0.0
        for replication in 0..<2 {
            let world = try IndependentWorld(seed: Seed(77).replication(replication))
            let table = try WeeklyTable(
                world.audience, dimensions: world.dimensions, drift: world.drift, seed: world.seed, weeks: 14)
            let estimate = try world.estimate(depth: depth, campaigns: 14)
            #expect(estimate.bySegment.count >= 60)
            #expect(
                abs(
                    estimate.turnover.reduce(0, +) / Double(estimate.turnover.count)
                        - table.results[depth].turnover)
                    < 0.08 * table.results[depth].turnover)
            simulated += table.results[depth].shareMisses[0]
            expected += estimate.missRate
        }
        #expect(abs(expected / simulated - 1) < 0.1, "expected \(expected / 2), simulated \(simulated / 2)")
    }

    @Test func refusesWhatHasNoClosedForm() throws {
        let world = try IndependentWorld(seed: Seed(1), count: 2000)
        #expect(throws: MissEstimate.Refusal.hysteresis) {
            try world.estimate(depth: 1, policy: ProfilePolicy(bucketWidth: 0.05, hysteresis: 1))
        }
        #expect(throws: MissEstimate.Refusal.smoothing) {
            try world.estimate(depth: 1, policy: ProfilePolicy(bucketWidth: 0.05, smoothing: 0.25))
        }
        #expect(throws: MissEstimate.Refusal.memory) {
            try world.estimate(depth: 1, policy: ProfilePolicy(bucketWidth: 0.05, memory: .all))
        }
        #expect(throws: MissEstimate.Refusal.campaigns) { try world.estimate(depth: 1, campaigns: 1) }
    }
}

private struct IndependentWorld {
    let seed: Seed
    let audience: Audience
    let dimensions: [Dimension]
    let drift = Drift(kernel: .marginal, weeklyRate: 0.02)

    init(seed: Seed, count: Int = 80_000) throws {
        self.seed = seed
        let weights: [[Double]] = [
            [3, 2, 2, 1], [5, 3, 2], [1, 2, 3, 2, 2], [3, 2], [4, 3, 3], [6, 4, 3],
        ]
        let attributes = weights.enumerated().map { index, weights in
            Attribute(name: "a\(index)", levels: weights.indices.map { "\($0)" })
        }
        audience = try SyntheticAudience(
            count: count, attributes: attributes, weights: weights, classes: 1, dependence: 0, seed: seed
        ).draw().audience
        dimensions = attributes.prefix(4).map { Dimension($0.name) }
    }

    func estimate(
        depth: Int, policy: ProfilePolicy = ProfilePolicy(bucketWidth: 0.05), campaigns: Int = 3
    ) throws -> MissEstimate {
        let hierarchy = try SegmentHierarchy(attributes: audience.attributes, dimensions: dimensions)
        let layout = try ProfileLayout(attributes: audience.attributes)
        let population = try Population(
            audience: audience, hierarchy: hierarchy, profile: layout, drift: drift, seed: seed,
            depths: [depth])
        population.rollUp()
        var publisher = Publisher(hierarchy: hierarchy, depth: depth, threshold: 50)
        return try MissEstimate.expected(
            publisher.publish(population), audience: audience, hierarchy: hierarchy, layout: layout,
            drift: drift,
            policy: policy, campaigns: campaigns)
    }
}
