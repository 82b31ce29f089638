import RandomStreams
import Testing

@testable import Tabular

@Suite struct DecimalTextTests {
    @Test func readsWhatTheStandardLibraryReads() {
        var stream = Seed(11).streams("decimals").stream(entity: 0)
        for _ in 0..<20_000 {
            let digits = String(stream.next() >> UInt64(stream.below(60)))
            let point = Int(stream.below(UInt32(digits.count + 1)))
            var text = String(digits.prefix(point)) + "." + String(digits.dropFirst(point))
            if stream.happens(0.3) { text += "e\(Int(stream.below(60)) - 30)" }
            if stream.happens(0.3) { text = "-" + text }
            #expect(DecimalText.value(of: text) == Double(text.hasPrefix(".") ? "0" + text : text), "\(text)")
        }
    }

    @Test func readsTheEdgesOfTheGrammar() {
        let cases: [(String, Double)] = [
            ("0", 0), ("-0", 0), ("+7", 7), (".5", 0.5), ("5.", 5), (" 1.5 ", 1.5), ("1E2", 100),
            ("1e-2", 0.01),
            ("9007199254740993", 9_007_199_254_740_992), ("1e22", 1e22), ("1e23", 1e23),
            ("0.1000000000000000055511151231257827", 0.1),
            ("123456789012345678901234567890", 1.2345678901234568e29),
            ("00000000000000000000001", 1), ("4.9e-324", 5e-324), ("1e-99999", 0),
        ]
        for (text, value) in cases { #expect(DecimalText.value(of: text) == value, "\(text)") }
    }

    @Test func refusesWhatIsNoFiniteDecimalNumber() {
        let texts = [
            "", " ", "-", "+", ".", "e5", "1e", "1e+", "nan", "inf", "-inf", "0x10", "1,000", "1 000", "$5",
            "1_0",
            "1.2.3", "--1", "1e5.5", "true", "1e999", "12a", "½",
        ]
        for text in texts { #expect(DecimalText.value(of: text) == nil, "\(text)") }
    }

    @Test func writesTheShortestTextThatReadsBack() {
        let cases: [(Double, String)] = [
            (0, "0"), (-0.0, "0"), (3, "3"), (-12, "-12"), (0.1, "0.1"),
            (4886.010000000001, "4886.010000000001"),
            (9_007_199_254_740_991, "9007199254740991"), (1e300, "1e+300"),
        ]
        for (value, text) in cases { #expect(DecimalText.text(of: value) == text) }
        var stream = Seed(12).streams("shortest").stream(entity: 0)
        for _ in 0..<5_000 {
            let value = Double(bitPattern: stream.next())
            if value.isFinite { #expect(DecimalText.value(of: DecimalText.text(of: value)) == value) }
        }
    }
}
