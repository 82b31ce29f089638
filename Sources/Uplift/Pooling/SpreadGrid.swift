#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A grid of spreads by level, weighted by evidence and prior.
enum SpreadGrid {
    /// Spreads τ by level and the posterior weight of the point.
    struct Point: Sendable {
        var spreads: [Double]
        var weight: Double
    }

    /// Points of both passes together; a nest of more levels has fewer a level.
    private static let coarse = 250.0
    private static let fine = 2000.0
    /// Points whose evidence lies e⁻¹² below the best count for nothing.
    private static let reach = 12.0

    /// A coarse grid finds where the evidence lies, a fine one integrates it there.
    ///
    /// The points of a level lie at τ = low + (high − low) u², u in the middles of equal steps, so that small spreads are seen
    /// closely; each has the weight of the stretch it stands for.
    static func weighted(_ tree: inout SpreadTree) -> [Point] {
        let levels = free(tree.hierarchy)
        guard !levels.isEmpty else {
            return [Point(spreads: tree.hierarchy.levels.map { _ in 0 }, weight: 1)]
        }
        let top = upperLimit(tree.estimates, tree.variances)
        var ranges = levels.map { _ in (low: 0.0, high: top) }
        let first = points(&tree, levels, ranges, count: size(coarse, levels.count, most: 60))
        let best = first.map(\.weight).max() ?? 0
        for (place, level) in levels.enumerated() {
            let known = first.filter { $0.weight > best * exp(-reach) }.map { $0.spreads[level] }
            let all = Set(first.map { $0.spreads[level] }).sorted()
            // One step of the coarse grid to either side.
            ranges[place] = (
                all.last { $0 < known.min()! } ?? 0, all.first { $0 > known.max()! } ?? top
            )
        }
        let second = points(&tree, levels, ranges, count: size(fine, levels.count, most: 64))
        let highest = second.map(\.weight).max() ?? 1
        let kept = second.filter { $0.weight > highest * exp(-reach) }
        let total = kept.reduce(0) { $0 + $1.weight }
        return kept.map { Point(spreads: $0.spreads, weight: $0.weight / total) }
    }

    /// Levels on which some node has a sibling.
    private static func free(_ hierarchy: Hierarchy) -> [Int] {
        hierarchy.levels.indices.dropFirst().filter {
            hierarchy.levels[$0].count > hierarchy.levels[$0 - 1].count
        }
    }

    private static func size(_ budget: Double, _ levels: Int, most: Int) -> Int {
        min(most, max(3, Int(pow(budget, 1 / Double(levels)))))
    }

    /// Ten typical errors (the harmonic mean of the variances) or six standard deviations of the estimates.
    private static func upperLimit(_ estimates: [Double], _ variances: [Double]) -> Double {
        let known = variances.indices.filter { variances[$0].isFinite }
        let count = Double(known.count)
        let typical = (count / known.reduce(0) { $0 + 1 / variances[$1] }).squareRoot()
        let mean = known.reduce(0) { $0 + estimates[$1] } / count
        let squares = known.reduce(0) { $0 + (estimates[$1] - mean) * (estimates[$1] - mean) }
        return max(10 * typical, 6 * (squares / max(1, count - 1)).squareRoot())
    }

    private static func points(
        _ tree: inout SpreadTree, _ levels: [Int], _ ranges: [(low: Double, high: Double)], count: Int
    ) -> [Point] {
        var result: [Point] = []
        var logs: [Double] = []
        var place = Array(repeating: 0, count: levels.count)
        let total = Int(pow(Double(count), Double(levels.count)).rounded())
        for _ in 0..<total {
            var spreads = tree.hierarchy.levels.map { _ in 0.0 }
            var width = 0.0
            for (index, level) in levels.enumerated() {
                let u = (Double(place[index]) + 0.5) / Double(count)
                let (low, high) = ranges[index]
                spreads[level] = low + (high - low) * u * u
                width += log(2 * u)
            }
            result.append(Point(spreads: spreads, weight: 0))
            logs.append(tree.logEvidence(spreads.map { $0 * $0 }) + width)
            var index = 0
            while index < place.count {
                place[index] += 1
                if place[index] < count { break }
                place[index] = 0
                index += 1
            }
        }
        let best = logs.max() ?? 0
        for index in result.indices { result[index].weight = exp(logs[index] - best) }
        return result
    }
}
