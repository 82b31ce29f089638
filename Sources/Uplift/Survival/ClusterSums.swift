/// Variances of sums of what units add, with units of one cluster added up before they are squared.
struct ClusterSums {
    /// The cluster of each unit from zero; nil for independent units.
    private let clusters: [Int]?
    private let clusterCount: Int

    /// - Parameter units: the units whose additions will be given, in their order.
    init(_ clusters: [Int]?, units: [Int]) {
        guard let clusters else {
            self.clusters = nil
            clusterCount = 0
            return
        }
        var known: [Int: Int] = [:]
        self.clusters = units.map { unit in
            if let position = known[clusters[unit]] { return position }
            known[clusters[unit]] = known.count
            return known.count - 1
        }
        clusterCount = known.count
    }

    /// Clusters less one; infinite for independent units, at least one.
    var degreesOfFreedom: Double { clusters == nil ? .infinity : Double(max(1, clusterCount - 1)) }

    /// Σ a_i², or G / (G − 1) Σ (Σ a_i)² over clusters; zero for one cluster, which tells nothing.
    func variance(_ additions: [Double]) -> Double {
        guard let clusters else { return additions.reduce(0) { $0 + $1 * $1 } }
        guard clusterCount > 1 else { return 0 }
        var sums = Array(repeating: 0.0, count: clusterCount)
        for (position, addition) in additions.enumerated() { sums[clusters[position]] += addition }
        let factor = Double(clusterCount) / Double(clusterCount - 1)
        return factor * sums.reduce(0) { $0 + $1 * $1 }
    }
}
