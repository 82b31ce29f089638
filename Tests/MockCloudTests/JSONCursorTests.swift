import RandomStreams
import Testing

@testable import Encodings
@testable import Writing

/// The cursor against the strict parser, which is the slow and obvious reader.
@Suite struct JSONCursorTests {
    static func read<Value>(_ text: String, _ body: (inout JSONCursor) -> Value) -> Value {
        var text = text
        return text.withUTF8 { bytes in
            var cursor = JSONCursor(bytes)
            return body(&cursor)
        }
    }

    @Test func stringsOfEveryLengthAndPlaceOfAMarkReadAsTheParserReadsThem() throws {
        for length in 0..<40 {
            for mark in ["", "\\\"", "\\\\", "\\n", "\\u00e9", "\\ud83d\\ude00", "é", "日", "~", " "] {
                for place in 0...length {
                    let plain = String(repeating: "x", count: length)
                    let text = "\"" + plain.prefix(place) + mark + plain.dropFirst(place) + "\""
                    #expect(Self.read(text) { $0.string() } == (try JSONParser.parse(text)).string)
                }
            }
        }
    }

    @Test func brokenStringsAreRefused() {
        for length in [0, 3, 7, 8, 9, 20] {
            let plain = String(repeating: "x", count: length)
            for text in ["\"\(plain)", "\"\(plain)\\", "\"\(plain)\\\"", "\"\(plain)\u{1}\(plain)\"", plain] {
                #expect(Self.read(text) { $0.string() } == nil, "\(text)")
            }
        }
    }

    @Test(arguments: [
        "0", "-0.0", "1", "-17", "0.1", "0.35", "123456.789", "1e3", "2.5E-4", "-1.5e+2",
        "0.1234567890123456789",
        "98765432109876543210", "3.141592653589793",
    ])
    func numbersHaveTheSameBitsAsTheParsers(text: String) throws {
        let expected = try JSONParser.parse(text).double
        #expect(Self.read(text) { $0.number() }?.bitPattern == expected?.bitPattern)
    }

    @Test func whatIsNoNumberIsRefused() {
        for text in ["", "-", ".5", "1.", "x", "\"1\""] { #expect(Self.read(text) { $0.number() } == nil) }
    }

    @Test func skippingAValueStopsWhereItEnds() throws {
        let values = [
            "1", "\"a]}\"", "[]", "{}", "[1,[2,{\"a\":[3]}],null]", "{\"a\":{\"b\":\"}\"},\"c\":true}",
        ]
        for value in values {
            let rest: Int? = Self.read(value + " ,rest") { $0.skipValue() ? $0.position : nil }
            #expect(rest == value.utf8.count)
        }
        for text in ["[1", "{\"a\":", "]", ",", "\"a"] { #expect(!Self.read(text) { $0.skipValue() }) }
    }

    @Test func anObjectIsFoundInTextThatHasOtherBraces() {
        let text = "Use {name}. Example: {\"size\":1} {broken {\"a\":{\"shares\":0},\"shares\":{}} end"
        let place = Self.read(text) { JSONCursor.findObject(withMember: "shares", in: $0.bytes) }
        #expect(place == text.utf8.count - "{\"a\":{\"shares\":0},\"shares\":{}} end".utf8.count)
        #expect(Self.read("no object") { JSONCursor.findObject(withMember: "shares", in: $0.bytes) } == nil)
    }

    @Test func writtenTextReadsBackAsItWas() throws {
        var stream = Seed(1).streams("writer").stream(entity: 0)
        for _ in 0..<200 {
            let text = String(
                String.UnicodeScalarView(
                    (0..<20).compactMap { _ in UnicodeScalar(stream.below(0x250)) }))
            var out = ByteWriter(capacity: 10)
            out.quoted(text)
            #expect(try JSONParser.parse(out.text).string == text)
        }
        for (value, expected) in [
            (0.0, "0"), (0.05, "0.05"), (1, "1"), (0.333_333_3, "0.333333"), (12.5, "12.5"),
        ] {
            var out = ByteWriter(capacity: 10)
            out.share(value)
            #expect(out.text == expected)
        }
        for value in [0, 7, -45, 1_234_567, Int.min] {
            var out = ByteWriter(capacity: 10)
            out.integer(value)
            #expect(out.text == String(value))
        }
    }

    @Test func permutationsHoldEveryPlaceOnce() {
        for count in 1...16 {
            for seed in 0..<50 {
                let permutation = CopyWriter.permutation(
                    of: count, hash: UInt64(seed) &* 0x1234_5678_9abc_def1)
                #expect(Set((0..<count).map { permutation.element($0) }) == Set(0..<count))
            }
        }
    }

    @Test func theNumberOfVariantsIsReadFromThePrompt() {
        func count(_ text: String) -> Int? {
            var text = text
            return text.withUTF8 { CopyWriter.numberBeforeVariants($0) }
        }
        #expect(count("Write 5 variants.") == 5)
        #expect(count("12 variants") == 12)
        #expect(count("Give 3 ideas and 1 variant") == 1)
        #expect(count("some variants") == nil)
        #expect(count("") == nil)
    }
}
