import RandomStreams
import Testing

@testable import Tabular

@Suite struct CSVGrammarTests {
    /// What a file means: the sound records under its header, and the lines of the rest.
    private struct Meaning: Equatable {
        var records: [ReferenceCSV.Record] = []
        var problems = 0
    }

    private static func read(_ file: String, chunkSize: Int) throws -> Meaning {
        var reader = try CSVReader.open(file, chunkSize: chunkSize)
        var meaning = Meaning()
        while try reader.next() {
            let fields = reader.header.indices.map { Array(reader.field($0)) }
            meaning.records.append(ReferenceCSV.Record(line: reader.line, fields: fields))
        }
        meaning.problems = reader.problems.count
        return meaning
    }

    /// The meaning of `body` under a header of `width` columns on line 1.
    private static func expected(_ text: [UInt8], width: Int) -> Meaning {
        var meaning = Meaning()
        for record in ReferenceCSV(text).records.dropFirst() {
            let isBlank = width > 1 && record.fields == [[]] && !record.isMalformed
            if isBlank, !Self.isQuoted(text, record.line) { continue }
            if record.isMalformed || record.fields.count != width {
                meaning.problems += 1
            } else {
                meaning.records.append(record)
            }
        }
        return meaning
    }

    /// True when the text of a line starts with a quote: `""` is a field, a blank line is none.
    private static func isQuoted(_ text: [UInt8], _ line: Int) -> Bool {
        var start = 0
        for _ in 1..<line { start = text[start...].firstIndex(of: 10)! + 1 }
        return start < text.count && text[start] == 34
    }

    @Test func everyShortTextMeansWhatTheSlowReaderSays() throws {
        let alphabet = Array("a,\"\n\r".utf8)
        var bodies: [[UInt8]] = [[]]
        var longest = bodies
        for _ in 0..<5 {
            longest = longest.flatMap { body in alphabet.map { body + [$0] } }
            bodies += longest
        }
        for (header, width, length) in [("h\n", 1, 4), ("h,i\n", 2, 5)] {
            for body in bodies where body.count <= length {
                let text = Array(header.utf8) + body
                let meaning = Self.expected(text, width: width)
                try withFile("short", text) { file in
                    for chunkSize in [1, 3, 1 << 16] {
                        let read = try Self.read(file, chunkSize: chunkSize)
                        #expect(read == meaning, "\(String(decoding: text, as: UTF8.self).debugDescription)")
                    }
                }
            }
        }
    }

    @Test func randomTextsMeanTheSameAtEveryChunkBoundary() throws {
        let pieces = [
            "a", "bc", "0.5", ",", ",", "\"", "\"\"", "\"x,y\"", "\n", "\r\n", "\r", " ", "é", "\"a\"\"\n\"",
        ]
        let streams = Seed(7).streams("csv.grammar")
        for trial in 0..<60 {
            var stream = streams.stream(entity: trial)
            var text = "h,i,j\r\n"
            for _ in 0..<(4 + stream.below(24)) { text += pieces[Int(stream.below(UInt32(pieces.count)))] }
            let bytes = Array(text.utf8)
            let meaning = Self.expected(bytes, width: 3)
            try withFile("random", bytes) { file in
                for chunkSize in 1...bytes.count + 1 {
                    let read = try Self.read(file, chunkSize: chunkSize)
                    #expect(read == meaning, "\(text.debugDescription) by \(chunkSize)")
                }
            }
        }
    }

    @Test func soundRandomTablesComeBackFromTheWriter() throws {
        let values = [
            "", "a", "a,b", "say \"hi\"", "\"", "two\nlines", "cr\r\nlf", " space ", "6) $750 - $1,000", "ü",
        ]
        let streams = Seed(8).streams("csv.writer")
        for trial in 0..<40 {
            var stream = streams.stream(entity: trial)
            let rows = (0..<6).map { _ in (0..<3).map { _ in values[Int(stream.below(UInt32(values.count)))] }
            }
            var writer = CSVWriter()
            for row in [["x", "y", "z"]] + rows {
                for value in row { writer.field(value) }
                writer.endRow()
            }
            try withFile("writer", writer.bytes) { file in
                var reader = try CSVReader.open(file, chunkSize: 5)
                var read: [[String]] = []
                while try reader.next() { read.append((0..<3).map { reader.text($0) }) }
                #expect(read == rows)
                #expect(reader.problems.isEmpty)
            }
        }
    }

    @Test func headerMayHaveAByteOrderMarkQuotesAndManyColumns() throws {
        let marked: [UInt8] = [0xef, 0xbb, 0xbf] + Array("\"a,1\",b\n1,2".utf8)
        try withFile("mark", marked) { file in
            for chunkSize in 1...4 {
                var reader = try CSVReader.open(file, chunkSize: chunkSize)
                #expect(reader.header == ["a,1", "b"])
                #expect(try reader.next())
                #expect(reader.number(0) == 1 && reader.text(1) == "2")
                #expect(try !reader.next() && !reader.next())
            }
        }
        let names = (0..<1_000).map { "c\($0)" }
        try withFile("wide", names.joined(separator: ",") + "\n" + names.joined(separator: ",")) { file in
            var reader = try CSVReader.open(file)
            #expect(reader.header == names)
            #expect(try reader.next())
            #expect(reader.text(999) == "c999")
        }
    }
}
