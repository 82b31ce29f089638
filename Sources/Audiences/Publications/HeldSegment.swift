/// A segment at its last publication, and the customers that have changed since.
///
/// A customer without an entry is where it was then and looks as it did then, as far as the
/// segment's nodes are concerned: every change into, out of or within them makes an entry.
struct HeldSegment: Sendable {
    let identity: Int32
    let stride: Int
    /// The nodes that made up the segment then, ascending.
    var nodes: [Int32] = []
    var isClosed = false
    private var index = CustomerIndex()
    private var wasMember: [Bool] = []
    private var rows: [UInt8] = []

    init(identity: Int32, stride: Int) {
        self.identity = identity
        self.stride = stride
    }

    /// Keeps the state of a customer before its first change.
    mutating func record(_ customer: Int32, wasMember member: Bool, row: UnsafePointer<UInt8>) {
        guard index.insert(customer) else { return }
        wasMember.append(member)
        rows.append(contentsOf: UnsafeBufferPointer(start: row, count: stride))
    }

    /// Customers who differ between the last publication and now.
    /// - Parameters:
    ///   - current: each node's segment now.
    ///   - members: the segment's nodes now, ascending.
    ///   - counts: customers in each node now.
    func difference(
        current: [Int32], members: ArraySlice<Int32>, counts: UnsafeBufferPointer<Int32>, _ population: Population,
        _ nodeOfLeaf: [Int32]
    ) -> Int {
        var difference = 0
        LeafCounter.with(population.layout, sums: population.leafSums.base) { counter in
            rows.withUnsafeBufferPointer { rows in
                for (place, customer) in index.customers.enumerated() {
                    let leaf = population.leaves.base[Int(customer)]
                    let isMember = leaf >= 0 && current[Int(nodeOfLeaf[Int(leaf)])] == identity
                    if isMember != wasMember[place] {
                        difference += 1
                    } else if isMember, let base = rows.baseAddress {
                        let now = UnsafePointer(population.rows.base + Int(customer) * stride)
                        if counter.exportedDiffers(base + place * stride, now) { difference += 1 }
                    }
                }
            }
        }
        return difference + unrecorded(members, counts, population, nodeOfLeaf)
    }

    /// Customers without an entry differ only where a node has come to or gone from the segment.
    private func unrecorded(
        _ members: ArraySlice<Int32>, _ counts: UnsafeBufferPointer<Int32>, _ population: Population,
        _ nodeOfLeaf: [Int32]
    ) -> Int {
        if members.elementsEqual(nodes) { return 0 }
        let (then, now) = (Set(nodes), Set(members))
        let moved = nodes.filter { !now.contains($0) } + members.filter { !then.contains($0) }
        var left: [Int32: Int] = [:]
        for node in moved { left[node] = Int(counts[Int(node)]) }
        for customer in index.customers {
            let leaf = population.leaves.base[Int(customer)]
            if leaf >= 0 { left[nodeOfLeaf[Int(leaf)]]? -= 1 }
        }
        return moved.reduce(0) { $0 + (left[$1] ?? 0) }
    }
}
