public import Quantities

extension LeastSquares {
    /// The covariance of the coefficients when units of one cluster may hang together.
    ///
    /// With Z_c = X_c R⁻¹ and G_c = Z_c'Z_c all of CR2 happens in k × k matrices, because
    /// Z'(I − ZZ')^−½ = (I − Z'Z)^−½ Z': clusters may be of any size. Weights count as inverse variances.
    /// - Parameter clusters: one a row; rows of several units must lie within one cluster.
    /// - Complexity: O(rows × columns² + clusters × columns³).
    /// - Throws: `FinegrainError(.badInput)` when there is one cluster only.
    public func clusterCovariance(
        _ kind: ClusterCovarianceKind, clusters: [Int]
    ) throws(FinegrainError) -> ClusterCovariance {
        precondition(clusters.count == leverages.count, "one cluster a row")
        let (numbers, clusterCount) = ClusterSums.numbered(clusters)
        guard clusterCount > 1 else {
            throw .badInput(
                "all rows are in one cluster", remedy: "an error by clusters needs two or more",
                field: "cluster")
        }
        let sums = ClusterSums(self, numbers, count: clusterCount, needsGrams: kind == .cr2)
        var scores = sums.scores
        var adjustments: [ClusterAdjustment] = []
        if kind == .cr2 {
            for (index, gram) in sums.grams.enumerated() {
                let adjustment = try ClusterAdjustment(gram)
                scores[index] = adjustment.adjusted(scores[index])
                adjustments.append(adjustment)
            }
        }
        var middle = Matrix(columns: scores).transposed.gram
        if kind == .cr1 {
            let (count, freedom) = (Double(clusterCount), Double(residualDegreesOfFreedom))
            let factor = count / (count - 1) * Double(unitCount - 1) / freedom
            for index in middle.elements.indices { middle.elements[index] *= factor }
        }
        let half = try triangle.solve(middle)
        let freedom =
            kind == .cr2
            ? try satterthwaite(adjustments)
            : Array(repeating: Double(clusterCount - 1), count: names.count)
        return ClusterCovariance(
            kind: kind, matrix: try triangle.solve(half.transposed), clusterCount: clusterCount,
            degreesOfFreedom: freedom)
    }

    /// ν = tr(P)²/tr(P²), P_cd = g_c'g_d, for each coefficient: with v = R⁻ᵀℓ and a_c = (I − G_c)^−½ G_c v,
    /// P_cc = v'(I − G_c)⁻¹G_c v − a_c'a_c and P_cd = −a_c'a_d.
    private func satterthwaite(_ clusters: [ClusterAdjustment]) throws(FinegrainError) -> [Double] {
        var unit = Matrix(rowCount: names.count, columnCount: names.count)
        for index in names.indices { unit[index, index] = 1 }
        // Column j of R⁻¹ transposed is R⁻ᵀ e_j.
        let inverse = try triangle.solve(unit)
        return names.indices.map { coefficient in
            let direction = names.indices.map { inverse[coefficient, $0] }
            var (trace, squares) = (0.0, 0.0)
            var sum = Matrix(rowCount: names.count, columnCount: names.count)
            for cluster in clusters {
                let a = cluster.half(direction)
                let length = a.reduce(0) { $0 + $1 * $1 }
                let diagonal = zip(direction, cluster.full(direction)).reduce(0) { $0 + $1.0 * $1.1 } - length
                trace += diagonal
                squares += diagonal * diagonal - length * length
                for column in a.indices { for row in a.indices { sum[row, column] += a[row] * a[column] } }
            }
            squares += sum.elements.reduce(0) { $0 + $1 * $1 }
            return trace * trace / squares
        }
    }
}

/// What CR2 does to one cluster, from G = Z'Z.
struct ClusterAdjustment {
    /// (I − G)^−½, (I − G)^−½ G and (I − G)⁻¹ G.
    private let root: Matrix
    private let halfProduct: Matrix
    private let fullProduct: Matrix

    /// A direction that only this cluster informs has eigenvalue one: nothing can be said of it, it gets no weight.
    private static let saturation = 1e-10

    init(_ gram: Matrix) throws(FinegrainError) {
        let eigen = try SymmetricEigen(gram)
        func freed(_ value: Double) -> Double {
            1 - value > ClusterAdjustment.saturation ? 1 - value : .infinity
        }
        root = eigen.applying { 1 / freed($0).squareRoot() }
        halfProduct = eigen.applying { $0 / freed($0).squareRoot() }
        fullProduct = eigen.applying { $0 / freed($0) }
    }

    func adjusted(_ score: [Double]) -> [Double] { ClusterAdjustment.product(root, score) }
    func half(_ direction: [Double]) -> [Double] { ClusterAdjustment.product(halfProduct, direction) }
    func full(_ direction: [Double]) -> [Double] { ClusterAdjustment.product(fullProduct, direction) }

    private static func product(_ matrix: Matrix, _ vector: [Double]) -> [Double] {
        vector.indices.map { row in
            vector.indices.reduce(0) { $0 + matrix[row, $1] * vector[$1] }
        }
    }
}
