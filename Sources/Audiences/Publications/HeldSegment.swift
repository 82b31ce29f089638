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
    private var differs: [Bool] = []
    /// How many differ, as long as the segment has the nodes that it had then.
    private var running = 0

    init(identity: Int32, stride: Int) {
        self.identity = identity
        self.stride = stride
    }

    /// Notes the week's change of a customer, keeping its state from before its first change.
    /// - Parameters:
    ///   - node: where the customer is now, or -1.
    ///   - oldRow: its levels before this week's change.
    ///   - row: its levels now.
    mutating func record(
        _ customer: Int32, wasMember member: Bool, node: Int32, oldRow: UnsafePointer<UInt8>,
        row: UnsafePointer<UInt8>, _ counter: LeafCounter
    ) {
        let (place, isNew) = index.place(of: customer)
        if isNew {
            wasMember.append(member)
            differs.append(false)
            rows.append(contentsOf: UnsafeBufferPointer(start: oldRow, count: stride))
        }
        let isMember = node >= 0 && holds(node)
        var different = isMember != wasMember[place]
        if !different, isMember {
            different = rows.withUnsafeBufferPointer {
                counter.exportedDiffers($0.baseAddress! + place * stride, row)
            }
        }
        running += (different ? 1 : 0) - (differs[place] ? 1 : 0)
        differs[place] = different
    }

    /// True if the node was one of the segment's; nodes are ascending.
    private func holds(_ node: Int32) -> Bool {
        if nodes.count == 1 { return nodes[0] == node }
        var (low, high) = (0, nodes.count)
        while low < high {
            let middle = (low + high) / 2
            if nodes[middle] < node { low = middle + 1 } else { high = middle }
        }
        return low < nodes.count && nodes[low] == node
    }

    /// Customers who differ between the last publication and now.
    /// - Parameters:
    ///   - current: each node's segment now.
    ///   - members: the segment's nodes now, ascending.
    ///   - counts: customers in each node now.
    func difference(
        current: [Int32], members: ArraySlice<Int32>, counts: UnsafeBufferPointer<Int32>,
        _ population: Population,
        _ nodeOfLeaf: [Int32]
    ) -> Int {
        if members.elementsEqual(nodes) { return running }
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
