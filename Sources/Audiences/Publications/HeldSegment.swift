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
    private var entries: [Entry] = []
    private var rows: [UInt8] = []
    private var entryOfCustomer: [Int: Int] = [:]

    private struct Entry {
        let customer: Int
        let wasMember: Bool
    }

    init(identity: Int32, stride: Int) {
        self.identity = identity
        self.stride = stride
    }

    /// Keeps the state of a customer before its first change.
    mutating func record(_ customer: Int, wasMember: Bool, row: UnsafePointer<UInt8>) {
        guard entryOfCustomer[customer] == nil else { return }
        entryOfCustomer[customer] = entries.count
        entries.append(Entry(customer: customer, wasMember: wasMember))
        rows.append(contentsOf: UnsafeBufferPointer(start: row, count: stride))
    }

    /// Customers who differ between the last publication and now.
    /// - Parameters:
    ///   - current: each node's segment now.
    ///   - members: the segment's nodes now.
    ///   - counts: customers in each node now.
    func difference(
        current: [Int32], members: ArraySlice<Int32>, counts: UnsafeBufferPointer<Int32>, _ population: Population,
        _ nodeOfLeaf: [Int32]
    ) -> Int {
        var difference = 0
        var recorded: [Int32: Int] = [:]
        LeafCounter.with(population.layout, sums: population.leafSums.base) { counter in
            rows.withUnsafeBufferPointer { rows in
            for (place, entry) in entries.enumerated() {
                let leaf = population.leaves.base[entry.customer]
                let node = leaf < 0 ? -1 : nodeOfLeaf[Int(leaf)]
                let isMember = node >= 0 && current[Int(node)] == identity
                if node >= 0 { recorded[node, default: 0] += 1 }
                if isMember != entry.wasMember {
                    difference += 1
                } else if isMember, let base = rows.baseAddress {
                    let now = UnsafePointer(population.rows.base + entry.customer * stride)
                    if counter.exportedDiffers(base + place * stride, now) { difference += 1 }
                }
            }
            }
        }
        // Unrecorded customers differ only where a node has come to or gone from the segment.
        for node in nodes where current[Int(node)] != identity {
            difference += Int(counts[Int(node)]) - recorded[node, default: 0]
        }
        for node in members where !nodes.contains(node) {
            difference += Int(counts[Int(node)]) - recorded[node, default: 0]
        }
        return difference
    }
}
