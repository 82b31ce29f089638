import Quantities
import Testing

@Suite("Money is exact and rounds half to even, once")
struct MoneyTests {
    @Test("division agrees with rounding by a search, for all small dividends and divisors")
    func division() {
        for divisor in 1...12 {
            for dividend in -100...100 {
                // The quotient nearest to dividend / divisor; of two equally near ones the even one.
                let nearest = (-101...101).min { a, b in
                    let (errorA, errorB) = (abs(dividend - a * divisor), abs(dividend - b * divisor))
                    return errorA < errorB || (errorA == errorB && a % 2 == 0 && b % 2 != 0)
                }
                #expect(
                    Money.dividedHalfEven(Int128(dividend), by: Int128(divisor)) == Int128(nearest!),
                    "\(dividend) / \(divisor)")
            }
        }
    }

    @Test(
        "cents round half to even on both sides of zero",
        arguments: [
            (0.005, 0), (0.015, 2), (0.025, 2), (0.035, 4), (0.0250001, 3), (0.0249999, 2),
            (-0.005, 0), (-0.015, -2), (-0.025, -2), (-0.035, -4), (-0.0250001, -3), (12.34, 1_234),
        ])
    func cents(usd: Double, cents: Int) {
        #expect(Money(usd: usd).roundedToCents == Money(picoUSD: Int128(cents) * 10_000_000_000))
    }

    @Test("the cheapest published token price is held exactly and a trillion tokens add up")
    func tokens() {
        let price = Money(usd: 8.75e-9)
        #expect(price.picoUSD == 8_750)
        #expect(price * 1_000_000_000_000 == Money(picoUSD: 8_750_000_000_000_000))
        #expect((price * 1_000_000_000_000).usd == 8_750)
    }

    @Test("sums, differences and order are those of the amounts")
    func arithmetic() {
        let (a, b) = (Money(usd: 1.25), Money(usd: 2.5))
        #expect(a + b == Money(usd: 3.75))
        #expect(a - b == Money(usd: -1.25))
        #expect(a < b)
        #expect([a, b, a].reduce(.zero, +) == Money(usd: 5))
    }
}
