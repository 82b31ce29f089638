import Foundation
import RandomStreams
import Testing

@testable import Workbench

/// Entropies, and the order of dimensions that rests on them, beside formulas written out.
@Suite struct InformationTests {
    /// Rows of some attributes; each a function of three independent fair bits and noise.
    private func rows(_ count: Int, _ columns: [(Int, (Int) -> Int)]) -> CodedRows {
        CodedRows(
            columns: columns.map { column in (0..<count).map { UInt8(column.1($0)) } },
            sizes: columns.map(\.0),
            weights: (0..<count).map { 1 + $0 % 3 })
    }

    /// I(a; b | g) by its definition: the sum of p(a, b, g) log2 of p(a, b, g) p(g) / (p(a, g) p(b, g)).
    private func slow(_ rows: CodedRows, _ a: Int, _ b: Int, _ groups: CodedRows.Groups) -> Double {
        var joint: [[Int]: Double] = [:]
        for row in rows.weights.indices {
            let key = [Int(rows.columns[a][row]), Int(rows.columns[b][row]), Int(groups.groupOfRow[row])]
            joint[key, default: 0] += Double(rows.weights[row]) / Double(rows.total)
        }
        func marginal(_ places: [Int]) -> [[Int]: Double] {
            joint.reduce(into: [:]) { sums, cell in
                sums[places.map { cell.key[$0] }, default: 0] += cell.value
            }
        }
        let (ag, bg, g) = (marginal([0, 2]), marginal([1, 2]), marginal([2]))
        let plain = joint.reduce(0.0) { sum, cell in
            let (key, p) = (cell.key, cell.value)
            return sum + p * log2(p * g[[key[2]]]! / (ag[[key[0], key[2]]]! * bg[[key[1], key[2]]]!))
        }
        let bias = Double(ag.count + bg.count - joint.count - g.count) / (2 * Double(rows.total) * log(2))
        return plain + bias
    }

    @Test func informationIsThatOfItsDefinition() {
        var stream = Seed(4).streams("information").stream(entity: 0)
        let noise = (0..<600).map { _ in Int(stream.below(5)) }
        let rows = rows(
            600,
            [
                (4, { ($0 * 7 + noise[$0]) % 4 }), (3, { noise[$0] % 3 }), (5, { noise[$0] }),
                (2, { $0 / 300 }),
            ])
        for given in [rows.everybody, rows.cut(rows.everybody, by: 3)] {
            for (a, b) in [(0, 1), (1, 2), (0, 2), (2, 1)] {
                #expect(abs(rows.information(a, b, given: given) - slow(rows, a, b, given)) < 1e-9)
            }
        }
    }

    @Test func closedFormsHold() {
        // Two fair bits, one of which is copied: 1 bit told of the copy, none of the other.
        let rows = rows(30_000, [(2, { $0 / 3 % 2 }), (2, { $0 / 3 % 2 }), (2, { $0 / 6 % 2 })])
        #expect(abs(rows.information(0, 1, given: rows.everybody) - 1) < 1e-3)
        #expect(abs(rows.information(0, 2, given: rows.everybody)) < 1e-3)
        #expect(abs(rows.entropy(0) - 1) < 1e-3)
        #expect(abs(rows.information(0, 1, given: rows.cut(rows.everybody, by: 1))) < 1e-3)
    }

    @Test func chanceTellsNothingOnAverage() {
        // Independent columns: the plain estimate would be 11 x 9 / (2 N ln 2) = 0.036 bits too high.
        let count = 2_000
        var sum = 0.0
        for trial in 0..<20 {
            var stream = Seed(9).streams("independent").stream(entity: trial)
            let a = (0..<count).map { _ in Int(stream.below(12)) }
            let b = (0..<count).map { _ in Int(stream.below(10)) }
            let rows = CodedRows(
                columns: [a.map { UInt8($0) }, b.map { UInt8($0) }], sizes: [12, 10],
                weights: a.map { _ in 1 })
            sum += rows.information(0, 1, given: rows.everybody)
        }
        // Its standard deviation is sqrt(2 df) / (2 N ln 2) = 0.0051 bits.
        #expect(abs(sum / 20) < 4 * 0.0051 / 20.0.squareRoot())
    }

    @Test func whatTellsMostForItsSegmentsCutsFirst() {
        var stream = Seed(6).streams("order").stream(entity: 0)
        let count = 20_000
        let bits = (0..<count).map { _ in Int(stream.below(8)) }
        let noise = (0..<count).map { _ in Int(stream.below(12)) }
        // 0: noise of twelve values; 1: a bit; 2 and 3: follow that bit but for a tenth; 4: a copy of 1.
        let rows = CodedRows(
            columns: [
                noise.map { UInt8($0) }, bits.map { UInt8($0 & 1) },
                zip(bits, noise).map { UInt8($0 & 1 ^ ($1 == 0 ? 1 : 0)) },
                zip(bits, noise).map { UInt8($0 & 1 ^ ($1 == 5 ? 1 : 0)) },
                bits.map { UInt8($0 & 1) },
            ], sizes: [12, 2, 2, 2, 2], weights: noise.map { _ in 1 })
        let order = DimensionOrder(rows, candidates: [0, 1, 2, 3], k: 50)
        #expect(order.steps.map(\.attribute).first == 1 && order.steps.map(\.attribute).last == 0)
        // 1 - H(1/12) bits about each of two, per one doubling.
        let told = 1 + (1.0 / 12 * log2(1.0 / 12) + 11.0 / 12 * log2(11.0 / 12))
        #expect(abs(order.steps[0].bitsPerDoubling - 2 * told) < 0.02)
        #expect(order.steps[0].segments == 2 && order.steps[0].reached == 1)
        // The bit and the twelve values set everything.
        #expect(order.steps[3].segments == 24)
        let copies = DimensionOrder(rows, candidates: [0, 1, 4], k: 50)
        #expect(copies.redundant == [4] && copies.steps.map(\.attribute) == [1, 0])
    }

    @Test func withAnOutcomeWhatSetsTheArmsApartCutsFirst() {
        var stream = Seed(8).streams("contrast").stream(entity: 0)
        let count = 40_000
        var columns: [[UInt8]] = [[], [], [], []]
        for _ in 0..<count {
            let (base, taste, arm) = (stream.below(2), stream.below(2), stream.below(2))
            // The first attribute raises the outcome under both arms, the second says which arm is better.
            let rate = 0.2 + 0.4 * Double(base) + (taste == arm ? 0.1 : 0)
            columns[0].append(UInt8(base))
            columns[1].append(UInt8(taste))
            columns[2].append(Double(stream.below(1_000_000)) < rate * 1e6 ? 1 : 0)
            columns[3].append(UInt8(arm))
        }
        let rows = CodedRows(columns: columns, sizes: [2, 2, 2, 2], weights: columns[0].map { _ in 1 })
        let order = DimensionOrder(rows, candidates: [0, 1], aim: .contrast(outcome: 2, arm: 3), k: 50)
        #expect(order.steps.map(\.attribute) == [1, 0])
        #expect(order.steps[0].bitsPerDoubling > 0.004 && order.steps[1].bitsPerDoubling < 0.002)
    }
}
