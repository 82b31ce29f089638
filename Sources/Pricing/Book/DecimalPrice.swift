/// A price exactly as it is printed: a decimal of at most twelve places, never negative.
///
/// Binary floating point cannot hold 0.00875, and a bill of a billion tokens would show it, so the
/// text is read into whole trillionths.
public struct DecimalPrice: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Why a text is no price.
    public enum Failure: Error, Hashable, Sendable {
        case notADecimal, negative, tooFine, tooLarge
    }

    /// The price in trillionths of its currency: pico-dollars, or 1e-12 credits.
    public let trillionths: Int128

    private static let places = 12
    private static let scale: Int128 = 1_000_000_000_000

    /// Reads decimal digits with at most one point: `1`, `0.00875`; no exponent, no separator, no sign.
    /// - Throws: `Failure`: a sign, an exponent, more than twelve places or 1e15 and above.
    public init(_ text: String) throws(Failure) {
        var digits = text[...]
        let isNegative = digits.first == "-"
        if isNegative { digits = digits.dropFirst() }
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && DecimalPrice.areDigits($0) }) else { throw .notADecimal }
        let whole = parts[0]
        let fraction = parts.count == 2 ? parts[1] : ""
        if isNegative { throw .negative }
        guard whole.utf8.count <= 15 else { throw .tooLarge }
        guard fraction.utf8.count <= DecimalPrice.places else { throw .tooFine }
        let padding = String(repeating: "0", count: DecimalPrice.places - fraction.utf8.count)
        guard let value = Int128(whole + fraction + padding) else { throw .notADecimal }
        trillionths = value
    }

    private static func areDigits(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// The shortest decimal that reads back to the same price.
    public var description: String {
        let (whole, rest) = trillionths.quotientAndRemainder(dividingBy: DecimalPrice.scale)
        guard rest > 0 else { return "\(whole)" }
        var fraction = "\(DecimalPrice.scale + rest)".dropFirst()
        while fraction.last == "0" { fraction = fraction.dropLast() }
        return "\(whole).\(fraction)"
    }

    public static func < (a: Self, b: Self) -> Bool { a.trillionths < b.trillionths }
}
