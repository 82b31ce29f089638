import Pricing
import Quantities
import Testing

@Suite struct RateTests {
    /// Price, units, quantity, pico-dollars: Python's `fractions`, rounded half-even.
    static let computed: [(String, Int, Int, String)] = [
        ("0.00875", 1_000_000, 1, "8750"),
        ("0.00875", 1_000_000, 347_713_782, "3042495592500"),
        ("0.00875", 1_000_000, 170_844_257_803_748, "1494887255782795000"),
        ("0.0000166667", 1_024_000, 1, "16"),
        ("0.0000166667", 1_024_000, 3, "49"),
        ("0.0000166667", 1_024_000, 423_939_499, "6900070750"),
        ("0.0000166667", 1_024_000, 55_364_196_807_760, "901111776304584"),
        ("0.023", 783_831_531_520, 3, "0"),
        ("0.023", 783_831_531_520, 77_778_868, "2282268"),
        ("0.023", 783_831_531_520, 604_351_943_153_700, "17733523255412"),
        ("23.00", 802_643_488_276_480, 101_072_364, "2896260"),
        ("23.00", 802_643_488_276_480, 657_160_904_301_048, "18831151089732"),
        ("22.50", 1_000_000, 572_324_751_830_420, "12877306916184450000000"),
        ("0.0004", 1_000, 97_765_774_221_528, "39106309688611200000"),
        ("0.000000000001", 7, 465_624_510, "66517787"),
        ("0.000000000001", 7, 79_651_237_160_091, "11378748165727"),
        ("999999999999999", 3, 258_410_929, "86136976333333247196357000000000000"),
        ("60", 3_600_000, 1, "16666667"),
        ("60", 3_600_000, 478_967_802_265_294, "7982796704421566666667"),
    ]

    @Test(arguments: computed)
    func costsEqualExactFractions(_ price: String, _ per: Int, _ quantity: Int, _ pico: String) throws {
        let rate = Rate(picoUSD: try DecimalPrice(price).trillionths, per: Int128(per))
        #expect(try rate.cost(of: quantity).picoUSD == Int128(pico))
    }

    @Test(arguments: [(1, 0), (2, 1), (3, 2), (5, 2), (7, 4), (9, 4), (10, 5)])
    func halfAPicoDollarGoesToTheEvenNeighbour(_ quantity: Int, _ pico: Int128) throws {
        #expect(try Rate(picoUSD: 1, per: 2).cost(of: quantity).picoUSD == pico)
    }

    @Test func roundingHappensOnceALineNotOnceACall() throws {
        let book = try bookOf("  m: {per: 2, standard: {input_tokens: 0.000000000001}}")
        var ledger = Ledger()
        for _ in 0..<1_000 { ledger.add(1, to: Fixtures.meter("m", .inputTokens)) }
        // A thousand halves are 500; each rounded alone is zero.
        #expect(try Invoice(ledger, at: try book.rateCard()).total.picoUSD == 500)
    }

    @Test func anAmountBeyondTheRangeIsAnErrorNotATrap() throws {
        let rate = Rate(picoUSD: try DecimalPrice("999999999999999").trillionths, per: 1)
        #expect(throws: FinegrainError.self) { try rate.cost(of: Int.max) }
    }

    @Test func theCheapestTokenKeepsItsPriceToTheLastDigit() throws {
        // Nova Micro, cache read: 8.75e-9 USD a token.
        let meter = Fixtures.meter("amazon.nova-micro-v1:0", .cacheReadTokens)
        #expect(try bill([(meter, 1)]) == 8_750)
        #expect(try bill([(meter, 3)]) == 26_250)
    }
}
