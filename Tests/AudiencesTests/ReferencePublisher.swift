import Audiences

/// Who a segment is: bands by attribute, whether it is a rest.
struct ReferenceIdentity: Hashable, Comparable {
    let depth: Int
    let bands: [Int]
    let isRest: Bool

    static func < (a: Self, b: Self) -> Bool {
        if a.depth != b.depth { return a.depth < b.depth }
        if a.bands != b.bands { return a.bands.lexicographicallyPrecedes(b.bands) }
        return !a.isRest && b.isRest
    }
}

/// The band of each attribute used so far, at every depth, for one row of levels; remembered by row.
final class ReferenceBands {
    private let steps: [(attribute: Int, bandOfLevel: [Int])]
    private var known: [[UInt8]: [[Int]]] = [:]

    init(_ world: ReferenceWorld) {
        steps = world.dimensions.map { dimension in
            let attribute = world.attributes.firstIndex { $0.name == dimension.attribute }!
            let levels = world.attributes[attribute].levels.indices
            return (
                attribute, levels.map { level in dimension.bands?.firstIndex { $0.contains(level) } ?? level }
            )
        }
    }

    /// `[depth][place in order of first use]`
    func of(_ row: [UInt8]) -> [[Int]] {
        if let bands = known[row] { return bands }
        var used: [(attribute: Int, band: Int)] = []
        var bands: [[Int]] = [[]]
        for step in steps {
            let band = step.bandOfLevel[Int(row[step.attribute])]
            if let place = used.firstIndex(where: { $0.attribute == step.attribute }) {
                used[place].band = band
            } else {
                used.append((step.attribute, band))
            }
            bands.append(used.map(\.band))
        }
        known[row] = bands
        return bands
    }
}

/// Segments by sets of customers, by recursion over the tree.
struct ReferencePublisher {
    let world: ReferenceWorld
    let depth: Int
    let bands: ReferenceBands
    var present: Set<ReferenceIdentity> = []

    init(_ world: ReferenceWorld, depth: Int) {
        self.world = world
        self.depth = depth
        bands = ReferenceBands(world)
    }

    /// The members of each segment.
    mutating func publish(_ rows: [[UInt8]?]) -> (segments: [ReferenceIdentity: Set<Int>], withheld: Set<Int>)
    {
        var groups: [ReferenceIdentity: Set<Int>] = [:]
        let everybody = rows.indices.filter { rows[$0] != nil }
        let bandsOfCustomer = rows.map { row in row.map(bands.of) ?? [] }
        let left = settle(0, everybody, bandsOfCustomer, &groups)
        present = Set(groups.keys)
        return (groups, Set(left))
    }

    private func needed(_ identity: ReferenceIdentity) -> Int {
        present.contains(identity)
            ? world.threshold : Int((Double(world.threshold) * (1 + world.hysteresis)).rounded(.up))
    }

    /// Settles the customers of a node at `level`; returns those that must go up.
    private func settle(
        _ level: Int, _ members: [Int], _ bands: [[[Int]]], _ groups: inout [ReferenceIdentity: Set<Int>]
    ) -> [Int] {
        guard let any = members.first else { return [] }
        if level == depth {
            let identity = ReferenceIdentity(depth: level, bands: bands[any][level], isRest: false)
            if members.count < needed(identity) { return members }
            groups[identity] = Set(members)
            return []
        }
        var within: [ReferenceIdentity: Set<Int>] = [:]
        var parts: [[Int]] = []
        for child in Dictionary(grouping: members, by: { bands[$0][level + 1] }).values {
            let part = settle(level + 1, child, bands, &within)
            if !part.isEmpty { parts.append(part) }
        }
        let identity = ReferenceIdentity(depth: level, bands: bands[any][level], isRest: true)
        var pool = parts.flatMap { $0 }
        if !parts.isEmpty {
            while pool.count < needed(identity) || parts.count == 1, !within.isEmpty {
                let smallest = within.min { ($0.value.count, $0.key) < ($1.value.count, $1.key) }!
                parts.append(Array(smallest.value))
                pool += smallest.value
                within[smallest.key] = nil
            }
            if pool.count >= needed(identity) {
                within[identity] = Set(pool)
                pool = []
            }
        }
        groups.merge(within) { a, _ in a }
        return pool
    }
}
