import Audiences
import RandomStreams

/// What facts are known of: one depth of one replication, means over weeks 2..N.
struct DepthResult {
    var segments = 0.0
    var restSegments = 0.0
    var restShare = 0.0
    var medianCount = 0.0
    var turnover = 0.0
    /// Share of look-ups that miss, by policy.
    var misses: [Double] = []
    /// The same without new segments.
    var shareMisses: [Double] = []
}

/// Runs one replication and measures every depth under several policies, without and with the rule.
struct WeeklyTable {
    /// Plain, store, hysteresis of one bucket, moving average of a quarter.
    static let policies = [
        ProfilePolicy(bucketWidth: 0.05),
        ProfilePolicy(bucketWidth: 0.05, memory: .all),
        ProfilePolicy(bucketWidth: 0.05, hysteresis: 1),
        ProfilePolicy(bucketWidth: 0.05, smoothing: 0.25),
    ]

    let results: [DepthResult]

    init(
        _ audience: Audience, dimensions: [Dimension], drift: Drift, seed: Seed, weeks: Int = 26,
        threshold: Int = 50
    ) throws {
        let hierarchy = try SegmentHierarchy(attributes: audience.attributes, dimensions: dimensions)
        let layout = try ProfileLayout(attributes: audience.attributes)
        let population = try Population(
            audience: audience, hierarchy: hierarchy, profile: layout, drift: drift, seed: seed)
        var depths = (0...hierarchy.depth).map {
            DepthMeasure(hierarchy, layout, depth: $0, threshold: threshold)
        }
        for week in 0..<weeks {
            if week > 0 { population.advance() }
            population.rollUp()
            let changes = population.changes
            for index in depths.indices { depths[index].measure(population, changes, hierarchy) }
        }
        results = depths.map { $0.result(weeks: weeks) }
    }
}

private struct DepthMeasure {
    let depth: Int
    var publisher: Publisher
    var rule: PublicationRule
    var trackers: [ProfileTracker]
    var previous: [Int32] = []
    var lookUps = 0
    var ruleLookUps = 0
    var misses: [Int]
    var newSegments: [Int]
    var segments = 0
    var rests = 0
    var restCustomers = 0
    var medians = 0.0
    var movers = 0
    var customers = 0

    init(_ hierarchy: SegmentHierarchy, _ layout: ProfileLayout, depth: Int, threshold: Int) {
        self.depth = depth
        publisher = Publisher(hierarchy: hierarchy, depth: depth, threshold: threshold)
        rule = PublicationRule(.on, publisher: publisher)
        trackers = (WeeklyTable.policies + [WeeklyTable.policies[0]]).map {
            ProfileTracker(layout: layout, policy: $0)
        }
        misses = [Int](repeating: 0, count: trackers.count)
        newSegments = misses
    }

    mutating func measure(_ population: Population, _ changes: [ChangeRecord], _ hierarchy: SegmentHierarchy)
    {
        let publication = publisher.publish(population)
        let held = rule.held(publication, population)
        for index in publication.segments.indices {
            for policy in trackers.indices where policy < 4 || !held[index] {
                guard case .miss(let cause) = trackers[policy].lookUp(publication, index), population.week > 0
                else {
                    continue
                }
                misses[policy] += 1
                if cause == .newSegment { newSegments[policy] += 1 }
            }
        }
        let current = (0..<hierarchy.leafCount).map { leaf in
            publication.segment(ofLeaf: leaf).map { publication.segments[$0].identity.rawValue } ?? -1
        }
        if population.week > 0 {
            lookUps += publication.segments.count
            ruleLookUps += publication.segments.count
            segments += publication.segments.count
            let rest = publication.segments.filter(\.identity.isRest)
            rests += rest.count
            restCustomers += rest.reduce(0) { $0 + $1.count }
            let sizes = publication.segments.map(\.count).sorted()
            medians += Double(sizes[(sizes.count - 1) / 2] + sizes[sizes.count / 2]) / 2
            customers += population.activeCount
            countMovers(population, changes, current, hierarchy)
        }
        previous = current
    }

    private mutating func countMovers(
        _ population: Population, _ changes: [ChangeRecord], _ current: [Int32], _ hierarchy: SegmentHierarchy
    ) {
        var recorded = [Int](repeating: 0, count: hierarchy.leafCount)
        for change in changes where change.newLeaf >= 0 && change.oldLeaf >= 0 {
            recorded[Int(change.newLeaf)] += 1
            if previous[Int(change.oldLeaf)] != current[Int(change.newLeaf)] { movers += 1 }
        }
        let counts = population.statistics(depth: hierarchy.depth).counts
        for leaf in 0..<hierarchy.leafCount where previous[leaf] != current[leaf] {
            movers += Int(counts[leaf]) - recorded[leaf]
        }
    }

    func result(weeks: Int) -> DepthResult {
        let steps = Double(weeks - 1)
        return DepthResult(
            segments: Double(segments) / steps, restSegments: Double(rests) / steps,
            restShare: Double(restCustomers) / Double(customers), medianCount: medians / steps,
            turnover: Double(movers) / Double(customers), misses: misses.map { Double($0) / Double(lookUps) },
            shareMisses: trackers.indices.map { Double(misses[$0] - newSegments[$0]) / Double(lookUps) })
    }
}
