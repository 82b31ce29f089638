import Quantities
import Testing

@testable import Tabular

/// Decimal commas and thousands marks are read as the file writes them, and asked about where it does not tell.
@Suite struct NumberSurveyTests {
    private func numbers(_ text: String, _ style: NumberStyle? = nil) throws -> (
        [Double], [FileFormat.Column]
    ) {
        try withFile("numbers", text) { file in
            let frame = try ColumnFrame.load(
                file, [ColumnRequest("x", .number), ColumnRequest("z", .number)], numbers: style)
            return (frame.number("x") + frame.number("z"), frame.numberFormats)
        }
    }

    static let styled: [(String, [Double], NumberStyle)] = [
        ("x;z\n1,5;1\n20;2\n", [1.5, 20, 1, 2], .decimalComma),
        ("x,z\n\"1,5\",1\n20,2\n", [1.5, 20, 1, 2], .decimalComma),
        ("x,z\n\"1,234.5\",1\n20,2\n", [1234.5, 20, 1, 2], .commaGroups),
        ("x\tz\n1.234,50\t1\n20\t2\n", [1234.5, 20, 1, 2], .decimalComma),
        ("x;z\n1 234,5;1\n20;2\n", [1234.5, 20, 1, 2], .decimalComma),
        ("x;z\n;1\n2,25;2\n", [.nan, 2.25, 1, 2], .decimalComma),
    ]

    @Test(arguments: styled) func theStyleOfAColumnIsFound(
        _ text: String, _ values: [Double], _ style: NumberStyle
    ) throws {
        let (found, formats) = try numbers(text)
        #expect(zip(found, values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }, "\(found)")
        #expect(formats == [FileFormat.Column(name: "x", style: style)])
    }

    @Test(arguments: [
        "x;z\n1.5;1\n2.25;3\n", "x;z\n0.125;1\n1.500;2\n", "x,z\n1.500,1\n2.250,2\n", "x|z\n15|1\n1500|2\n",
    ])
    func plainNumbersStayPlain(_ text: String) throws { #expect(try numbers(text).1.isEmpty) }

    @Test func oneColumnTellsForAnother() throws {
        #expect(try numbers("x;z\n1.500;2,5\n2.250;1\n").0 == [1500, 2250, 2.5, 1])
        #expect(try numbers("x;z\n1,500;2,5\n2,250;1\n").0 == [1.5, 2.25, 2.5, 1])
        #expect(try numbers("x,z\n\"1,500\",2.5\n\"2,250\",1\n").0 == [1500, 2250, 2.5, 1])
    }

    @Test(arguments: [
        "x;z\n1,500;1\n2,250;2\n", "x,z\n\"1,500\",1\n20,2\n", "x;z\n1.500;1\n980;2\n",
        "x;z\n1,500;0.5\n2,250;2,5\n",
    ])
    func whatMeansTwoThingsIsAskedAbout(_ text: String) throws {
        let error = #expect(throws: FinegrainError.self) { _ = try numbers(text) }
        #expect(error?.problems.first?.message.contains("may mean 1.5 or 1500") == true)
        #expect(error?.problems.first?.remedy?.contains("--numbers 1.234,5") == true)
    }

    @Test func theAnswerIsTaken() throws {
        #expect(try numbers("x;z\n1,500;1\n2,250;2\n", .decimalComma).0 == [1.5, 2.25, 1, 2])
        #expect(try numbers("x;z\n1,500;1\n2,250;2\n", .commaGroups).0 == [1500, 2250, 1, 2])
        #expect(try numbers("x;z\n1.500;1\n2.250;2\n", .plain).0 == [1.5, 2.25, 1, 2])
        #expect(throws: FinegrainError.self) { _ = try numbers("x;z\n12.5;1\n", .decimalComma) }
    }

    @Test func aStrayTextIsNamedAndNotEveryNumber() throws {
        let rows = (0..<50).map { "\($0),5;\($0)\n" }.joined()
        let error = #expect(throws: FinegrainError.self) { _ = try numbers("x;z\n" + rows + "none;1\n") }
        #expect(error?.problems.map(\.line) == [52])
    }

    @Test func cellsAndTheirCompressionReadTheSameNumbers() throws {
        let comma = "ort;arm;umsatz\nA;k;1,5\nA;k;2,25\nB;m;1.000,5\n"
        let plain = "ort,arm,umsatz\nA,k,1.5\nA,k,2.25\nB,m,1000.5\n"
        func cells(_ text: String) throws -> CellTable {
            try withFile("cells", text) {
                try CellCompressor(by: ["ort"], arm: "arm", outcomes: ["umsatz"], covariates: [], bands: [])
                    .compress(file: $0)
            }
        }
        #expect(try cells(comma) == cells(plain))
        let european = "ort;arm;n;sum_y;sumsq_y\nA;k;3;4,5;7,25\nB;m;2;1.001,5;501.503,25\n"
        try withFile("european", european) { file in
            let (table, formats) = try CellTable.read(file)
            #expect(table.outcomes[0].sums == [4.5, 1001.5] && table.counts == [3, 2])
            #expect(formats.map(\.name) == ["sum_y", "sumsq_y"])
        }
    }
}
