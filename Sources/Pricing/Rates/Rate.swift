public import Quantities

/// An exact price of one unit: a fraction of pico-dollars in lowest terms.
public struct Rate: Hashable, Sendable {
    /// Pico-dollars for `units` units.
    public let picoUSD: Int128
    public let units: Int128

    /// - Precondition: `picoUSD >= 0` and `units > 0`.
    public init(picoUSD: Int128, per units: Int128) {
        precondition(picoUSD >= 0 && units > 0, "a rate is not negative and per a positive number of units")
        let divisor = Rate.greatestCommonDivisor(picoUSD, units)
        self.picoUSD = picoUSD / divisor
        self.units = units / divisor
    }

    /// Credits for `units` units at dollars for a credit, multiplied without rounding.
    ///
    /// Both fractions are reduced before they meet, so that the products stay small.
    /// - Precondition: `units > 0`.
    init(credits: DecimalPrice, per units: Int, usdPerCredit: DecimalPrice) {
        let perUnit = Rate(picoUSD: credits.trillionths, per: Int128(units))
        let perCredit = Rate(picoUSD: usdPerCredit.trillionths, per: 1_000_000_000_000)
        let first = Rate.greatestCommonDivisor(perUnit.picoUSD, perCredit.units)
        let second = Rate.greatestCommonDivisor(perCredit.picoUSD, perUnit.units)
        self.init(
            picoUSD: (perUnit.picoUSD / first) * (perCredit.picoUSD / second),
            per: (perUnit.units / second) * (perCredit.units / first))
    }

    /// What `quantity` units cost, rounded once to the pico-dollar, ties to even.
    /// - Precondition: `quantity >= 0`.
    /// - Throws: `FinegrainError` (bad input) above 1.7e26 dollars, which no true price reaches.
    public func cost(of quantity: Int) throws(FinegrainError) -> Money {
        precondition(quantity >= 0, "usage is never negative")
        let (product, overflow) = picoUSD.multipliedReportingOverflow(by: Int128(quantity))
        // A quarter of the range is kept free for the rounding, which doubles a remainder.
        guard !overflow, product < Int128.max / 4 else {
            throw .badInput("\(quantity) units at \(usdPerUnit) USD each exceed what an amount can hold")
        }
        return Money(picoUSD: Money.dividedHalfEven(product, by: units))
    }

    /// The price of one unit in dollars, for display.
    public var usdPerUnit: Double { Double(picoUSD) / Double(units) / 1e12 }

    private static func greatestCommonDivisor(_ a: Int128, _ b: Int128) -> Int128 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return max(a, 1)
    }
}
