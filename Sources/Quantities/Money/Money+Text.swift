extension Money {
    /// The amount as a decimal without exponent and without trailing zeros, such as `0.00875`.
    public var decimalText: String {
        let magnitude = picoUSD.magnitude
        let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: 1_000_000_000_000)
        var digits = String(fraction)
        digits = String(repeating: "0", count: 12 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return (picoUSD < 0 ? "-" : "") + String(whole) + (digits.isEmpty ? "" : "." + digits)
    }
}
