import RandomStreams
import Testing

@testable import Tabular

@Suite struct CategoricalTableTests {
    private static let text = """
        id,city,recency,mens,spend
        7,"Paris, FR",3,1,2.5
        8,,11,0,0
        9,Bonn,1,1,-1e2
        """

    @Test func unitRowsBecomeColumnsOfBytes() throws {
        let selection = TableSelection(
            attributes: ["mens", "city", "recency"],
            bands: [try Bands(attribute: "recency", labels: ["1-3", "4-6", "7+"])], numbers: ["spend"],
            identifier: "id")
        for chunkSize in [1, 10, 1_000] {
            let table = try withFile("units", Self.text) {
                try CategoricalTable.load($0, selection, chunkSize: chunkSize)
            }
            #expect(table.rowCount == 3)
            #expect(
                table.columns == [
                    CategoricalColumn(name: "mens", levels: ["0", "1"], codes: [1, 0, 1]),
                    CategoricalColumn(
                        name: "city", levels: ["Bonn", "Paris, FR", "(missing)"], codes: [1, 2, 0]),
                    CategoricalColumn(name: "recency", levels: ["1-3", "7+"], codes: [0, 1, 0]),
                ])
            #expect(table.numbers == [NumericColumn(name: "spend", values: [2.5, 0, -100])])
            #expect(Set(table.identifiers ?? []).count == 3)
        }
        let all = try withFile("all", Self.text) {
            try CategoricalTable.load($0, TableSelection(numbers: ["spend"], identifier: "id"))
        }
        #expect(all.columns.map(\.name) == ["city", "recency", "mens"])
        #expect(all.column("recency")?.levels == ["1", "3", "11"])
    }

    @Test func identifiersAreThoseOfTheTextInEveryFile() throws {
        let selection = TableSelection(attributes: ["a"], identifier: "id")
        let first = try withFile("first", "id,a\nc1,x\nc2,y\n") { try CategoricalTable.load($0, selection) }
        let second = try withFile("second", "a,id\nz,c2\nz,c3\nz,c1\n") {
            try CategoricalTable.load($0, selection)
        }
        let (old, new) = (try #require(first.identifiers), try #require(second.identifiers))
        #expect(old[0] == new[2] && old[1] == new[0] && !old.contains(new[1]))
    }

    @Test func cellsBecomeAsManyRowsAsTheyCount() throws {
        let cells = "size,plan,arm,n,sum_y,sumsq_y\n10,b,t,2,0,0\n2,a,t,1,1,1\n10,a,c,3,1,1\n"
        let table = try withFile("expand", cells) { try CategoricalTable.load($0) }
        #expect(table.rowCount == 6)
        #expect(
            table.columns == [
                CategoricalColumn(name: "size", levels: ["2", "10"], codes: [1, 1, 0, 1, 1, 1]),
                CategoricalColumn(name: "plan", levels: ["a", "b"], codes: [1, 1, 0, 0, 0, 0]),
            ])
        let banded = try withFile("expand", cells) {
            try CategoricalTable.load(
                $0,
                TableSelection(
                    attributes: ["size"],
                    bands: [try Bands(attribute: "size", labels: ["1-4", "5-9", "10+"])]))
        }
        #expect(
            banded.columns == [
                CategoricalColumn(name: "size", levels: ["1-4", "10+"], codes: [1, 1, 0, 1, 1, 1])
            ])
    }

    @Test func rowsAndTheirCellsAreTheSameAudience() throws {
        for trial in 0..<10 {
            let reference = CellCompressorTests.random(trial)
            let compressor = try CellCompressorTests.compressor()
            let selection = TableSelection(attributes: ReferenceCells.attributes, bands: compressor.bands)
            let (units, cells) = try withFile("audience", reference.csv) { file in
                (try CategoricalTable.load(file, selection), try compressor.compress(file: file))
            }
            let expanded = try withFile("expanded", cells.csv().bytes) {
                try CategoricalTable.load($0, selection)
            }
            #expect(units.columns.map(\.levels) == expanded.columns.map(\.levels))
            #expect(Self.sortedRows(units) == Self.sortedRows(expanded))
        }
    }

    private static func sortedRows(_ table: CategoricalTable) -> [[UInt8]] {
        (0..<table.rowCount).map { row in table.columns.map { $0.codes[row] } }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }
}
