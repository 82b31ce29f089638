import Quantities
import RandomStreams
import Testing

@testable import Tabular

/// Files with semicolons, tabs or bars mean what the same files with commas do.
@Suite struct SeparatorTests {
    /// Commas and another separator change places.
    private func swapped(_ bytes: [UInt8], _ separator: UInt8) -> [UInt8] {
        bytes.map { $0 == 44 ? separator : $0 == separator ? 44 : $0 }
    }

    private func read(_ file: String, chunkSize: Int) throws -> (
        header: [String], fields: [[[UInt8]]], bad: Int
    ) {
        var reader = try CSVReader.open(file, chunkSize: chunkSize)
        var fields: [[[UInt8]]] = []
        while try reader.next() { fields.append(reader.header.indices.map { Array(reader.field($0)) }) }
        return (reader.header, fields, reader.problems.count)
    }

    @Test(arguments: [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")])
    func anotherSeparatorReadsAsTheCommaDoes(_ separator: UInt8) throws {
        let own = String(decoding: [separator], as: UTF8.self)
        let pieces = [
            "a", "bc", "0.5", ",", ",", "\"", "\"\"", "\"x,y\"", "\n", "\r\n", "\r", " ", "é", "\"a\"\"\n\"",
            own,
            "\"\(own)\"",
        ]
        let streams = Seed(UInt64(separator)).streams("csv.separators")
        for trial in 0..<40 {
            var stream = streams.stream(entity: trial)
            var text = "h,i,j\r\n"
            for _ in 0..<(4 + stream.below(24)) { text += pieces[Int(stream.below(UInt32(pieces.count)))] }
            let bytes = Array(text.utf8)
            let plain = try withFile("comma", bytes) { try read($0, chunkSize: 1 << 16) }
            try withFile("other", swapped(bytes, separator)) { file in
                for chunkSize in [1, 2, 7, 1 << 16] {
                    let other = try read(file, chunkSize: chunkSize)
                    let fields = other.fields.map { $0.map { swapped($0, separator) } }
                    #expect(
                        other.header == plain.header && fields == plain.fields && other.bad == plain.bad,
                        "\(text.debugDescription)")
                }
            }
        }
    }

    @Test(arguments: [
        ("a;b\n1;2\n", ["a", "b"]), ("\"a;b\",c\n1,2\n", ["a;b", "c"]),
        ("Umsatz, netto;Kunde;Ort\n1,5;2;3\n", ["Umsatz, netto", "Kunde", "Ort"]), ("a\n1\n", ["a"]),
        ("\n\na|b\n1|2\n", ["a", "b"]), (" a , b \n1,2\n", ["a", "b"]), ("sep=;\r\na;b\n1;2\n", ["a", "b"]),
        ("\"x\ny\";b;c\n1;2;3\n", ["x\ny", "b", "c"]), ("a;b", ["a", "b"]),
    ]) func theHeaderTellsTheSeparator(_ text: String, _ header: [String]) throws {
        for chunkSize in [1, 1 << 16] {
            try withFile("header", text) { file in
                var reader = try CSVReader.open(file, chunkSize: chunkSize)
                #expect(reader.header == header)
                let hasRow = text.contains("1")
                #expect(try reader.next() == hasRow && reader.problems.isEmpty)
            }
        }
    }

    @Test func linesAreCountedBehindANamedSeparator() throws {
        try withFile("sep", "sep=;\na;b\n1;2\n3\n") { file in
            var reader = try CSVReader.open(file)
            while try reader.next() {}
            #expect(reader.problems.problems.map(\.line) == [4])
            #expect(reader.problems.problems[0].remedy?.contains("contain semicolons") == true)
        }
    }

    @Test func partsOfALargeFileKeepTheSeparator() throws {
        let text = "a;x\n" + (0..<2_000).map { "l\($0 % 3);\($0)\n" }.joined()
        try withFile("parts", text) { file in
            let whole = try ColumnFrame.load(file, [ColumnRequest("x", .number)])
            let parts = try ColumnFrame.load(
                file, [ColumnRequest("x", .number)], rowKeys: false, jobs: 2, memoryLimit: 1 << 20,
                partSize: 500)
            #expect(whole.number("x") == parts.number("x") && whole.rowCount == 2_000)
            var compressor = CellCompressor(
                by: ["a"], arm: nil, outcomes: ["x"], covariates: [], bands: [], jobs: 2)
            compressor.partSize = 500
            let cells = try compressor.compress(file: file)
            #expect(cells.outcomes[0].sums.reduce(0, +) == 1_999_000)
        }
    }
}
