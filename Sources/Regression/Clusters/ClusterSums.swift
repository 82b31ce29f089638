/// Sums over each cluster's units that a covariance by clusters needs.
struct ClusterSums {
    /// Z_c' W e, one a cluster.
    private(set) var scores: [[Double]]
    /// G_c = Z_c' W Z_c, one a cluster when asked for.
    private(set) var grams: [Matrix]

    /// - Parameter numbers: each row's cluster, below `count`.
    /// - Complexity: O(rows × columns²).
    init(_ fit: LeastSquares, _ numbers: [Int], count: Int, needsGrams: Bool) {
        let width = fit.names.count
        var scores = Array(repeating: Array(repeating: 0.0, count: width), count: count)
        var grams =
            needsGrams ? Array(repeating: Matrix(rowCount: width, columnCount: width), count: count) : []
        var row = Array(repeating: 0.0, count: width)
        fit.whitened.forEachBlock { start, blockCount, values in
            for offset in 0..<blockCount {
                let index = start + offset
                let cluster = numbers[index]
                for column in 0..<width { row[column] = values[column * NormalEquations.blockRows + offset] }
                let weight = fit.rows.weight(index) * fit.rows.count(index)
                let residual = weight * fit.residuals[index]
                for column in 0..<width { scores[cluster][column] += row[column] * residual }
                guard needsGrams else { continue }
                for column in 0..<width {
                    let factor = weight * row[column]
                    for other in 0..<width {
                        grams[cluster].elements[column * width + other] += factor * row[other]
                    }
                }
            }
        }
        self.scores = scores
        self.grams = grams
    }

    /// Clusters numbered in order of first appearance.
    static func numbered(_ clusters: [Int]) -> (numbers: [Int], count: Int) {
        var known: [Int: Int] = [:]
        let numbers = clusters.map { cluster -> Int in
            if let number = known[cluster] { return number }
            known[cluster] = known.count
            return known.count - 1
        }
        return (numbers, known.count)
    }
}
