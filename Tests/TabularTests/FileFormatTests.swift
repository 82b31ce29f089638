import Quantities
import Testing

@testable import Tabular

/// One table in many clothes: whatever its encoding, compression, separator or preamble, the same fields come out.
@Suite struct FileFormatTests {
    private static let text = "id,ort,betrag\nu1,Köln,1.5\nu2,\"Aix, Provence\",20\nu3,Łódź,3.25\n"

    private struct Read: Equatable {
        var header: [String] = []
        var rows: [[String]] = []
        var problems = 0
    }

    private func read(_ bytes: [UInt8], chunkSize: Int = 1 << 20) throws -> (Read, FileFormat) {
        try withFile("format", bytes) { file in
            var reader = try CSVReader.open(file, chunkSize: chunkSize)
            var read = Read()
            while try reader.next() { read.rows.append(reader.header.indices.map { reader.text($0) }) }
            read.header = reader.header
            read.problems = reader.problems.count
            return (read, reader.format)
        }
    }

    /// UTF-16 by the standard library's own encoder.
    static func utf16(_ text: String, isBig: Bool, hasMark: Bool) -> [UInt8] {
        ((hasMark ? [0xfeff] : []) + Array(text.utf16)).flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xff))
            return isBig ? [high, low] : [low, high]
        }
    }

    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
    func utf16IsReadWithAndWithoutAMark(_ isBig: Bool, _ hasMark: Bool) throws {
        let expected = try read(Array(Self.text.utf8)).0
        let text = Self.text.replacing("Köln", with: "Köln 🎉")
        for chunkSize in [1, 3, 1 << 20] {
            let (found, format) = try read(
                Self.utf16(text, isBig: isBig, hasMark: hasMark), chunkSize: chunkSize)
            #expect(found.header == expected.header && found.problems == 0)
            #expect(found.rows[0] == ["u1", "Köln 🎉", "1.5"] && found.rows[1...] == expected.rows[1...])
            #expect(format.encoding == (isBig ? .utf16BigEndian : .utf16LittleEndian))
        }
    }

    @Test func latinTextIsReadAsWindowsWroteIt() throws {
        // Every byte of the upper half that Windows-1252 defines, by its table at unicode.org.
        let bytes = (UInt8(0x80)...0xff).filter { ![0x81, 0x8d, 0x8f, 0x90, 0x9d].contains($0) }
        let (found, format) = try read(Array("a,b\n1,".utf8) + bytes + [10])
        let expected =
            "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
        #expect(found.rows[0][1] == expected)
        #expect(format.encoding == .windows1252)
        #expect(format.note == "The file was read as Latin-1 (Windows-1252).")
    }

    @Test func charactersAtTheEdgesOfChunksAreWhole() throws {
        // A file beyond the first look, so that characters lie across every border.
        let line = "u,ü€🎉é,1\n"
        let text = "id,ort,x\n" + String(repeating: line, count: 120_000)
        for shift in 0..<4 {
            let (found, format) = try read(Array((String(repeating: " ", count: shift) + text).utf8))
            #expect(format.encoding == .utf8 && found.rows.count == 120_000)
        }
        let late =
            Array("id,ort\n".utf8) + Array(String(repeating: "u,x\n", count: 40_000).utf8) + [
                0x75, 0x2c, 0xfc, 10,
            ]
        let (found, format) = try read(late)
        #expect(format.encoding == .windows1252 && found.rows.last == ["u", "ü"])
    }

    @Test func gzipIsReadInAnyNumberOfMembers() throws {
        let expected = try read(Array(Self.text.utf8)).0
        let bytes = Array(Self.text.utf8)
        let members = Gzip.stored(Array(bytes[..<20])) + Gzip.stored(Array(bytes[20...]))
        for chunkSize in [1, 1 << 20] {
            for packed in [Gzip.stored(bytes), members, Gzip.deflated(bytes)] {
                let (found, format) = try read(packed, chunkSize: chunkSize)
                #expect(found == expected && format.isCompressed)
            }
        }
        let latin = Gzip.stored(Array("a;b\n1;".utf8) + [0xfc, 10])
        let (found, format) = try read(latin)
        #expect(found.rows == [["1", "ü"]])
        #expect(
            format.note
                == "The file was read decompressed (gzip), as Latin-1 (Windows-1252), separated by semicolons."
        )
        let long = Array(String(repeating: "k,1234567\n", count: 60_000).utf8)
        #expect(try read(Gzip.deflated(Array("a,b\n".utf8) + long)).0.rows.count == 60_000)
    }

    @Test func aGzipFileThatIsCutOffIsRefused() throws {
        let packed = Gzip.deflated(Array(Self.text.utf8))
        for count in [12, packed.count - 9, packed.count - 1] {
            #expect(throws: (any Error).self) { try read(Array(packed[..<count])) }
        }
        var damaged = packed
        damaged[packed.count - 6] ^= 1
        #expect(throws: (any Error).self) { try read(damaged) }
    }

    @Test(arguments: [
        ("Campaign report\n", 1), ("Campaign report,,\n", 1), ("# made by hand\n# 2026-11-01\n", 2),
        ("Report: Q3\nFrom: 1 Nov\n\n", 2), ("\n\n\"Title, with commas, and more\"\n", 1),
        ("Title;of;it\n", 1),
        ("Range: Nov 1, 2026, to Nov 20, 2026\n", 1),
    ]) func linesAboveTheHeaderArePassedOver(_ above: String, _ count: Int) throws {
        let expected = try read(Array(Self.text.utf8)).0
        let (found, format) = try read(Array((above + Self.text).utf8))
        #expect(found == expected && format.preamble.count == count, "\(above)")
        let rows = (4..<20).map { "u\($0),Ulm,\($0)\n" }.joined()
        try withFile("lines", above + Self.text + rows + "u20\n") { file in
            var reader = try CSVReader.open(file)
            while try reader.next() {}
            let lines = above.filter { $0 == "\n" }.count
            #expect(reader.problems.problems.map(\.line) == [lines + 21])
        }
    }

    @Test(arguments: [
        // Rows longer than their header, as R writes them with names of rows.
        "arm,y\n1,mail,0\n2,none,1\n3,mail,1\n", "arm,region\nu1,mail,north\nu2,none,north\nu3,mail,south\n",
        "a\n1\n2\n", "a,b\n1,2\n", ",arm,y\n0,mail,1\n1,none,0\n", "#id,arm\n1,a\n2,b\n", "a,b\n1\n2\n",
        "a,b,c,d\n1,2\n",
    ]) func otherwiseTheFirstLineIsTheHeader(_ text: String) throws {
        let (found, format) = try read(Array(text.utf8))
        #expect(format.preamble.isEmpty)
        #expect(
            found.header
                == text.prefix { $0 != "\n" }.split(separator: ",", omittingEmptySubsequences: false).map(
                    String.init))
    }

    static let foreign: [([UInt8], String)] = [
        (Array("PK\u{3}\u{4}xxxx[Content_Types].xml".utf8), "an Excel workbook"),
        (Array("PK\u{3}\u{4}results.csv".utf8), "a zip archive"), (Array("%PDF-1.7\n".utf8), "a PDF"),
        (Array("<!DOCTYPE html>\n<html></html>".utf8), "an HTML page"),
        (Array("  {\"a\": 1}\n".utf8), "JSON"),
        (Array("[{\"a\": 1}]".utf8), "JSON"), (Array("<?xml version=\"1.0\"?>".utf8), "an XML document"),
        (Array("PAR1".utf8) + [0, 1, 2], "a Parquet file"),
        ([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "an Excel workbook"),
        (Array("a,b\n".utf8) + [0, 1, 0, 0, 2, 3, 4, 5, 6, 7], "zero bytes"),
    ]

    @Test(arguments: foreign) func whatIsNotATableIsRefusedByWhatItIs(_ bytes: [UInt8], _ name: String) throws
    {
        let error = #expect(throws: (any Error).self) { try read(bytes) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(name))
        // The same inside gzip.
        #expect(throws: (any Error).self) { try read(Gzip.stored(bytes)) }
    }

    @Test func theObserverSeesTheBytesOfTheDisk() throws {
        let packed = Gzip.deflated(Array(Self.text.utf8))
        for bytes in [packed, Self.utf16(Self.text, isBig: false, hasMark: true), Array(Self.text.utf8)] {
            try withFile("observed", bytes) { file in
                nonisolated(unsafe) var seen: [UInt8] = []
                var reader = try CSVReader.open(file, chunkSize: 7) { seen += $0 }
                while try reader.next() {}
                #expect(seen == bytes)
            }
        }
    }

    @Test func partsAreReadTheSameFromCompressedFiles() throws {
        let text = "a;x\n" + (0..<3_000).map { "l\($0 % 3);\($0)\n" }.joined()
        let requests = [ColumnRequest("x", .number), ColumnRequest("a", .level)]
        let plain = try withFile("plain", text) {
            try ColumnFrame.load($0, requests, rowKeys: true, jobs: 2, memoryLimit: 1 << 20, partSize: 900)
        }
        let packed = try withFile("packed", Gzip.deflated(Array(text.utf8))) {
            try ColumnFrame.load($0, requests, rowKeys: true, jobs: 2, memoryLimit: 1 << 20, partSize: 900)
        }
        #expect(plain.number("x") == packed.number("x") && plain.rowKeys == packed.rowKeys)
        #expect(plain.category("a") == packed.category("a"))
    }
}
