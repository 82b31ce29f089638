/// Turns the counts of a depth into segments of at least k customers.
///
/// A node with k or more is a segment. Nodes with fewer are pooled in the rest of their parent. A
/// pool that is a single node, or that holds fewer than k, takes in the smallest other segment
/// within that parent, until there are two parts and k customers; if the parent has no segment left
/// to take, all of it is in the pool, and the pool goes up as one part of the next parent's. Fewer
/// than k at the root are withheld.
///
/// So whatever is published within a node leaves either nobody or at least k of that node's
/// customers uncounted: a total known from elsewhere, less the published parts, tells nothing
/// about fewer than k people. Whoever is withheld, is withheld with everybody else.
///
/// Ties between smallest segments go to the lower identity. A new identity enters at k(1 + h),
/// one that was there the week before stays down to k.
public struct Publisher: Sendable {
    public let hierarchy: SegmentHierarchy
    public let depth: Int
    /// k: the smallest number of customers that may be counted apart.
    public let threshold: Int
    /// h of k(1 + h), the number at which a new identity enters.
    public let hysteresis: Double
    let enterThreshold: Int
    let nodeOfLeaf: [Int32]
    /// By identity: was it there last week?
    private var present: [Bool]
    private var previous: [PublishedSegment] = []

    /// - Precondition: the depth exists, `threshold >= 1`, `hysteresis >= 0`.
    public init(hierarchy: SegmentHierarchy, depth: Int, threshold: Int, hysteresis: Double = 0) {
        precondition((0...hierarchy.depth).contains(depth) && threshold >= 1 && hysteresis >= 0)
        self.hierarchy = hierarchy
        self.depth = depth
        self.threshold = threshold
        self.hysteresis = hysteresis
        enterThreshold = Int((Double(threshold) * (1 + hysteresis)).rounded(.up))
        nodeOfLeaf = hierarchy.ancestors(fine: hierarchy.depth, coarse: depth)
        present = [Bool](repeating: false, count: 2 * hierarchy.offsets[depth + 1])
    }

    /// The segments of the population as last rolled up.
    /// - Complexity: O(nodes of the depth x bins), plus the subtrees that have to give up a segment.
    public mutating func publish(_ population: Population) -> Publication {
        publish(population.statistics(depth: depth))
    }

    mutating func publish(_ statistics: NodeStatistics) -> Publication {
        var pooling = Pooling(hierarchy: hierarchy, depth: depth, counts: statistics.counts)
        pooling.run { [present, threshold, enterThreshold] identity in
            present[Int(identity.rawValue)] ? threshold : enterThreshold
        }
        let publication = collect(pooling, statistics)
        for segment in previous { present[Int(segment.identity.rawValue)] = false }
        for segment in publication.segments { present[Int(segment.identity.rawValue)] = true }
        previous = publication.segments
        return publication
    }

    private func collect(_ pooling: Pooling, _ statistics: NodeStatistics) -> Publication {
        let rests = pooling.rests.sorted { $0.identity < $1.identity }
        var segments = rests
        var segmentOfNode = [Int32](repeating: -1, count: statistics.nodeCount)
        var indexOfRest = [Int32: Int32](minimumCapacity: rests.count)
        for (index, rest) in rests.enumerated() { indexOfRest[rest.identity.rawValue] = Int32(index) }
        var withheld = 0
        for node in 0..<statistics.nodeCount {
            let group = pooling.group[node]
            if group == Pooling.empty { continue }
            if group == Pooling.pooled {
                withheld += Int(statistics.counts[node])
            } else if let index = indexOfRest[group] {
                segmentOfNode[node] = index
            } else {
                segmentOfNode[node] = Int32(segments.count)
                segments.append(
                    PublishedSegment(
                        identity: SegmentIdentity(rawValue: group), count: Int(statistics.counts[node])))
            }
        }
        return gather(segments, segmentOfNode, withheld, statistics)
    }

    private func gather(
        _ segments: [PublishedSegment], _ segmentOfNode: [Int32], _ withheld: Int,
        _ statistics: NodeStatistics
    ) -> Publication {
        let bins = statistics.binCount
        let moments = statistics.momentCount
        var histograms = [Int32](repeating: 0, count: segments.count * bins)
        var sums = [Int64](repeating: 0, count: segments.count * moments)
        var starts = [Int32](repeating: 0, count: segments.count + 1)
        histograms.withUnsafeMutableBufferPointer { histograms in
            sums.withUnsafeMutableBufferPointer { sums in
                for node in 0..<statistics.nodeCount where segmentOfNode[node] >= 0 {
                    let index = Int(segmentOfNode[node])
                    starts[index + 1] += 1
                    let histogram = statistics.histogram(node)
                    for bin in 0..<bins { histograms[index * bins + bin] &+= histogram[bin] }
                    let nodeSums = statistics.moments(node)
                    for moment in 0..<moments { sums[index * moments + moment] &+= nodeSums[moment] }
                }
            }
        }
        for index in segments.indices { starts[index + 1] += starts[index] }
        var next = starts
        var nodes = [Int32](repeating: 0, count: Int(starts[segments.count]))
        for node in 0..<statistics.nodeCount where segmentOfNode[node] >= 0 {
            let index = Int(segmentOfNode[node])
            nodes[Int(next[index])] = Int32(node)
            next[index] += 1
        }
        return Publication(
            depth: depth, segments: segments, withheld: withheld, segmentOfNode: segmentOfNode,
            nodeOfLeaf: nodeOfLeaf, histograms: histograms, binCount: bins, sums: sums, momentCount: moments,
            nodes: nodes, nodeStarts: starts)
    }
}
