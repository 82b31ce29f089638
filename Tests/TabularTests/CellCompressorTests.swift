import RandomStreams
import Testing

@testable import Tabular

@Suite struct CellCompressorTests {
    static func compressor(chunkSize: Int = CSVReader.defaultChunkSize) throws -> CellCompressor {
        let bands = try Bands(attribute: "age", labels: ReferenceCells.ageBands)
        var compressor = CellCompressor(
            by: ReferenceCells.attributes, arm: "group", outcomes: ["y", "z"], covariates: ["x1", "x2"],
            bands: [bands])
        compressor.chunkSize = chunkSize
        return compressor
    }

    static func random(_ trial: Int, rowCount: Int = 300) -> ReferenceCells {
        var stream = Seed(21).streams("cells").stream(entity: trial)
        return ReferenceCells(rowCount: rowCount, using: &stream)
    }

    @Test func equalsTheDictionaryOfTexts() throws {
        for trial in 0..<20 {
            let reference = Self.random(trial)
            let table = try withFile("compress", reference.csv) {
                try Self.compressor(chunkSize: 97).compress(file: $0)
            }
            #expect(
                table.header == ReferenceCells.attributes + ["arm", "n"]
                    + ["y", "z", "x1", "x2"].flatMap { ["sum_\($0)", "sumsq_\($0)"] }
                    + ["sum_x1_x2", "sum_x1_y", "sum_x1_z", "sum_x2_y", "sum_x2_z"])
            let expected = reference.cells
            #expect(table.cellCount == expected.count)
            for cell in 0..<table.cellCount {
                let key = (table.attributes + [table.arm!]).map { $0.level(of: cell) }
                var sums = ReferenceCells.Sums(n: table.counts[cell])
                for metric in table.outcomes + table.covariates {
                    sums.sums["sum_\(metric.name)"] = metric.sums[cell]
                    sums.sums["sumsq_\(metric.name)"] = metric.squares[cell]
                }
                for product in table.products {
                    sums.sums["sum_\(product.first)_\(product.second)"] = product.sums[cell]
                }
                #expect(sums == expected[key], "\(key)")
            }
        }
    }

    @Test func cellsAreInTheOrderOfLevelsAndThenOfTheArm() throws {
        let table = try withFile("order", Self.random(1).csv) { try Self.compressor().compress(file: $0) }
        #expect(table.attributes[0].levels == ["\"max\"", "basic, monthly", "pro", "(missing)"])
        #expect(table.attributes[1].levels == ReferenceCells.ageBands + ["(missing)"])
        #expect(table.attributes[2].levels == ["1", "2", "10", "20"])
        let keys = (0..<table.cellCount).map { cell in
            (table.attributes + [table.arm!]).map { Int($0.codes[cell]) }
        }
        #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    }

    @Test func orderOfRowsAndChunksLeaveNoTrace() throws {
        var reference = Self.random(2)
        let first = try withFile("rows", reference.csv) { try Self.compressor().compress(file: $0) }
        var stream = Seed(22).streams("shuffle").stream(entity: 0)
        for chunkSize in [1, 7, 64, 4_096] {
            reference.rows.shuffle(using: &stream)
            let other = try withFile("rows", reference.csv) {
                try Self.compressor(chunkSize: chunkSize).compress(file: $0)
            }
            #expect(other.csv().bytes == first.csv().bytes)
        }
    }

    @Test func manyAttributesAndNoArmMakeAnAudience() throws {
        let names = (0..<11).map { "a\($0)" }
        var text = names.joined(separator: ",") + "\r\n"
        for row in 0..<64 {
            text += names.indices.map { String(row >> ($0 % 4) & 1) }.joined(separator: ",") + "\r\n"
        }
        let table = try withFile("many", text) {
            try CellCompressor(by: names, arm: nil, outcomes: [], covariates: [], bands: []).compress(
                file: $0)
        }
        #expect(table.header == names + ["n"])
        #expect(table.counts == Array(repeating: 4, count: 16))
        #expect(table.arm == nil && table.customerCount == 64)
    }

    @Test func coarserCellsFromCellsEqualThoseFromRows() throws {
        for trial in 0..<10 {
            let reference = Self.random(trial)
            for (by, arm) in [(["size"], "arm"), (["age", "plan"], nil), (["size", "plan", "age"], "arm")] {
                let bands = try Self.compressor().bands.filter { by.contains($0.attribute) }
                let sourceArm = arm.map { _ in "group" }
                let direct = try withFile("direct", reference.csv) {
                    try CellCompressor(
                        by: by, arm: sourceArm, outcomes: ["z"], covariates: ["x2"], bands: bands
                    )
                    .compress(file: $0)
                }
                let cells = try withFile("rows", reference.csv) { try Self.compressor().compress(file: $0) }
                let again = try withFile("cells", cells.csv().bytes) {
                    try CellCompressor(by: by, arm: arm, outcomes: ["z"], covariates: ["x2"], bands: [])
                        .compress(file: $0)
                }
                #expect(again == direct)
            }
        }
    }

    @Test func bandsApplyToTheNumbersOfCells() throws {
        let cells = "age,n,sum_y,sumsq_y\n18,2,1,1\n19,3,0,0\n25,4,2,2\n70,1,1,1\n"
        let bands = try Bands(attribute: "age", labels: ReferenceCells.ageBands)
        let table = try withFile("banded", cells) {
            try CellCompressor(by: ["age"], arm: nil, outcomes: ["y"], covariates: [], bands: [bands])
                .compress(file: $0)
        }
        #expect(
            String(decoding: table.csv().bytes, as: UTF8.self)
                == "age,n,sum_y,sumsq_y\n<20,5,1,1\n20-29,4,2,2\n65+,1,1,1\n")
    }
}
