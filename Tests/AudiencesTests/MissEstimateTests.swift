import Audiences
import Foundation
import Quantities
import RandomStreams
import Testing

@Suite struct MissEstimateTests {
    @Test func agreesWithSimulationAtSixtySegmentsOrMore() throws {
        let levels = [4, 3, 5, 2, 3, 2, 4, 3]
        let attributes = levels.enumerated().map { index, count in
            Attribute(name: "a\(index)", levels: (0..<count).map { "\($0)" })
        }
        let weights = levels.enumerated().map { index, count in (0..<count).map { 1 + Double(($0 * 7 + index * 3) % 5) / 2 } }
        for s in 0..<2 {
            let seed = Seed(77).replication(s)
            let (audience, _) = try SyntheticAudience(
                count: 200_000, attributes: attributes, weights: weights, classes: 1, dependence: 0, seed: seed).draw()
            let dimensions = attributes.prefix(7).map { Dimension($0.name) }
            let drift = Drift(kernel: .marginal, weeklyRate: 0.02)
            let hierarchy = try SegmentHierarchy(attributes: attributes, dimensions: dimensions)
            let layout = try ProfileLayout(attributes: attributes)
            let table = try WeeklyTable(audience, dimensions: dimensions, drift: drift, seed: seed)
            let population = try Population(audience: audience, hierarchy: hierarchy, profile: layout, drift: drift, seed: seed)
            population.rollUp()
            for depth in 0...7 {
                var publisher = Publisher(hierarchy: hierarchy, depth: depth, threshold: 50)
                let publication = publisher.publish(population)
                let c = ContinuousClock.now
                let e = try MissEstimate.expected(
                    publication, audience: audience, hierarchy: hierarchy, layout: layout, drift: drift,
                    policy: ProfilePolicy(bucketWidth: 0.05), campaigns: 26)
                let r = table.results[depth]
                print("CF", depth, publication.segments.count, String(format: "%.1f sim %.1f ratio %.3f; turnover %.2f sim %.2f", e.missRate * 100, r.shareMisses[0] * 100, e.missRate / r.shareMisses[0], 100 * e.turnover.reduce(0, +) / Double(e.turnover.count), r.turnover * 100), ContinuousClock.now - c)
            }
        }
    }
}
