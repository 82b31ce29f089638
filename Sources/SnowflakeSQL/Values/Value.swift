/// A value while expressions are computed. Its static type is kept beside it by the expression.
enum Value: Hashable, Sendable {
    case null
    case fixed(Fixed)
    case real(Double)
    case text(String)
    case boolean(Bool)
    /// Days since 1970-01-01.
    case date(Int)
    /// Nanoseconds since midnight.
    case time(Int64)
    /// Nanoseconds since the epoch: of the wall clock for NTZ, of UTC for LTZ.
    case timestamp(Int64)
    /// Nanoseconds since the epoch in UTC, and the offset in minutes.
    case zoned(Int64, Int)
    case variant(Variant)
    case binary([UInt8])

    static func integer(_ value: Int) -> Value { .fixed(Fixed(value)) }

    var isNull: Bool { if case .null = self { true } else { false } }

    /// A form that equal values share: numbers without trailing zeros, zoned times as instants.
    var identity: Value {
        switch self {
        case .fixed(let number): .fixed(number.normalized)
        case .zoned(let instant, _): .zoned(instant, 0)
        case .real(let number) where number.isNaN: .text("NaN")
        default: self
        }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }

    var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

    var variant: Variant? { if case .variant(let value) = self { value } else { nil } }

    /// A number as Double.
    var double: Double? {
        switch self {
        case .fixed(let value): value.double
        case .real(let value): value
        default: nil
        }
    }

    /// A number rounded to an integer, or the nearest that 64 bits hold.
    var int: Int? {
        switch self {
        case .fixed(let value):
            guard let whole = value.rescaled(to: 0) else { return nil }
            return Int(exactly: whole.unscaled) ?? (whole.unscaled < 0 ? Int.min : Int.max)
        case .real(let value):
            let whole = value.rounded(.toNearestOrAwayFromZero)
            return whole.isNaN ? nil : Int(exactly: whole) ?? (whole < 0 ? Int.min : Int.max)
        default: return nil
        }
    }

    /// A number without a fraction that fits 64 bits; nil otherwise.
    var exactInt: Int? {
        guard case .fixed(let value) = self else { return nil }
        return value.rescaled(to: 0).flatMap { Int(exactly: $0.unscaled) }
    }
}
