import Pricing
import Testing

@Suite struct DecimalPriceTests {
    @Test(
        arguments: [
            ("1", 1_000_000_000_000, "1"), ("0.00875", 8_750_000_000, "0.00875"),
            ("22.50", 22_500_000_000_000, "22.5"),
            ("0.000000000001", 1, "0.000000000001"), ("0", 0, "0"), ("007.0", 7_000_000_000_000, "7"),
        ] as [(String, Int128, String)])
    func readsDigitsExactly(_ text: String, _ trillionths: Int128, _ printed: String) throws {
        let price = try DecimalPrice(text)
        #expect(price.trillionths == trillionths && price.description == printed)
    }

    @Test(
        arguments: [
            ("", .notADecimal), ("abc", .notADecimal), ("1e-7", .notADecimal), ("1,5", .notADecimal),
            (".5", .notADecimal), ("5.", .notADecimal), ("1.2.3", .notADecimal), ("+1", .notADecimal),
            ("٣", .notADecimal), ("-", .notADecimal), ("-0.01", .negative), ("0.0000000000001", .tooFine),
            ("1000000000000000", .tooLarge),
        ] as [(String, DecimalPrice.Failure)])
    func refusesWhatIsNoPlainDecimal(_ text: String, _ failure: DecimalPrice.Failure) {
        #expect(throws: failure) { try DecimalPrice(text) }
    }
}
