/// The pooling of one week's small nodes, from the depth at hand up to the root.
struct Pooling {
    static let empty: Int32 = -1
    /// Not in a segment: on the way up while running, withheld afterwards.
    static let pooled: Int32 = -2

    let hierarchy: SegmentHierarchy
    let depth: Int
    let counts: UnsafeBufferPointer<Int32>
    /// For each node of the depth its segment's identity, or `empty` or `pooled`.
    private(set) var group: [Int32]
    private(set) var rests: [PublishedSegment] = []
    /// Chains of pooled nodes, one a node of each coarser depth.
    private var next: [Int32]
    private var pools: [Pool]

    private struct Pool {
        var head: Int32 = -1
        var tail: Int32 = -1
        var total = 0
        var parts = 0
    }

    init(hierarchy: SegmentHierarchy, depth: Int, counts: UnsafeBufferPointer<Int32>) {
        self.hierarchy = hierarchy
        self.depth = depth
        self.counts = counts
        group = [Int32](repeating: Pooling.empty, count: counts.count)
        next = [Int32](repeating: -1, count: counts.count)
        pools = [Pool](repeating: Pool(), count: hierarchy.offsets[depth])
    }

    /// - Parameter threshold: how many customers the segment of an identity needs this week.
    mutating func run(threshold: (SegmentIdentity) -> Int) {
        for node in counts.indices where counts[node] > 0 {
            let identity = hierarchy.identity(depth: depth, node: node)
            if Int(counts[node]) >= threshold(identity) {
                group[node] = identity.rawValue
            } else {
                group[node] = Pooling.pooled
                guard depth > 0 else { continue }
                let parent = hierarchy.offsets[depth - 1] + hierarchy.parent(depth: depth, node: node)
                append(head: Int32(node), tail: Int32(node), total: Int(counts[node]), to: parent)
            }
        }
        for level in stride(from: depth - 1, through: 0, by: -1) {
            for node in 0..<hierarchy.nodeCount(depth: level)
            where pools[hierarchy.offsets[level] + node].parts > 0 {
                settle(level, node, threshold(hierarchy.identity(depth: level, node: node, isRest: true)))
            }
        }
    }

    private mutating func append(head: Int32, tail: Int32, total: Int, to pool: Int) {
        if pools[pool].parts == 0 {
            pools[pool].head = head
        } else {
            next[Int(pools[pool].tail)] = head
        }
        pools[pool].tail = tail
        pools[pool].total += total
        pools[pool].parts += 1
    }

    private mutating func settle(_ level: Int, _ node: Int, _ threshold: Int) {
        let place = hierarchy.offsets[level] + node
        while pools[place].total < threshold || pools[place].parts == 1 {
            guard let smallest = smallestSegment(level, node) else { break }
            absorb(smallest, level, node)
        }
        let pool = pools[place]
        if pool.total >= threshold {
            let identity = hierarchy.identity(depth: level, node: node, isRest: true)
            rests.append(PublishedSegment(identity: identity, count: pool.total))
            var member = pool.head
            while member >= 0 {
                group[Int(member)] = identity.rawValue
                member = next[Int(member)]
            }
        } else if level > 0 {
            let parent = hierarchy.offsets[level - 1] + hierarchy.parent(depth: level, node: node)
            append(head: pool.head, tail: pool.tail, total: pool.total, to: parent)
        }
    }

    /// The segment within a node that has fewest customers; the lower identity of equals.
    private func smallestSegment(_ level: Int, _ node: Int) -> PublishedSegment? {
        var smallest: PublishedSegment?
        visit(level, node) { leaf in
            guard group[leaf] >= 0 else { return }
            let identity = SegmentIdentity(rawValue: group[leaf])
            if smallest?.identity == identity { return }
            let count =
                identity.isRest ? rests.first { $0.identity == identity }?.count ?? 0 : Int(counts[leaf])
            if let best = smallest, (best.count, best.identity) < (count, identity) { return }
            smallest = PublishedSegment(identity: identity, count: count)
        }
        return smallest
    }

    private mutating func absorb(_ segment: PublishedSegment, _ level: Int, _ node: Int) {
        var members: [Int] = []
        visit(level, node) { if group[$0] == segment.identity.rawValue { members.append($0) } }
        for index in members.indices {
            group[members[index]] = Pooling.pooled
            next[members[index]] = index + 1 < members.count ? Int32(members[index + 1]) : -1
        }
        append(
            head: Int32(members[0]), tail: Int32(members[members.count - 1]), total: segment.count,
            to: hierarchy.offsets[level] + node)
        rests.removeAll { $0.identity == segment.identity }
    }

    /// Calls `body` for each node of the depth at hand within a node of a coarser one.
    private func visit(_ level: Int, _ node: Int, _ body: (Int) -> Void) {
        if level == depth { return body(node) }
        let starts = hierarchy.childStarts[level]
        for place in starts[node]..<starts[node + 1] {
            visit(level + 1, Int(hierarchy.children[level][Int(place)]), body)
        }
    }
}
