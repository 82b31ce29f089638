import Testing

@testable import Encodings

@Suite("The JSON reader takes what RFC 8259 allows and nothing else")
struct JSONParserTests {
    @Test("values of every kind are read in the order in which they stand")
    func values() throws {
        let text = " {\"b\": [1, -2.5e3, true, false, null, \"x\"],\r\n\t\"a\": {}, \"b\": []} "
        let expected = JSONValue.members([
            "b": [1, .number(-2_500), true, false, nil, "x"], "a": .object([]), "b": .array([]),
        ])
        #expect(try JSONParser.parse(text) == expected)
    }

    @Test(
        "numbers that are whole and fit are integers, others are numbers",
        arguments: [
            ("0", JSONValue.integer(0)), ("-0", .integer(0)), ("-17", .integer(-17)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.0", .number(1)),
            ("1e2", .number(100)),
            ("1E+2", .number(100)), ("25e-2", .number(0.25)), ("0.1", .number(0.1)), ("1e-400", .number(0)),
            ("2.2250738585072011e-308", .number(.leastNormalMagnitude.nextDown)),
        ])
    func numbers(text: String, value: JSONValue) throws {
        #expect(try JSONParser.parse(text) == value)
    }

    @Test(
        "escapes stand for their characters",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
            (#""\ud83d\ude00!""#, "😀!"), (#""\uD800\uDC00""#, "\u{10000}"),
            (#""\udbff\udfff""#, "\u{10ffff}"),
            (#""\u0000""#, "\0"), (#""é 😀 raw""#, "é 😀 raw"),
        ])
    func escapes(text: String, value: String) throws {
        #expect(try JSONParser.parse(text) == .string(value))
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", " ", "tru", "nul", "TRUE", "nan", "Infinity", "01", "-01", "00", "+1", "-", "1.", ".5", "1e",
            "1e+",
            "0x10", "1 2", "1,", "[1,]", "[,1]", "[1 2]", "[", "]", "[1", "{", "}", "{\"a\"}", "{\"a\":}",
            "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\":1 \"b\":2}", "{1:2}", "\"", "\"a", "'a'", "\"\\x\"",
            "\"\\",
            "\"\u{1}\"", "\"a\nb\"", "\"\\n\u{1f}\"", "\u{feff}1", "/* c */ 1", "1 // c", "1e999", "-1e999",
            #""\u12""#, #""\u12g4""#, #""\u+123""#, #""\u-000""#, #""\u 123""#, #""\ud800""#, #""\udc00""#,
            #""\ud800x""#, #""\ud800\n""#, #""\ud800\u0041""#, #""\ud800\ud800""#, #""\ud800\udc0""#,
        ])
    func strictness(text: String) {
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(text) }
    }

    @Test("a failure names the byte where it was noticed")
    func offsets() {
        #expect(throws: JSONParser.Failure(offset: 8, message: "expected a member name")) {
            try JSONParser.parse("{\"é\":1,}")
        }
        #expect(throws: JSONParser.Failure(offset: 2, message: "text after the value")) {
            try JSONParser.parse("1 2")
        }
        #expect(throws: JSONParser.Failure(offset: 2, message: "a control character in a string")) {
            try JSONParser.parse("\"a\n\"")
        }
    }

    @Test("nesting is bounded, so that no text can exhaust the stack")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try JSONParser.parse(nested(128)) }
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(nested(129)) }
        #expect(throws: JSONParser.Failure.self) {
            try JSONParser.parse(String(repeating: "{\"a\":", count: 200_000))
        }
    }

    @Test("every text that is cut short is refused, and none ends the program")
    func truncation() throws {
        let text = #"{"k":[1.5e-3,"\ud83d\ude00é",{"n":null,"t":true}],"u":"\u20ac\"","z":-1}"#
        #expect(throws: Never.self) { try JSONParser.parse(text) }
        let bytes = Array(text.utf8)
        for length in 0..<bytes.count {
            let cut = String(decoding: bytes[..<length], as: UTF8.self)
            #expect(throws: JSONParser.Failure.self, "\(cut)") { try JSONParser.parse(cut) }
        }
    }
}
