import Encodings
import Testing

@Suite("JSON text reads back to the value that it was written from")
struct JSONTextTests {
    @Test("one line and indented forms are as expected")
    func forms() {
        let value = JSONValue.members(["a": [1, 2], "b": .members(["c": nil]), "d": [], "e": .object([])])
        #expect(value.text() == #"{"a":[1,2],"b":{"c":null},"d":[],"e":{}}"#)
        #expect(
            value.text(indent: 2) == """
                {
                  "a": [
                    1,
                    2
                  ],
                  "b": {
                    "c": null
                  },
                  "d": [],
                  "e": {}
                }
                """)
    }

    @Test(
        "numbers print in the shortest form",
        arguments: [
            (0.1, "0.1"), (1, "1"), (-2, "-2"), (1e15, "1000000000000000.0"),
            (1e16, "1e+16"), (123_456_789.25, "123456789.25"),
            (1e-7, "1e-07"), (-0.0, "0"), (.leastNonzeroMagnitude, "5e-324"), (1.0 / 3, "0.3333333333333333"),
        ] as [(Double, String)])
    func numbers(value: Double, text: String) {
        #expect(JSONValue.number(value).text() == text)
    }

    @Test("what is not a number prints as null")
    func notFinite() {
        for value in [Double.nan, .infinity, -.infinity] {
            #expect(JSONValue.number(value).text() == "null")
            #expect(JSONValue.optional(value) == .null)
        }
        #expect(JSONValue.optional(nil) == .null)
        #expect(JSONValue.optional(2.5) == .number(2.5))
    }

    @Test("every character of the first 300 and some beyond survives writing and reading")
    func characters() throws {
        for code in Array(0..<300) + [0x2028, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x1f600, 0x10ffff] {
            let text = "a" + String(UnicodeScalar(UInt32(code))!) + "b"
            let written = JSONValue.string(text).text()
            #expect(try JSONParser.parse(written) == .string(text))
            #expect(written.utf8.allSatisfy { $0 >= 0x20 })
        }
        #expect(JSONValue.string("\u{1}\u{1f}\"\\\n").text() == #""\u0001\u001f\"\\\n""#)
    }

    @Test("random bit patterns of numbers read back to the same bits")
    func randomNumbers() throws {
        var state: UInt64 = 1
        for _ in 0..<2_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = Double(bitPattern: state ^ state >> 29)
            guard value.isFinite else { continue }
            #expect(
                try JSONParser.parse(JSONValue.number(value).text()).double?.bitPattern == value.bitPattern)
        }
    }

    @Test("random documents read back equal, on one line and indented", arguments: 0..<40)
    func randomDocuments(seed: Int) throws {
        var state = UInt64(seed)
        let value = document(depth: 5, state: &state)
        #expect(try JSONParser.parse(value.text()) == value)
        #expect(try JSONParser.parse(value.text(indent: 3)) == value)
    }

    private func document(depth: Int, state: inout UInt64) -> JSONValue {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let draw = Int(state >> 40)
        switch draw % (depth > 0 ? 9 : 6) {
        case 0: return .null
        case 1: return .bool(draw & 256 == 0)
        case 2: return .integer(draw - 1 << 23)
        // Halves stay numbers; whole ones would read back as integers.
        case 3: return .number(Double(draw) + 0.5)
        case 4: return .string(String(UnicodeScalar(UInt32(draw) % 0xd800)!) + "é\"\u{7f}\\/")
        case 5: return .string("")
        case 6, 7:
            return .object(
                (0..<draw / 16 % 5).map { .init("k\($0 % 3)", document(depth: depth - 1, state: &state)) })
        default:
            return .array((0..<draw / 16 % 5).map { _ in document(depth: depth - 1, state: &state) })
        }
    }
}
