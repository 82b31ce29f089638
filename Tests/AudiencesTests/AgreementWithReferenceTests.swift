import Audiences
import Testing
import Workers

/// The whole machinery against a slow one made of sets, on random worlds.
@Suite struct AgreementWithReferenceTests {
    @Test func aHundredAndTwentyRandomWorldsAgreeExactly() throws {
        var seen = Coverage()
        for number in 0..<120 { try check(ReferenceWorld(number), jobs: 1 + number % 2 * 2, &seen) }
        // The worlds must reach what they are there for.
        #expect(seen.held > 150)
        #expect(seen.rests > 150)
        #expect(seen.withheld > 10)
        #expect(seen.shareMoved > 1000)
        #expect(seen.hits > 1000)
        #expect(seen.returned > 30)
    }

    private func check(_ world: ReferenceWorld, jobs: Int, _ seen: inout Coverage) throws {
        let hierarchy = try SegmentHierarchy(attributes: world.attributes, dimensions: world.dimensions)
        let layout = try ProfileLayout(
            attributes: world.attributes, exported: world.exported, bands: world.profileBands)
        let moments = WorldMoments(attributes: world.attributes.count)
        let population = try Population(
            audience: world.audience, hierarchy: hierarchy, profile: layout, drift: world.drift,
            seed: world.seed,
            moments: moments, workers: WorkerPool(jobs: jobs))
        var reference = ReferencePopulation(world)
        let profile = ReferenceProfile(world)
        var rows = (0...hierarchy.depth).map { Row(world, hierarchy, layout, profile, depth: $0) }
        for week in 0..<world.weeks {
            if week > 0 {
                let before = reference.rows
                population.advance()
                reference.advance()
                checkChanges(population, hierarchy, before, reference.rows, profile)
            }
            population.rollUp()
            #expect(population.slotCount == reference.rows.count)
            #expect(population.activeCount == reference.rows.count { $0 != nil })
            let there = reference.rows.indices.filter { reference.rows[$0] != nil }
            #expect(reference.rows.indices.filter { population.leaf(of: $0) != nil } == there)
            let same = there.allSatisfy { customer in
                let row = reference.rows[customer]!
                return population.row(of: customer) == row
                    && population.leaf(of: customer) == hierarchy.leaf(of: row)
            }
            #expect(same, "world \(world.number), week \(week)")
            for index in rows.indices { rows[index].check(population, reference.rows, moments, &seen) }
        }
    }

    private func checkChanges(
        _ population: Population, _ hierarchy: SegmentHierarchy, _ before: [[UInt8]?], _ after: [[UInt8]?],
        _ profile: ReferenceProfile
    ) {
        var expected: [Int32: ChangeRecord] = [:]
        for customer in after.indices {
            let old = customer < before.count ? before[customer] : nil
            let new = after[customer]
            if old == nil, new == nil { continue }
            let leaves = (old.map(hierarchy.leaf(of:)) ?? -1, new.map(hierarchy.leaf(of:)) ?? -1)
            let changed = old.map(profile.bins) != new.map(profile.bins)
            guard leaves.0 != leaves.1 || changed else { continue }
            expected[Int32(customer)] = ChangeRecord(
                customer: Int32(customer), oldLeaf: Int32(leaves.0), newLeaf: Int32(leaves.1),
                profileChanged: changed)
        }
        let changes = population.changes
        #expect(changes.count == expected.count)
        for change in changes { #expect(expected[change.customer] == change) }
    }
}

/// How often the random worlds came to each case.
private struct Coverage {
    var held = 0
    var rests = 0
    var withheld = 0
    var hits = 0
    var shareMoved = 0
    /// Segments that came back after a week or more without them.
    var returned = 0
}

/// A contribution that depends on everything it may depend on.
struct WorldMoments: CustomerMoments {
    let attributes: Int
    let width = 2
    let armCount = 3
    func arm(of customer: Int) -> Int { customer % 3 }
    func add(customer: Int, row: UnsafePointer<UInt8>, sign: Int64, to sums: UnsafeMutablePointer<Int64>) {
        sums[0] += sign * Int64(customer + 1)
        for attribute in 0..<attributes { sums[1] += sign * Int64(row[attribute]) * Int64(attribute + 1) }
    }
}

/// One depth of a world, in both implementations.
private struct Row {
    let world: ReferenceWorld
    let hierarchy: SegmentHierarchy
    let profile: ReferenceProfile
    var publisher: Publisher
    var rule: PublicationRule
    var tracker: ProfileTracker
    var referencePublisher: ReferencePublisher
    var referenceRule = ReferencePublicationRule()
    var referenceTracker: ReferenceTracker
    var everPresent: Set<ReferenceIdentity> = []

    init(
        _ world: ReferenceWorld, _ hierarchy: SegmentHierarchy, _ layout: ProfileLayout,
        _ profile: ReferenceProfile, depth: Int
    ) {
        self.world = world
        self.hierarchy = hierarchy
        self.profile = profile
        publisher = Publisher(
            hierarchy: hierarchy, depth: depth, threshold: world.threshold, hysteresis: world.hysteresis)
        rule = PublicationRule(.on, publisher: publisher)
        tracker = ProfileTracker(layout: layout, policy: world.policy)
        referencePublisher = ReferencePublisher(world, depth: depth)
        referenceTracker = ReferenceTracker(policy: world.policy)
    }

    mutating func check(
        _ population: Population, _ rows: [[UInt8]?], _ moments: WorldMoments, _ seen: inout Coverage
    ) {
        let publication = publisher.publish(population)
        let before = referencePublisher.present
        let (groups, withheld) = referencePublisher.publish(rows)
        let ordered = groups.keys.sorted()
        let note: Comment = "world \(world.number), depth \(publication.depth), week \(population.week)"
        #expect(publication.segments.map(\.count) == ordered.map { groups[$0]!.count }, note)
        #expect(publication.segments.map { hierarchy.label(of: $0.identity) } == ordered.map(label), note)
        #expect(publication.withheld == withheld.count, note)
        guard publication.segments.count == ordered.count else { return }

        let held = rule.held(publication, population)
        let expectedHeld = referenceRule.held(groups, rows, profile, threshold: world.threshold)
        #expect(held == ordered.map(expectedHeld.contains), note)
        seen.held += expectedHeld.count
        seen.rests += ordered.count { $0.isRest }
        seen.withheld += withheld.isEmpty ? 0 : 1
        seen.returned += ordered.count { !before.contains($0) && everPresent.contains($0) }
        everPresent.formUnion(ordered)
        for (index, identity) in ordered.enumerated() {
            let members = groups[identity]!
            let histogram = profile.histogram(members, rows)
            #expect(publication.histogram(index).map(Int.init) == histogram, note)
            checkMoments(Array(publication.moments(index)), members, rows, moments)
            if held[index] { continue }
            let expected = referenceTracker.miss(
                identity, histogram: histogram, sizes: profile.sizes, count: members.count)
            let result = tracker.lookUp(publication, index)
            let cause: ProfileLookup =
                expected == nil
                ? .hit : .miss(expected == -1 ? .newSegment : .shareMoved(attribute: expected!))
            #expect(result == cause, note)
            if expected == nil { seen.hits += 1 } else if expected != -1 { seen.shareMoved += 1 }
            let buckets = tracker.buckets(of: publication.segments[index].identity)
            #expect(buckets?.map(Int.init) == referenceTracker.current[identity], note)
        }
        for (index, identity) in ordered.enumerated() {
            let inside = groups[identity]!.allSatisfy {
                publication.segment(ofLeaf: hierarchy.leaf(of: rows[$0]!)) == index
            }
            #expect(inside, note)
        }
    }

    private func checkMoments(
        _ sums: [Int64], _ members: Set<Int>, _ rows: [[UInt8]?], _ moments: WorldMoments
    ) {
        var expected = [Int64](repeating: 0, count: 6)
        for customer in members {
            expected[customer % 3 * 2] += Int64(customer + 1)
            for (attribute, level) in rows[customer]!.enumerated() {
                expected[customer % 3 * 2 + 1] += Int64(level) * Int64(attribute + 1)
            }
        }
        #expect(sums == expected)
    }

    private func label(_ identity: ReferenceIdentity) -> String {
        var names: [(name: String, dimension: Dimension)] = []
        for dimension in world.dimensions.prefix(identity.depth) {
            if let place = names.firstIndex(where: { $0.name == dimension.attribute }) {
                names[place].dimension = dimension
            } else {
                names.append((dimension.attribute, dimension))
            }
        }
        let parts = zip(names, identity.bands).map { part, band in
            let levels = part.dimension.bands?[band].map { "v\($0)" }.joined(separator: "+") ?? "v\(band)"
            return "\(part.name)=\(part.dimension.bandNames?[band] ?? levels)"
        }
        return (parts.isEmpty ? "all" : parts.joined(separator: "|")) + (identity.isRest ? " (rest)" : "")
    }
}
