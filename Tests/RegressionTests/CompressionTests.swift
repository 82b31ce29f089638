import RandomStreams
import Regression
import Testing

/// Sandwich errors by their definition, with a plain elimination for the inverse.
private func slowStandardErrors(
    _ rows: [[Double]], _ outcomes: [Double], _ weights: [Double], power: Int
) -> [Double] {
    let k = rows[0].count
    var gram = Array(repeating: Array(repeating: 0.0, count: k), count: k)
    var moment = Array(repeating: 0.0, count: k)
    for (row, (y, w)) in zip(rows, zip(outcomes, weights)) {
        for i in 0..<k {
            moment[i] += w * row[i] * y
            for j in 0..<k { gram[i][j] += w * row[i] * row[j] }
        }
    }
    let bread = inverse(gram)
    let b = bread.map { line in zip(line, moment).reduce(0) { $0 + $1.0 * $1.1 } }
    var meat = Array(repeating: Array(repeating: 0.0, count: k), count: k)
    for (row, (y, w)) in zip(rows, zip(outcomes, weights)) {
        let residual = y - zip(row, b).reduce(0) { $0 + $1.0 * $1.1 }
        var leverage = 0.0
        for i in 0..<k { for j in 0..<k { leverage += w * row[i] * bread[i][j] * row[j] } }
        var factor = w * w * residual * residual
        for _ in 0..<power { factor /= 1 - leverage }
        for i in 0..<k { for j in 0..<k { meat[i][j] += factor * row[i] * row[j] } }
    }
    return (0..<k).map { i in
        var sum = 0.0
        for p in 0..<k { for q in 0..<k { sum += bread[i][p] * meat[p][q] * bread[q][i] } }
        return sum.squareRoot()
    }
}

private func inverse(_ matrix: [[Double]]) -> [[Double]] {
    let n = matrix.count
    var work = (0..<n).map { i in matrix[i] + (0..<n).map { $0 == i ? 1.0 : 0.0 } }
    for pivot in 0..<n {
        let scale = work[pivot][pivot]
        for j in 0..<(2 * n) { work[pivot][j] /= scale }
        for i in 0..<n where i != pivot {
            let factor = work[i][pivot]
            for j in 0..<(2 * n) { work[i][j] -= factor * work[pivot][j] }
        }
    }
    return work.map { Array($0[n...]) }
}

@Suite struct CompressionTests {
    @Test(arguments: 0..<5) func compressedErrorsEqualTheSlowUnitLevelOnes(seed: Int) throws {
        var stream = Seed(UInt64(seed)).streams("test.compression").stream(entity: 0)
        var rows: [[Double]] = []
        var outcomes: [Double] = []
        var weights: [Double] = []
        for _ in 0..<300 {
            let row = [1, Double(stream.below(2)), Double(stream.below(3)), Double(stream.below(2))]
            rows.append(row)
            outcomes.append(1000 + row[1] - 2 * row[2] + (1 + row[3]) * stream.normal())
            weights.append(stream.happens(0.5) ? 1 : 2.5)
        }
        let design = Matrix(columns: (0..<4).map { column in rows.map { $0[column] } })
        let units = RegressionRows(
            names: ["constant", "a", "b", "c"], design: design, outcomes: outcomes, weights: weights)
        let compressed = units.compressed()
        #expect(compressed.counts.count == 24)
        #expect(compressed.unitCount == 300)
        let fit = try LeastSquares(compressed)
        for (kind, power) in [(CovarianceKind.hc0, 0), (.hc2, 1), (.hc3, 2)] {
            let slow = slowStandardErrors(rows, outcomes, weights, power: power)
            for (a, b) in zip(try fit.standardErrors(kind), slow) { #expect(abs(a / b - 1) < 1e-9) }
        }
        let whole = try LeastSquares(units)
        for kind in CovarianceKind.allCases {
            for (a, b) in zip(try fit.standardErrors(kind), try whole.standardErrors(kind)) {
                #expect(abs(a / b - 1) < 1e-11)
            }
        }
        #expect(abs(fit.residualSumSquares / whole.residualSumSquares - 1) < 1e-11)
    }

    @Test func permutingRowsChangesNothing() throws {
        var stream = Seed(11).streams("test.permutation").stream(entity: 0)
        let x = (0..<50).map { _ in stream.normal() }
        let y = x.map { 3 * $0 + stream.normal() }
        func errors(_ order: [Int]) throws -> [Double] {
            let design = Matrix(columns: [order.map { _ in 1 }, order.map { x[$0] }])
            let fit = try LeastSquares(
                RegressionRows(names: ["constant", "x"], design: design, outcomes: order.map { y[$0] }))
            return try fit.coefficients + fit.standardErrors(.hc2)
        }
        let forward = try errors(Array(0..<50))
        for (a, b) in zip(forward, try errors((0..<50).reversed())) { #expect(abs(a - b) < 1e-12) }
    }
}
