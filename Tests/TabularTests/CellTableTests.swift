import Foundation
import Quantities
import Testing

@testable import Tabular

@Suite struct CellTableTests {
    @Test func whatIsWrittenReadsBackEqual() throws {
        for trial in 0..<10 {
            let table = try withFile("source", CellCompressorTests.random(trial).csv) {
                try CellCompressorTests.compressor().compress(file: $0)
            }
            try withFile("cells", "") { file in
                try table.write(to: file)
                #expect(try CellTable(file: file, chunkSize: 13) == table)
                #expect(!FileManager.default.fileExists(atPath: file + ".partial"))
            }
        }
    }

    @Test func namesWithUnderscoresAreTakenApartByWhatTheTableHolds() throws {
        let text = """
            seg_ment,arm,n,sum_net_spend,sumsq_net_spend,sum_pre_net,sumsq_pre_net,sum_pre_net_net_spend
            a,t,2,3,5,4,10,7
            """
        let table = try withFile("underscores", text) { try CellTable(file: $0) }
        #expect(table.attributes.map(\.name) == ["seg_ment"])
        #expect(table.outcomes == [MetricSums(name: "net_spend", sums: [3], squares: [5])])
        #expect(table.covariates == [MetricSums(name: "pre_net", sums: [4], squares: [10])])
        #expect(table.product("net_spend", "pre_net") == [7] && table.product("pre_net", "pre_net") == [10])
        #expect(table.product("net_spend", "other") == nil)
        #expect(table.arm?.levels == ["t"] && table.attribute("seg_ment")?.level(of: 0) == "a")
    }

    @Test func cellsStayInTheOrderOfTheFileAndLevelsDoNot() throws {
        let table = try withFile("file-order", "size,n\n10,1\n2,3\n(missing),4\n1,5\n") {
            try CellTable(file: $0)
        }
        #expect(
            table.attributes == [
                CategoricalColumn(name: "size", levels: ["1", "2", "10", "(missing)"], codes: [2, 1, 3, 0])
            ])
        #expect(table.counts == [1, 3, 4, 5])
    }

    @Test func aSumOfSquaresAtItsBoundIsSound() throws {
        // Three times 0.1: the sum and the sum of squares are both rounded.
        let text = "a,n,sum_y,sumsq_y\nx,3,0.30000000000000004,0.030000000000000006\n"
        #expect(try withFile("bound", text) { try CellTable(file: $0) }.outcomes[0].sums == [0.1 + 0.2])
        let below = "a,n,sum_y,sumsq_y\nx,3,0.3,0.0299\n"
        #expect(throws: FinegrainError.self) { try withFile("below", below) { try CellTable(file: $0) } }
    }

    @Test func aFileIsOneOfCellsWhenItHasACountAndAnAttribute() {
        #expect(CellTable.isCells(header: ["a", "n"]))
        #expect(CellTable.isCells(header: ["n", "sum_y", "sumsq_y", "a"]))
        #expect(!CellTable.isCells(header: ["a", "N"]))
        #expect(!CellTable.isCells(header: ["n", "arm", "sum_y"]))
    }
}
