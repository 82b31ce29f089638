/// An exact decimal: `unscaled` divided by ten to the power `scale`.
struct Fixed: Hashable, Sendable {
    var unscaled: Int128
    var scale: Int

    /// The greatest magnitude that 38 digits hold.
    static let limit = Int128(99_999_999_999_999_999_999_999_999_999_999_999_999)

    static let powers: [Int128] = {
        var powers: [Int128] = [1]
        while powers.count <= 38 { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()

    init(_ unscaled: Int128, scale: Int = 0) {
        self.unscaled = unscaled
        self.scale = scale
    }

    init(_ integer: Int) { self.init(Int128(integer)) }

    /// Reads plain or exponent notation; nil where `text` is no number or has more than 38 digits.
    init?(text: some StringProtocol) {
        var digits: Int128 = 0
        var scale = 0
        var negative = false
        var seenDigit = false
        var seenPoint = false
        var bytes = Array(text.utf8)[...]
        if let sign = bytes.first, sign == 0x2d || sign == 0x2b {
            negative = sign == 0x2d
            bytes = bytes.dropFirst()
        }
        while let byte = bytes.first, byte == 0x2e || (0x30...0x39).contains(byte) {
            bytes = bytes.dropFirst()
            if byte == 0x2e {
                if seenPoint { return nil }
                seenPoint = true
                continue
            }
            seenDigit = true
            if seenPoint, scale >= 37 { continue }
            let (product, over) = digits.multipliedReportingOverflow(by: 10)
            let (sum, past) = product.addingReportingOverflow(Int128(byte - 0x30))
            if over || past || sum > Fixed.limit { return nil }
            digits = sum
            if seenPoint { scale += 1 }
        }
        guard seenDigit else { return nil }
        self.init(negative ? -digits : digits, scale: scale)
        guard let mark = bytes.first else { return }
        guard mark | 0x20 == 0x65, let exponent = Int(String(decoding: bytes.dropFirst(), as: UTF8.self)),
            exponent.magnitude < 100, let moved = shifted(by: exponent)
        else { return nil }
        self = moved
    }

    /// The value times ten to the power `exponent`.
    private func shifted(by exponent: Int) -> Fixed? {
        let scale = self.scale - exponent
        if scale >= 0 { return scale <= 37 ? Fixed(unscaled, scale: scale) : rounded(unscaled, scale) }
        guard -scale <= 38 else { return unscaled == 0 ? Fixed(0) : nil }
        let (value, over) = unscaled.multipliedReportingOverflow(by: Fixed.powers[-scale])
        return over || value.magnitude > Fixed.limit.magnitude ? nil : Fixed(value)
    }

    private func rounded(_ unscaled: Int128, _ scale: Int) -> Fixed {
        scale - 37 > 38 ? Fixed(0) : Fixed(Fixed.divide(unscaled, Fixed.powers[scale - 37]), scale: 37)
    }

    /// The quotient rounded half away from zero.
    static func divide(_ value: Int128, _ divisor: Int128) -> Int128 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else { return quotient }
        return (value < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
    }

    /// The value at another scale, rounded half away from zero; nil past 38 digits.
    func rescaled(to target: Int) -> Fixed? {
        if target == scale { return self }
        if target < scale {
            guard scale - target <= 38 else { return Fixed(0, scale: target) }
            return Fixed(Fixed.divide(unscaled, Fixed.powers[scale - target]), scale: target)
        }
        let (value, over) = unscaled.multipliedReportingOverflow(by: Fixed.powers[target - scale])
        return over || value.magnitude > Fixed.limit.magnitude ? nil : Fixed(value, scale: target)
    }

    var double: Double { scale == 0 ? Double(unscaled) : Double(text) ?? 0 }

    /// Plain digits with exactly `scale` of them after the point.
    var text: String {
        if scale == 0 { return String(unscaled) }
        var digits = String(unscaled.magnitude)
        if digits.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.count) + digits }
        let whole = digits.dropLast(scale)
        return (unscaled < 0 ? "-" : "") + whole + "." + digits.suffix(scale)
    }

    /// The same number without zeros at the end of its fraction.
    var normalized: Fixed {
        var result = self
        while result.scale > 0, result.unscaled % 10 == 0 {
            result.unscaled /= 10
            result.scale -= 1
        }
        return result
    }

    /// The nearest decimal of that scale; nil where the number is not finite or too great.
    init?(_ number: Double, scale: Int) {
        guard number.isFinite, abs(number) < 1e38 else { return nil }
        if number == number.rounded(), abs(number) < 9e18, let exact = Fixed(Int(number)).rescaled(to: scale)
        {
            self = exact
            return
        }
        // Through the shortest decimal form, so that 0.15 rounds as written and not as stored.
        guard let read = Fixed(text: "\(number)"), let value = read.rescaled(to: scale) else { return nil }
        self = value
    }
}
