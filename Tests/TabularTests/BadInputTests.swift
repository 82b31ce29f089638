import Quantities
import Testing

@testable import Tabular

/// Every message that a user can get, word for word; FILE stands for the path.
@Suite struct BadInputTests {
    private func message(_ bytes: some Sequence<UInt8>, _ action: (String) throws -> Void) throws -> String {
        try withFile("bad", bytes) { file in
            let error = #expect(throws: FinegrainError.self) { try action(file) }
            #expect(error?.kind == .badInput)
            return (error?.description ?? "").split(separator: file, omittingEmptySubsequences: false)
                .joined(separator: "FILE")
        }
    }

    private func load(_ text: String, _ selection: TableSelection = TableSelection()) throws -> String {
        try message(text.utf8) { _ = try CategoricalTable.load($0, selection) }
    }

    private func compress(_ text: String, _ compressor: CellCompressor) throws -> String {
        try message(text.utf8) { _ = try compressor.compress(file: $0) }
    }

    private func cells(_ text: String) throws -> String {
        try message(text.utf8) { _ = try CellTable(file: $0) }
    }

    @Test func filesThatCannotBeRead() throws {
        let missing = #expect(throws: FinegrainError.self) { try CategoricalTable.load("no/such.csv") }
        #expect(
            missing?.description == """
                no/such.csv: cannot be opened: No such file or directory
                    Check the path and its permissions.
                """)
        let folder = #expect(throws: FinegrainError.self) { try CategoricalTable.load(".") }
        #expect(folder?.description == ".: cannot be read: Is a directory\n    Give the path of a CSV file.")
        let unwritable = #expect(throws: FinegrainError.self) { try CSVWriter().write(to: "no/such.csv") }
        #expect(
            unwritable?.description == """
                no/such.csv: cannot be written: No such file or directory
                    Check the folder, its permissions and the free space.
                """)
        #expect(try load("") == "FILE:1: the file is empty\n    The first line names the columns.")
        #expect(try load("\n\r\n") == "FILE:1: the file is empty\n    The first line names the columns.")
        #expect(try load("a,b\n") == "FILE: there are no rows after the header\n    Export the rows too.")
        let utf16 = try message([0xff, 0xfe, 0x61, 0x00, 0x62]) { _ = try CategoricalTable.load($0) }
        #expect(
            utf16
                == "FILE: the UTF-16 (little endian) text is damaged or cut off\n    Save the file as UTF-8.")
    }

    @Test func headersThatCannotBeUsed() throws {
        #expect(
            try load("a,b,a,b\n1,2,3,4\n") == """
                FILE:1: a: the column name occurs twice
                    Rename one of the two columns.
                FILE:1: b: the column name occurs twice
                    Rename one of the two columns.
                """)
        #expect(
            try load("a,b\n1,2\n", TableSelection(attributes: ["b", "c"], numbers: ["d"])) == """
                FILE:1: c: no such column
                    The columns are a, b.
                FILE:1: d: no such column
                    The columns are a, b.
                """)
        #expect(
            try load("a;b\n1;2\n", TableSelection(attributes: ["c"])) == """
                FILE:1: c: no such column
                    The columns are a, b.
                """)
        let other = try message([0x61, 0x81, 0x0a, 0x31, 0x0a]) { _ = try CategoricalTable.load($0) }
        #expect(
            other == """
                FILE:1: the text is neither UTF-8, UTF-16 nor Latin-1 (Windows-1252)
                    Save the file as UTF-8.
                """)
    }

    @Test func recordsThatAreMalformed() throws {
        #expect(
            try load("a,b\n1\n1,2,3\n\"x\"y,2\n1,\"2\n3\n") == """
                FILE:2: the row has 1 field, the header 2: 2 rows like this, in lines 2, 3
                    Add or remove fields, or put fields that contain commas into quotes.
                FILE:4: a: text after the closing quote
                    Write a quote inside a quoted field as two quotes.
                FILE:5: b: the quote is never closed
                    Add the closing quote.
                """)
        #expect(
            try load("a,b\n1,2\r3,4\n") == """
                FILE:2: b: a carriage return without a line feed
                    Save the file with LF or CRLF line ends.
                """)
        let mixed = try message(Array("a\nü\nö\n".utf8) + [0xfc, 0x0a]) { _ = try CategoricalTable.load($0) }
        #expect(
            mixed == """
                FILE:4: the line is not UTF-8, while others are: two encodings are mixed
                    Save the file as UTF-8.
                """)
    }

    @Test func aQuoteThatIsNeverClosedEndsBeforeTheMemoryDoes() throws {
        let text = "a,b\n1,\"" + String(repeating: "0123456\n", count: 17 << 17)
        #expect(
            try load(text) == """
                FILE:2: the record is longer than 16 MiB
                    Close the quote that was opened on this line or after it.
                """)
    }

    @Test func valuesThatDoNotFit() throws {
        let bands = try Bands(attribute: "a", labels: ["1-3", "4+"])
        #expect(
            try load(
                "id,a,x\n1,2,3\n1,0,\n,two,3,\n2,3.5,1e999\n2,5,yes\n",
                TableSelection(attributes: ["a"], bands: [bands], numbers: ["x"], identifier: "id")) == """
                    FILE:3: a: 0 is outside all bands: 2 rows like this, in lines 3, 5
                        Widen the bands 1-3,4+, for example by an open end such as 13+.
                    FILE:3: x: the number is missing
                        Write 0 where nothing happened, or leave out the row.
                    FILE:4: the row has 4 fields, the header 3
                        The row ends in a separator: remove it, or add one to the header.
                    FILE:5: x: "1e999" is not a number: 2 rows like this, in lines 5, 6
                        Write digits with a point for decimals, and 1 or 0 for yes or no.
                    """)
        #expect(
            try load("id,a\n1,two\n,2\n", TableSelection(attributes: ["a"], bands: [bands], identifier: "id"))
                == """
                FILE:2: a: "two" is not a number
                    Correct the value, or leave out the bands of this attribute.
                FILE:3: id: the identifier is empty
                    Name the customer of each row.
                """)
        #expect(
            try load("id,a\n1,1\n2,2\n1,3\n", TableSelection(attributes: ["a"], identifier: "id"))
                == "FILE: 1 row repeats the identifier of an earlier row\n    Keep one row per customer.")
        #expect(
            try load("a\n1\n", TableSelection(bands: [try Bands(attribute: "b", labels: ["1+"])]))
                == "--bands: b has bands but is not an attribute\n    The attributes are a.")
    }

    @Test func moreLevelsThanAByteHoldsAreOneProblem() throws {
        let text = "a\n" + (0..<400).map { "v\($0)\n" }.joined()
        #expect(
            try load(text) == """
                FILE:257: a: more than 255 different values
                    Put the numbers into bands (--bands 'a=...') or leave the attribute out.
                """)
    }

    @Test func theSameProblemInManyRowsIsOne() throws {
        let text = "a,x\n" + (0..<4_400).map { "1,\($0 % 10 == 9 ? "7" : "abc")\n" }.joined()
        #expect(
            try load(text, TableSelection(attributes: ["a"], numbers: ["x"])) == """
                FILE:2: x: "abc" is not a number: 3,960 rows, first in lines 2, 3, 4
                    Write digits with a point for decimals, and 1 or 0 for yes or no.
                """)
        #expect(
            try load("a,x\n1,12 %\n2,\"1,000\"\n3,4\n4,$5\n", TableSelection(numbers: ["x"])) == """
                FILE:2: x: "12 %" is not a number: 3 rows like this, in lines 2, 3, 5
                    Write 0.12 for 12 %.
                """)
    }

    @Test func theListOfProblemsEndsAtTwenty() throws {
        let names = (0..<23).map { "c\($0)" }
        let text = "a\n1\n"
        let lines = try load(text, TableSelection(attributes: names)).split(separator: "\n")
        #expect(lines.count == 41)
        #expect(lines[38] == "FILE:1: c19: no such column")
        #expect(lines[40] == "FILE: and 3 more problems")
    }
}
