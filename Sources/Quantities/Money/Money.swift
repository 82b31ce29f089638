/// An exact amount of US dollars in whole pico-dollars (1e-12 USD).
///
/// The cheapest published token price (Nova Micro, cache read) is 8.75e-9 USD, so a
/// pico-dollar holds every per-token price to four digits, and `Int128` holds 1.7e26 USD.
/// Amounts add without rounding; rounding happens once, when an invoice line is formed.
public struct Money: Hashable, Comparable, Sendable, AdditiveArithmetic {
    public var picoUSD: Int128

    public init(picoUSD: Int128) { self.picoUSD = picoUSD }

    public static let zero = Money(picoUSD: 0)

    /// The nearest pico-dollar, ties to even.
    public init(usd: Double) {
        picoUSD = Int128((usd * 1e12).rounded(.toNearestOrEven))
    }

    /// The amount in dollars, for display and statistics; exact amounts stay in `picoUSD`.
    public var usd: Double { Double(picoUSD) / 1e12 }

    /// The amount rounded to whole cents, ties to even.
    public var roundedToCents: Money {
        Money(picoUSD: Money.dividedHalfEven(picoUSD, by: 10_000_000_000) * 10_000_000_000)
    }

    /// `dividend / divisor` rounded to the nearest integer, ties to even.
    /// - Precondition: `divisor > 0`.
    public static func dividedHalfEven(_ dividend: Int128, by divisor: Int128) -> Int128 {
        precondition(divisor > 0, "a rate is per a positive number of units")
        var (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        if remainder < 0 {
            quotient -= 1
            remainder += divisor
        }
        let twice = remainder * 2
        if twice > divisor || (twice == divisor && quotient & 1 == 1) { quotient += 1 }
        return quotient
    }

    public static func < (a: Self, b: Self) -> Bool { a.picoUSD < b.picoUSD }
    public static func + (a: Self, b: Self) -> Self { Self(picoUSD: a.picoUSD + b.picoUSD) }
    public static func - (a: Self, b: Self) -> Self { Self(picoUSD: a.picoUSD - b.picoUSD) }
    public static func * (a: Self, count: Int) -> Self { Self(picoUSD: a.picoUSD * Int128(count)) }
}
