import Audiences
import RandomStreams
import Testing

@Suite struct PublisherTests {
    /// Two dimensions of the given cell counts, outer by inner.
    private func publish(_ counts: [[Int]], threshold: Int, hysteresis: Double = 0) throws -> (
        Publication, SegmentHierarchy
    ) {
        let attributes = [
            Attribute(name: "x", levels: counts.indices.map { "\($0)" }),
            Attribute(name: "y", levels: counts[0].indices.map { "\($0)" }),
        ]
        var columns: [[UInt8]] = [[], []]
        for (x, row) in counts.enumerated() {
            for (y, count) in row.enumerated() {
                columns[0] += [UInt8](repeating: UInt8(x), count: count)
                columns[1] += [UInt8](repeating: UInt8(y), count: count)
            }
        }
        let hierarchy = try SegmentHierarchy(
            attributes: attributes, dimensions: [Dimension("x"), Dimension("y")])
        let population = try Population(
            audience: Audience(attributes: attributes, columns: columns), hierarchy: hierarchy,
            profile: ProfileLayout(attributes: attributes), drift: Drift(kernel: .marginal, weeklyRate: 0),
            seed: Seed(1))
        population.rollUp()
        var publisher = Publisher(
            hierarchy: hierarchy, depth: 2, threshold: threshold, hysteresis: hysteresis)
        return (publisher.publish(population), hierarchy)
    }

    private func labels(_ counts: [[Int]], threshold: Int, hysteresis: Double = 0) throws -> [String] {
        let (publication, hierarchy) = try publish(counts, threshold: threshold, hysteresis: hysteresis)
        return publication.segments.map { "\(hierarchy.label(of: $0.identity)) \($0.count)" }
    }

    @Test func smallNodesPoolInTheRestOfTheirParent() throws {
        #expect(
            try labels([[6, 7, 20], [30, 0, 40]], threshold: 10)
                == ["x=0 (rest) 13", "x=0|y=2 20", "x=1|y=0 30", "x=1|y=2 40"])
    }

    @Test func aSinglePooledNodeTakesInItsSmallestSibling() throws {
        #expect(
            try labels([[6, 25, 20], [30, 0, 40]], threshold: 10) == [
                "x=0 (rest) 26", "x=0|y=1 25", "x=1|y=0 30", "x=1|y=2 40",
            ])
    }

    @Test func aPoolBelowTheThresholdTakesInItsSmallestSibling() throws {
        #expect(
            try labels([[3, 4, 20], [30, 0, 40]], threshold: 10) == [
                "x=0 (rest) 27", "x=1|y=0 30", "x=1|y=2 40",
            ])
    }

    @Test func aNodeThatIsSmallAltogetherGoesUpAndTakesInTheSmallestSegmentThere() throws {
        #expect(try labels([[3, 4, 0], [30, 0, 40]], threshold: 10) == ["all (rest) 37", "x=1|y=2 40"])
        #expect(
            try labels([[3, 4, 0], [2, 0, 2], [30, 0, 40]], threshold: 10) == [
                "all (rest) 11", "x=2|y=0 30", "x=2|y=2 40",
            ])
    }

    @Test func tooFewAltogetherAreWithheld() throws {
        let (publication, _) = try publish([[3, 4, 0], [1, 0, 0]], threshold: 10)
        #expect(publication.segments.isEmpty)
        #expect(publication.withheld == 8)
        #expect(publication.segment(ofLeaf: 0) == nil)
    }

    @Test func aNewIdentityEntersAtTheHigherThreshold() throws {
        #expect(
            try labels([[11, 30, 30]], threshold: 10, hysteresis: 0.2) == ["x=0 (rest) 41", "x=0|y=2 30"])
        #expect(
            try labels([[12, 30, 30]], threshold: 10, hysteresis: 0.2) == [
                "x=0|y=0 12", "x=0|y=1 30", "x=0|y=2 30",
            ])
    }

    /// Whatever total is known from elsewhere, less what is published within it, leaves none or k.
    @Test func noDifferenceBetweenNestedGroupsIsBelowTheThreshold() throws {
        var draw = Seed(31).streams("counts").stream(entity: 0)
        for _ in 0..<300 {
            let counts = (0..<4).map { _ in (0..<4).map { _ in Int(draw.below(3)) * Int(draw.below(12)) } }
            let total = counts.reduce(0) { $0 + $1.reduce(0, +) }
            if total == 0 { continue }
            let (publication, hierarchy) = try publish(counts, threshold: 10)
            #expect(publication.segments.allSatisfy { $0.count >= 10 })
            #expect(publication.segments.reduce(publication.withheld) { $0 + $1.count } == total)
            #expect(publication.withheld == 0 || publication.segments.isEmpty)
            for (x, row) in counts.enumerated() {
                let within = publication.segments.indices.filter { index in
                    publication.nodes(index).allSatisfy { hierarchy.parent(depth: 2, node: Int($0)) == x }
                }
                let left = row.reduce(0, +) - within.reduce(0) { $0 + publication.segments[$1].count }
                #expect(within.isEmpty || left == 0 || left >= 10, "\(counts)")
            }
        }
    }
}
