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

/// Segments by sets of customers, by recursion over the tree.
struct ReferencePublisher {
    let world: ReferenceWorld
    let depth: Int
    var present: Set<ReferenceIdentity> = []

    init(_ world: ReferenceWorld, depth: Int) {
        self.world = world
        self.depth = depth
    }

    /// The band of each attribute used in the first `depth` dimensions, in order of first use.
    func bands(_ row: [UInt8], depth: Int) -> [Int] {
        var used: [(name: String, band: Int)] = []
        for dimension in world.dimensions.prefix(depth) {
            let attribute = world.attributes.firstIndex { $0.name == dimension.attribute }!
            let band = dimension.bands?.firstIndex { $0.contains(Int(row[attribute])) } ?? Int(row[attribute])
            if let place = used.firstIndex(where: { $0.name == dimension.attribute }) {
                used[place].band = band
            } else {
                used.append((dimension.attribute, band))
            }
        }
        return used.map(\.band)
    }

    /// The members of each segment.
    mutating func publish(_ rows: [[UInt8]?]) -> (segments: [ReferenceIdentity: Set<Int>], withheld: Set<Int>) {
        let everybody = Set(rows.indices.filter { rows[$0] != nil })
        var groups: [ReferenceIdentity: Set<Int>] = [:]
        let left = settle(0, everybody, rows, &groups)
        present = Set(groups.keys)
        return (groups, left)
    }

    private func needed(_ identity: ReferenceIdentity) -> Int {
        present.contains(identity)
            ? world.threshold : Int((Double(world.threshold) * (1 + world.hysteresis)).rounded(.up))
    }

    /// Settles the customers of a node at `level`; returns those that must go up.
    private func settle(
        _ level: Int, _ members: Set<Int>, _ rows: [[UInt8]?], _ groups: inout [ReferenceIdentity: Set<Int>]
    ) -> Set<Int> {
        guard let any = members.first else { return [] }
        let bands = bands(rows[any]!, depth: level)
        if level == depth {
            let identity = ReferenceIdentity(depth: level, bands: bands, isRest: false)
            if members.count < needed(identity) { return members }
            groups[identity] = members
            return []
        }
        var within: [ReferenceIdentity: Set<Int>] = [:]
        var parts: [Set<Int>] = []
        for child in Dictionary(grouping: members, by: { self.bands(rows[$0]!, depth: level + 1) }).values {
            let part = settle(level + 1, Set(child), rows, &within)
            if !part.isEmpty { parts.append(part) }
        }
        let identity = ReferenceIdentity(depth: level, bands: bands, isRest: true)
        var pool = parts.reduce(into: Set<Int>()) { $0.formUnion($1) }
        if !parts.isEmpty {
            while pool.count < needed(identity) || parts.count == 1, !within.isEmpty {
                let smallest = within.min { ($0.value.count, $0.key) < ($1.value.count, $1.key) }!
                parts.append(smallest.value)
                pool.formUnion(smallest.value)
                within[smallest.key] = nil
            }
            if pool.count >= needed(identity) {
                within[identity] = pool
                pool = []
            }
        }
        groups.merge(within) { a, _ in a }
        return pool
    }
}
