import Audiences

/// The exported bins of one customer, remembered by row.
final class ReferenceProfile {
    /// Bins of each exported attribute.
    let sizes: [Int]
    private let steps: [(attribute: Int, binOfLevel: [Int])]
    private var known: [[UInt8]: [Int]] = [:]

    init(_ world: ReferenceWorld) {
        steps = world.exported.map { name in
            let attribute = world.attributes.firstIndex { $0.name == name }!
            let bands = world.profileBands.first { $0.attribute == name }?.bands
            let levels = world.attributes[attribute].levels.indices
            return (attribute, levels.map { level in bands?.firstIndex { $0.contains(level) } ?? level })
        }
        sizes = steps.map { $0.binOfLevel.max()! + 1 }
    }

    /// Bin indices, one an exported attribute.
    func bins(_ row: [UInt8]) -> [Int] {
        if let bins = known[row] { return bins }
        let bins = steps.map { $0.binOfLevel[Int(row[$0.attribute])] }
        known[row] = bins
        return bins
    }

    /// Customers in each bin of each exported attribute, end to end.
    func histogram(_ members: Set<Int>, _ rows: [[UInt8]?]) -> [Int] {
        var histogram = [Int](repeating: 0, count: sizes.reduce(0, +))
        for customer in members {
            var start = 0
            for (place, bin) in bins(rows[customer]!).enumerated() {
                histogram[start + bin] += 1
                start += sizes[place]
            }
        }
        return histogram
    }
}

/// The publication rule with the full set of customers and bins of every last publication.
struct ReferencePublicationRule {
    var last: [ReferenceIdentity: [Int: [Int]]] = [:]

    mutating func held(
        _ segments: [ReferenceIdentity: Set<Int>], _ rows: [[UInt8]?], _ profile: ReferenceProfile,
        threshold: Int
    ) -> Set<ReferenceIdentity> {
        var held: Set<ReferenceIdentity> = []
        for (identity, members) in segments {
            let now = Dictionary(uniqueKeysWithValues: members.map { ($0, profile.bins(rows[$0]!)) })
            if let before = last[identity] {
                let different = Set(now.keys).union(before.keys).filter { now[$0] != before[$0] }.count
                if different > 0, different < threshold {
                    held.insert(identity)
                    continue
                }
            }
            last[identity] = now
        }
        return held
    }
}

/// The profile cache with every vector that there has been.
struct ReferenceTracker {
    let policy: ProfilePolicy
    var cached: [ReferenceIdentity: [[Int]]] = [:]
    var current: [ReferenceIdentity: [Int]] = [:]
    var averages: [ReferenceIdentity: [Double]] = [:]

    /// Nil for a hit, else the exported attribute that moved most, or -1 for a new segment.
    mutating func miss(
        _ identity: ReferenceIdentity, histogram: [Int], sizes: [Int], count: Int
    ) -> Int? {
        var shares = histogram.map { Double($0) / Double(count) }
        if policy.smoothing < 1 {
            if let old = averages[identity] {
                shares = zip(shares, old).map { policy.smoothing * $0 + (1 - policy.smoothing) * $1 }
            }
            averages[identity] = shares
        }
        // The documented unit: counts over count x width where nothing is smoothed.
        let positions =
            policy.smoothing < 1
            ? shares.map { $0 / policy.bucketWidth }
            : histogram.map { Double($0) / (Double(count) * policy.bucketWidth) }
        func fits(_ buckets: [Int]) -> Bool {
            zip(positions, buckets).allSatisfy { abs($0 - Double($1)) <= policy.hysteresis + 0.5 }
        }
        let rounded = positions.map { Int($0.rounded()) }
        guard let now = current[identity] else {
            current[identity] = rounded
            cached[identity] = [rounded]
            return -1
        }
        if fits(now) { return nil }
        if policy.memory == .all, let old = cached[identity]!.last(where: fits) {
            current[identity] = old
            return nil
        }
        let furthest = zip(positions, now).map { abs($0 - Double($1)) }.enumerated().max {
            $0.element < $1.element || ($0.element == $1.element && $0.offset > $1.offset)
        }!.offset
        current[identity] = rounded
        cached[identity]!.append(rounded)
        return sizes.indices.first { furthest < sizes[...$0].reduce(0, +) }!
    }
}
