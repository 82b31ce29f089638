import Encodings
import Testing

@Suite struct WrittenNumberTests {
    @Test(
        arguments: [
            ("2%", "0.02"), ("2 %", "0.02"), ("-2.5 %", "-0.025"), ("1.1%", "0.011"), ("100 %", "1"),
            ("50 percent", "0.5"),
            ("$12", "12"), ("12 €", "12"), ("USD 1,250.50", "1250.5"), ("£ .5", "0.5"), ("20k", "20000"),
            ("1.5M", "1500000"),
            ("2bn", "2000000000"), ("1,000", "1000"), ("12,345,678.9", "12345678.9"), ("1.234,56", "1234.56"),
            ("1.234.567", "1234567"), ("0,02", "0.02"), ("0,125", "0.125"), ("12,5", "12.5"),
            ("1 000", "1000"),
            ("1'000", "1000"), ("1_000", "1000"), ("1\u{a0}000,25", "1000.25"), ("+7", "7"), ("007", "7"),
            ("0.02", nil), ("12", nil), ("-3", nil), ("abc", nil), ("", nil), ("%", nil), ("1,00,000", nil),
            ("1,2,3", nil),
            ("12:30", nil), ("1e5", nil), ("2026-11-21", nil), ("1.2.3", nil), ("k", nil), ("--2%", nil),
        ] as [(String, String?)]) func aNumberInAnotherFormHasAPlainOne(_ text: String, _ plain: String?)
    {
        #expect(WrittenNumber.plain(text) == plain)
    }

    @Test func whatIsPlainReadsBackAsTheSameNumber() {
        for value in [0, 1, 9, 10, 999, 1_000, 65_536, 1_000_000, 123_456_789] {
            let grouped = WrittenNumber.grouped(value)
            #expect(grouped.filter { $0 != "," } == String(value))
            if value >= 1_000 { #expect(WrittenNumber.plain(grouped) == String(value)) }
        }
        #expect(WrittenNumber.grouped(1_234_567) == "1,234,567" && WrittenNumber.grouped(-4_312) == "-4,312")
    }
}
