extension Fixed {
    static func overflow(_ what: String) -> SnowError { .outOfRange("FIXED[SB16](38,0)", what) }

    private static func aligned(_ a: Fixed, _ b: Fixed) throws -> (Int128, Int128, Int) {
        let scale = max(a.scale, b.scale)
        guard let one = a.rescaled(to: scale), let other = b.rescaled(to: scale) else {
            throw overflow(a.text)
        }
        return (one.unscaled, other.unscaled, scale)
    }

    private static func checked(_ value: (partialValue: Int128, overflow: Bool), _ scale: Int) throws -> Fixed
    {
        guard !value.overflow, value.partialValue.magnitude <= limit.magnitude else {
            throw overflow("a number past 38 digits")
        }
        return Fixed(value.partialValue, scale: scale)
    }

    static func sum(_ a: Fixed, _ b: Fixed) throws -> Fixed {
        let (one, other, scale) = try aligned(a, b)
        return try checked(one.addingReportingOverflow(other), scale)
    }

    static func difference(_ a: Fixed, _ b: Fixed) throws -> Fixed {
        let (one, other, scale) = try aligned(a, b)
        return try checked(one.subtractingReportingOverflow(other), scale)
    }

    /// The product at `scale`, rounded half away from zero.
    static func product(_ a: Fixed, _ b: Fixed, scale: Int) throws -> Fixed {
        let (one, other) = (a.normalized, b.normalized)
        let exact = try checked(
            one.unscaled.multipliedReportingOverflow(by: other.unscaled), one.scale + other.scale)
        guard let result = exact.rescaled(to: scale) else { throw overflow(exact.text) }
        return result
    }

    /// The quotient at `scale`, rounded half away from zero.
    static func quotient(_ a: Fixed, _ b: Fixed, scale: Int) throws -> Fixed {
        guard b.unscaled != 0 else { throw SnowError.divisionByZero }
        let (one, other) = (a.normalized, b.normalized)
        let shift = scale + other.scale - one.scale
        if shift < 0 {
            guard -shift <= 38 else { return Fixed(0, scale: scale) }
            let divisor = try checked(other.unscaled.multipliedReportingOverflow(by: powers[-shift]), 0)
            return Fixed(divide(one.unscaled, divisor.unscaled), scale: scale)
        }
        guard shift <= 38 else { throw overflow(a.text) }
        let scaled = try checked(one.unscaled.multipliedReportingOverflow(by: powers[shift]), 0)
        return try checked((divide(scaled.unscaled, other.unscaled), false), scale)
    }

    /// The remainder with the sign of `a`.
    static func remainder(_ a: Fixed, _ b: Fixed) throws -> Fixed {
        guard b.unscaled != 0 else { throw SnowError.divisionByZero }
        let (one, other, scale) = try aligned(a, b)
        return Fixed(one % other, scale: scale)
    }

    enum Rounding { case halfAway, halfEven, down, up, floor, ceiling }

    /// The value with at most `digits` after the point; negative digits round before it.
    func rounded(_ digits: Int, _ rounding: Rounding) throws -> Fixed {
        if digits >= scale { return self }
        let shift = scale - digits
        guard shift <= 38 else { return Fixed(0, scale: max(0, digits)) }
        let power = Fixed.powers[shift]
        var quotient = unscaled / power
        let remainder = unscaled % power
        switch rounding {
        case .halfAway: quotient = Fixed.divide(unscaled, power)
        case .halfEven:
            let isTie = remainder.magnitude * 2 == power.magnitude
            if !isTie { quotient = Fixed.divide(unscaled, power) }
            if isTie, quotient % 2 != 0 { quotient += unscaled < 0 ? -1 : 1 }
        case .down: break
        case .up: if remainder != 0 { quotient += unscaled < 0 ? -1 : 1 }
        case .floor: if remainder < 0 { quotient -= 1 }
        case .ceiling: if remainder > 0 { quotient += 1 }
        }
        if digits >= 0 { return Fixed(quotient, scale: digits) }
        return try Fixed.checked(quotient.multipliedReportingOverflow(by: Fixed.powers[min(38, -digits)]), 0)
    }
}

extension Fixed: Comparable {
    static func < (a: Fixed, b: Fixed) -> Bool {
        if a.scale == b.scale { return a.unscaled < b.unscaled }
        let scale = max(a.scale, b.scale)
        if let one = a.rescaled(to: scale), let other = b.rescaled(to: scale) {
            return one.unscaled < other.unscaled
        }
        return a.double < b.double
    }
}
