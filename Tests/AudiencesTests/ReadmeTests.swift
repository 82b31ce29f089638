import Audiences
import RandomStreams
import Testing

@Suite struct ReadmeTests {
    /// The snippet of the target's README, with a small audience.
    @Test func theSnippetRuns() throws {
        let attributes = ["region", "age", "plan"].map { Attribute(name: $0, levels: ["a", "b", "c"]) }
        let columns = [1, 3, 9].map { period in (0..<2997).map { UInt8($0 / period % 3) } }
        let seed = Seed(1)
        var misses = 0

        let audience = try Audience(attributes: attributes, columns: columns)
        let classes = LatentClasses.fit(audience, classes: 8, seed: seed)
        let hierarchy = try SegmentHierarchy(
            attributes: audience.attributes, dimensions: [Dimension("region"), Dimension("age")])
        let layout = try ProfileLayout(attributes: audience.attributes, exported: ["plan", "age"])
        try layout.validate(hierarchy, depth: 2)
        let population = try Population(
            audience: audience, hierarchy: hierarchy, profile: layout,
            drift: Drift(kernel: .withinClass(classes), weeklyRate: 0.02), seed: seed, depths: [2])
        var publisher = Publisher(hierarchy: hierarchy, depth: 2, threshold: 50)
        var rule = PublicationRule(.on, publisher: publisher)
        var tracker = ProfileTracker(layout: layout, policy: ProfilePolicy(bucketWidth: 0.05, hysteresis: 1))
        for week in 0..<26 {
            if week > 0 { population.advance() }
            population.rollUp()
            let publication = publisher.publish(population)
            let held = rule.held(publication, population)
            for index in publication.segments.indices where !held[index] {
                if case .miss = tracker.lookUp(publication, index) { misses += 1 }
            }
        }
        #expect(misses >= 9)
    }
}
