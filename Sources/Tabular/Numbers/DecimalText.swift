/// Decimal numbers written as text.
enum DecimalText {
    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
        1e19, 1e20, 1e21, 1e22,
    ]

    /// The double nearest to the number, or nil when the bytes are not a finite decimal number.
    ///
    /// Grammar: spaces, sign, digits with an optional point, optional exponent, spaces. Neither
    /// `nan`, `inf`, hexadecimal nor separators of thousands. A significand up to 2^53 and a power of
    /// ten up to 10^22 are both exact doubles, so that one operation rounds correctly (Clinger,
    /// "How to read floating point numbers accurately", 1990); the rest goes to the standard library.
    @inline(__always)
    static func value(of field: UnsafeBufferPointer<UInt8>) -> Double? {
        guard let start = field.baseAddress, field.count > 0 else { return nil }
        return short(start, start + field.count) ?? general(field)
    }

    /// Up to 15 digits with sign and point and nothing else: what nearly all fields are.
    @inline(__always)
    private static func short(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Double? {
        var here = start
        let isNegative = here.pointee == UInt8(ascii: "-")
        if isNegative { here += 1 }
        let digitStart = here
        var significand: UInt64 = 0
        while here < end, here.pointee &- 0x30 < 10 {
            significand = significand &* 10 &+ UInt64(here.pointee &- 0x30)
            here += 1
        }
        var digits = here - digitStart
        var decimals = 0
        if here < end, here.pointee == UInt8(ascii: ".") {
            here += 1
            let fractionStart = here
            while here < end, here.pointee &- 0x30 < 10 {
                significand = significand &* 10 &+ UInt64(here.pointee &- 0x30)
                here += 1
            }
            decimals = here - fractionStart
            digits += decimals
        }
        guard here == end, digits > 0, digits <= 15 else { return nil }
        var value = Double(significand)
        if decimals > 0 { value /= powersOfTen[decimals] }
        return isNegative ? -value : value
    }

    private static func general(_ field: UnsafeBufferPointer<UInt8>) -> Double? {
        var first = 0
        var last = field.count
        while first < last, field[first] == 0x20 { first += 1 }
        while last > first, field[last - 1] == 0x20 { last -= 1 }
        var here = first
        var isNegative = false
        if here < last, field[here] == UInt8(ascii: "-") || field[here] == UInt8(ascii: "+") {
            isNegative = field[here] == UInt8(ascii: "-")
            here += 1
        }
        var significand: UInt64 = 0
        let integerStart = here
        while here < last, field[here] &- 0x30 < 10 {
            significand = significand &* 10 &+ UInt64(field[here] &- 0x30)
            here += 1
        }
        var digits = here - integerStart
        var exponent = 0
        if here < last, field[here] == UInt8(ascii: ".") {
            here += 1
            let fractionStart = here
            while here < last, field[here] &- 0x30 < 10 {
                significand = significand &* 10 &+ UInt64(field[here] &- 0x30)
                here += 1
            }
            exponent = fractionStart - here
            digits -= exponent
        }
        guard digits > 0 else { return nil }
        if here < last {
            guard let written = DecimalText.exponent(field, from: here, to: last) else { return nil }
            exponent += written
        }
        guard digits <= 19, significand <= 1 << 53, exponent.magnitude <= 22 else {
            let value = Double(String(decoding: field[first..<last], as: UTF8.self))
            return value.flatMap { $0.isFinite ? $0 : nil }
        }
        var value = Double(significand)
        if exponent < 0 {
            value /= powersOfTen[-exponent]
        } else if exponent > 0 {
            value *= powersOfTen[exponent]
        }
        return isNegative ? -value : value
    }

    /// The exponent part `e±digits` that must end at `last`; beyond ±9999 it is cut off, which
    /// changes nothing since the number over- or underflows anyway.
    private static func exponent(
        _ field: UnsafeBufferPointer<UInt8>, from start: Int, to last: Int
    ) -> Int? {
        guard field[start] | 0x20 == UInt8(ascii: "e") else { return nil }
        var here = start + 1
        var isNegative = false
        if here < last, field[here] == UInt8(ascii: "-") || field[here] == UInt8(ascii: "+") {
            isNegative = field[here] == UInt8(ascii: "-")
            here += 1
        }
        guard here < last else { return nil }
        var exponent = 0
        while here < last {
            guard field[here] &- 0x30 < 10 else { return nil }
            exponent = min(exponent * 10 + Int(field[here] &- 0x30), 9_999)
            here += 1
        }
        return isNegative ? -exponent : exponent
    }

    /// The number in `text`, or nil.
    static func value(of text: String) -> Double? {
        var text = text
        return text.withUTF8 { value(of: $0) }
    }

    /// The shortest text that reads back as the same double; whole numbers without a point.
    static func text(of value: Double) -> String {
        if value.magnitude < 0x1p53, let whole = Int(exactly: value) { return String(whole) }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
