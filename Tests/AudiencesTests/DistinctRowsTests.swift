import RandomStreams
import Testing

@testable import Audiences

@Suite struct DistinctRowsTests {
    /// Customers with drawn levels; few distinct values, so that rows recur.
    private func audience(_ levels: [Int], customers: Int, seed: UInt64) throws -> Audience {
        var stream = Seed(seed).streams("rows").stream(entity: 0)
        return try Audience(
            attributes: levels.enumerated().map { j, count in
                Attribute(name: "a\(j)", levels: (0..<count).map { "l\($0)" })
            },
            columns: levels.map { count in
                (0..<customers).map { _ in
                    // Mostly the first and the last level.
                    let draw = stream.below(10)
                    return UInt8(draw < 6 ? 0 : draw < 9 ? count - 1 : Int(stream.below(UInt32(count))))
                }
            })
    }

    /// Twenty attributes of twenty levels have 20^20 combinations, more than any integer counts.
    @Test(arguments: [[2, 3], [256, 256, 256], [7, 1, 200, 4, 90], [Int](repeating: 20, count: 20)])
    func rowsCountsAndNumbersAreThoseOfSortedArrays(_ levels: [Int]) throws {
        let audience = try audience(levels, customers: 3_000, seed: UInt64(levels.count))
        let rows = (0..<3_000).map { customer in audience.columns.map { $0[customer] } }
        let sorted = Set(rows).sorted { $0.lexicographicallyPrecedes($1) }
        let distinct = DistinctRows(audience)
        #expect(distinct.count == sorted.count && distinct.total == 3_000)
        #expect(distinct.levels == sorted.flatMap { $0 })
        #expect(distinct.counts == sorted.map { row in rows.count { $0 == row } })
        #expect(rows.indices.allSatisfy { sorted[Int(distinct.rowOfCustomer[$0])] == rows[$0] })
    }

    @Test func bootstrapCountsAreMultinomial() throws {
        let distinct = DistinctRows(try audience([3, 4], customers: 500, seed: 5))
        let samples = 4_000
        var sums = [Double](repeating: 0, count: distinct.count)
        var squares = sums
        for sample in 0..<samples {
            var stream = Seed(9).streams("bootstrap").stream(entity: sample)
            let counts = distinct.bootstrapCounts(using: &stream)
            #expect(counts.reduce(0, +) == 500)
            for row in counts.indices {
                sums[row] += Double(counts[row])
                squares[row] += Double(counts[row] * counts[row])
            }
        }
        for row in sums.indices {
            let share = Double(distinct.counts[row]) / 500
            let (mean, variance) = (500 * share, 500 * share * (1 - share))
            let error = (variance / Double(samples)).squareRoot()
            #expect(abs(sums[row] / Double(samples) - mean) < 4.5 * error)
            let measured = squares[row] / Double(samples) - mean * mean
            #expect(abs(measured / variance - 1) < 0.15)
        }
    }
}
