/// A segment that may leave the warehouse: who, and how many.
public struct PublishedSegment: Hashable, Sendable {
    public var identity: SegmentIdentity
    public var count: Int
}

/// The segments of one week at one depth, each of at least k customers, in order of identity.
public struct Publication: Sendable {
    public let depth: Int
    public let segments: [PublishedSegment]
    /// Customers in no segment.
    public let withheld: Int
    /// For each node of the depth the index of its segment, or -1 if it is empty or withheld.
    public let segmentOfNode: [Int32]
    let nodeOfLeaf: [Int32]
    let histograms: [Int32]
    let binCount: Int
    let sums: [Int64]
    let momentCount: Int
    /// The nodes of segment i are `nodes[nodeStarts[i]..<nodeStarts[i + 1]]`.
    let nodes: [Int32]
    let nodeStarts: [Int32]

    /// Customers of a segment in each bin of the profile layout.
    public func histogram(_ index: Int) -> ArraySlice<Int32> {
        histograms[index * binCount..<(index + 1) * binCount]
    }

    /// The moments of a segment: for each arm, `width` sums.
    public func moments(_ index: Int) -> ArraySlice<Int64> {
        sums[index * momentCount..<(index + 1) * momentCount]
    }

    /// The index of the segment that a leaf's customers are in, or nil if they are withheld.
    public func segment(ofLeaf leaf: Int) -> Int? {
        let index = segmentOfNode[Int(nodeOfLeaf[leaf])]
        return index < 0 ? nil : Int(index)
    }

    /// The nodes that make up a segment, ascending: one unless it is a rest.
    public func nodes(_ index: Int) -> ArraySlice<Int32> {
        nodes[Int(nodeStarts[index])..<Int(nodeStarts[index + 1])]
    }
}
