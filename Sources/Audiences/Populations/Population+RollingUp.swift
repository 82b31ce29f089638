extension Population {
    typealias Plan = (
        leaves: NodeStatistics, byDepth: [NodeStatistics?],
        rollUps: [(coarse: NodeStatistics, fine: NodeStatistics, parent: [Int32])]
    )

    /// Which depth is summed from which: each wanted depth from the next finer wanted one.
    static func plan(_ hierarchy: SegmentHierarchy, depths: [Int], binCount: Int, momentCount: Int) -> Plan {
        func make(_ depth: Int) -> NodeStatistics {
            NodeStatistics(
                depth: depth, nodeCount: hierarchy.nodeCount(depth: depth), binCount: binCount,
                momentCount: momentCount)
        }
        let leaves = make(hierarchy.depth)
        var byDepth = [NodeStatistics?](repeating: nil, count: hierarchy.depth + 1)
        var rollUps: [(NodeStatistics, NodeStatistics, [Int32])] = []
        var fine = leaves
        for depth in depths.reversed() where byDepth[depth] == nil {
            if depth == hierarchy.depth {
                byDepth[depth] = leaves
                continue
            }
            let coarse = make(depth)
            rollUps.append((coarse, fine, hierarchy.ancestors(fine: fine.depth, coarse: depth)))
            byDepth[depth] = coarse
            fine = coarse
        }
        return (leaves, byDepth, rollUps)
    }

    /// Brings the statistics of all wanted depths up to date, finest first.
    /// - Complexity: O(nodes x (bins + moments)) over the wanted depths; customers are not read.
    public func rollUp() {
        expandLeaves()
        for step in rollUps { step.coarse.fill(from: step.fine, parent: step.parent) }
    }

    /// Writes the bins that leaves fix beside those that are counted.
    private func expandLeaves() {
        let bins = profile.binCount
        let counts = leafStatistics.countStorage.base
        let histograms = leafStatistics.histogramStorage.base
        histograms.update(repeating: 0, count: leafStatistics.histogramStorage.count)
        for leaf in 0..<hierarchy.leafCount { counts[leaf] = leafSums.base[leaf * layout.sumWidth] }
        for place in profile.exported.indices {
            let range = profile.bins(place)
            if let fixed = fixedBins[place] {
                for leaf in 0..<hierarchy.leafCount {
                    histograms[leaf * bins + range.lowerBound + Int(fixed[leaf])] = counts[leaf]
                }
            } else if let free = layout.freeAttributes.firstIndex(of: profile.exported[place]) {
                let start = layout.freeStarts[free]
                for leaf in 0..<hierarchy.leafCount {
                    let from = leafSums.base + (leaf * layout.sumWidth + start)
                    let into = histograms + (leaf * bins + range.lowerBound)
                    for bin in 0..<range.count { into[bin] = from[bin] }
                }
            }
        }
        leafStatistics.momentStorage.base.update(from: leafMoments.base, count: leafMoments.count)
    }
}
