import Foundation
import RandomStreams
import Regression
import Testing

@testable import Uplift

/// Posterior mean and covariance of the leaves of a nest by the definition: prior covariance from shared
/// ancestors, a very wide root, and generalised least squares by elimination.
private func slowLeaves(
    _ hierarchy: Hierarchy, _ tau2: [Double], _ y: [Double], _ v: [Double]
) -> (means: [Double], deviations: [Double]) {
    let leaves = Array(hierarchy.levels[hierarchy.depth])
    let n = leaves.count
    let wide = 1e7
    func ancestors(_ leaf: Int) -> [Int] {
        var line: [Int] = []
        var node = leaf
        for _ in 0..<hierarchy.depth {
            line.append(node)
            node = hierarchy.parents[node]
        }
        return line.reversed()
    }
    let lines = leaves.map(ancestors)
    var prior = Array(repeating: Array(repeating: wide, count: n), count: n)
    for i in 0..<n {
        for j in 0..<n {
            for level in 0..<hierarchy.depth where lines[i][level] == lines[j][level] {
                prior[i][j] += tau2[level + 1]
            }
        }
    }
    // Solve (P + V) X = [y | P] on the leaves with data.
    let known = (0..<n).filter { v[$0].isFinite }
    var work = known.map { i in
        known.map { prior[i][$0] + ($0 == i ? v[i] : 0) } + [y[i]] + (0..<n).map { prior[i][$0] }
    }
    let k = known.count
    for pivot in 0..<k {
        let scale = work[pivot][pivot]
        for j in 0..<work[pivot].count { work[pivot][j] /= scale }
        for i in 0..<k where i != pivot {
            let factor = work[i][pivot]
            for j in 0..<work[i].count { work[i][j] -= factor * work[pivot][j] }
        }
    }
    let means = (0..<n).map { i in (0..<k).reduce(0) { $0 + prior[i][known[$1]] * work[$1][k] } }
    let deviations = (0..<n).map { i in
        (prior[i][i] - (0..<k).reduce(0) { $0 + prior[i][known[$1]] * work[$1][k + 1 + i] }).squareRoot()
    }
    return (means, deviations)
}

@Suite struct HierarchyTests {
    @Test func nodesAreNumberedByLevelInOrderOfAppearance() {
        let hierarchy = Hierarchy(paths: [[3, 1], [0, 1], [3, 2], [3, 1]])
        #expect(hierarchy.levels == [0..<1, 1..<3, 3..<6])
        #expect(hierarchy.parents == [0, 0, 0, 1, 2, 1])
        #expect(hierarchy.leafOfPath == [0, 1, 2, 0])
        let flat = Hierarchy(paths: [[], []])
        #expect(flat.nodeCount == 1)
        #expect(flat.leafOfPath == [0, 0])
    }

    @Test(arguments: 0..<10) func theTwoPassesGiveTheExactPosterior(seed: Int) throws {
        var stream = Seed(UInt64(seed)).streams("test.tree").stream(entity: 0)
        var paths: [[Int]] = []
        for first in 0..<3 {
            for second in 0..<(first + 1) {
                for third in 0..<3 { paths.append([first, second, third]) }
            }
        }
        let hierarchy = Hierarchy(paths: paths)
        let top = (0..<3).map { _ in 1.5 * stream.normal() }
        let variances = paths.indices.map { $0 % 5 == 4 ? .infinity : 0.1 + stream.uniform() }
        let estimates = paths.indices.map { index in
            variances[index].isFinite ? 2 + top[paths[index][0]] + 1.2 * stream.normal() : 0
        }
        var tree = SpreadTree(hierarchy, estimates: estimates, variances: variances)
        let spreads = [0, 1.7, 0.4, 0.9]
        _ = tree.logEvidence(spreads)
        tree.spread(spreads)
        let slow = slowLeaves(hierarchy, spreads, estimates, variances)
        for (node, (mean, deviation)) in zip(hierarchy.levels[3], zip(slow.means, slow.deviations)) {
            #expect(abs(tree.means[node] - mean) < 1e-5)
            #expect(abs(tree.deviations2[node].squareRoot() - deviation) < 1e-4)
        }
    }

    /// ln of the density of all estimates, by elimination in the full covariance with a very wide root. Differences
    /// between two choices of the spreads are compared, because the constants are not the same.
    @Test func theEvidenceIsTheDensityOfTheEstimates() throws {
        let hierarchy = Hierarchy(paths: [[0, 0], [0, 1], [1, 0], [1, 1], [1, 2]])
        let estimates = [0.3, -0.2, 1.4, 1.1, 2.2]
        let variances = [0.2, 0.4, 0.1, 0.3, 0.25]
        func slow(_ tau2: [Double]) -> Double {
            var matrix = (0..<5).map { i in
                (0..<5).map { j in
                    1e6 + ((i < 2) == (j < 2) ? tau2[1] : 0) + (i == j ? tau2[2] + variances[i] : 0)
                }
            }
            var right = estimates
            var result = 0.0
            for pivot in 0..<5 {
                result -= 0.5 * log(matrix[pivot][pivot])
                result -= 0.5 * right[pivot] * right[pivot] / matrix[pivot][pivot]
                for row in (pivot + 1)..<5 {
                    let factor = matrix[row][pivot] / matrix[pivot][pivot]
                    for column in pivot..<5 { matrix[row][column] -= factor * matrix[pivot][column] }
                    right[row] -= factor * right[pivot]
                }
            }
            return result
        }
        var tree = SpreadTree(hierarchy, estimates: estimates, variances: variances)
        let choices = [[0, 0.1, 0.1], [0, 2, 0.05], [0, 0, 1], [0, 0.7, 0]]
        let base = (fast: tree.logEvidence(choices[0]), slow: slow(choices[0]))
        for choice in choices.dropFirst() {
            #expect(abs(tree.logEvidence(choice) - base.fast - (slow(choice) - base.slow)) < 1e-4)
        }
    }

    /// Pooled means must not follow base rates: with a common variance the mean effect is that of the sizes.
    @Test func depthWithoutSpreadCostsNothing() throws {
        var stream = Seed(8).streams("test.depth").stream(entity: 0)
        var paths: [[Int]] = []
        for first in 0..<4 { for second in 0..<25 { paths.append([first, second]) } }
        // Effects differ between the four parents by ±2, within them by nothing; noise of 2 a leaf.
        let truth = [-2.0, -1, 1, 2]
        let estimates = paths.map { truth[$0[0]] + 2 * stream.normal() }
        let fit = try IntegratedPooling(
            Hierarchy(paths: paths), estimates: estimates, variances: paths.map { _ in 4 })
        let flat = try IntegratedPooling(estimates: estimates, variances: paths.map { _ in 4 })
        func error(_ values: [Double]) -> Double {
            zip(values, paths).reduce(0) { $0 + ($1.0 - truth[$1.1[0]]) * ($1.0 - truth[$1.1[0]]) }
        }
        let nested = error(fit.effects.map(\.value))
        #expect(nested < 0.5 * error(flat.effects.map(\.value)))
        #expect(nested < 0.1 * error(estimates))
    }
}
