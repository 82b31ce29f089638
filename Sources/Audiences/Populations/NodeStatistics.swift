/// Counts, histograms and moments of every node at one depth. Refilled by each roll-up.
public final class NodeStatistics {
    public let depth: Int
    public let nodeCount: Int
    /// Bins of the profile layout.
    public let binCount: Int
    /// Sums a node: arms times width, arm by arm.
    public let momentCount: Int
    let countStorage: Storage<Int32>
    let histogramStorage: Storage<Int32>
    let momentStorage: Storage<Int64>

    init(depth: Int, nodeCount: Int, binCount: Int, momentCount: Int) {
        self.depth = depth
        self.nodeCount = nodeCount
        self.binCount = binCount
        self.momentCount = momentCount
        countStorage = Storage(repeating: 0, count: nodeCount)
        histogramStorage = Storage(repeating: 0, count: nodeCount * binCount)
        momentStorage = Storage(repeating: 0, count: nodeCount * momentCount)
    }

    /// Customers in each node.
    public var counts: UnsafeBufferPointer<Int32> {
        UnsafeBufferPointer(start: countStorage.base, count: nodeCount)
    }

    /// Customers of a node in each bin of the profile layout.
    public func histogram(_ node: Int) -> UnsafeBufferPointer<Int32> {
        UnsafeBufferPointer(start: histogramStorage.base + node * binCount, count: binCount)
    }

    /// The sums of a node: for each arm, `width` of them.
    public func moments(_ node: Int) -> UnsafeBufferPointer<Int64> {
        UnsafeBufferPointer(start: momentStorage.base + node * momentCount, count: momentCount)
    }

    /// Becomes the sums over the children of each node, where `parent` names each child's node.
    func fill(from fine: NodeStatistics, parent: [Int32]) {
        countStorage.fill(0)
        histogramStorage.fill(0)
        momentStorage.fill(0)
        parent.withUnsafeBufferPointer { parent in
            for node in 0..<fine.nodeCount where fine.countStorage.base[node] != 0 {
                let target = Int(parent[node])
                countStorage.base[target] += fine.countStorage.base[node]
                let into = histogramStorage.base + target * binCount
                let from = fine.histogramStorage.base + node * binCount
                for bin in 0..<binCount { into[bin] &+= from[bin] }
                let sumInto = momentStorage.base + target * momentCount
                let sumFrom = fine.momentStorage.base + node * momentCount
                for moment in 0..<momentCount { sumInto[moment] &+= sumFrom[moment] }
            }
        }
    }
}
