#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A reader that walks over JSON bytes without building values.
///
/// Prompts and answers are read by the hundred thousand in a sweep, and a mock needs a few members
/// of each, so it takes those and skips the rest. It accepts all that `JSONParser` accepts, and a
/// little more: what is skipped is checked for its nesting and strings only.
package struct JSONCursor {
    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position: Int

    package init(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// The bytes between the quotation marks of a string, and whether any of them is an escape.
    package struct Span {
        var range: Range<Int>
        var hasEscapes: Bool
    }

    /// The next byte that is not space, without taking it; zero at the end.
    package mutating func peek() -> UInt8 {
        while position < bytes.count {
            let byte = bytes[position]
            if byte > 0x20 { return byte }
            position += 1
        }
        return 0
    }

    /// Takes the byte if it comes next.
    package mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    mutating func span() -> Span? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        var hasEscapes = false
        while true {
            skipPlainWords()
            guard position < bytes.count else { return nil }
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return Span(range: start..<position - 1, hasEscapes: hasEscapes)
            }
            if byte < 0x20 { return nil }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                position += 1
            }
            position += 1
        }
    }

    /// Steps over eight bytes at a time while none of them is a quotation mark, a backslash or a control
    /// character. A byte b is zero just where (b - 1) & ~b has its high bit, and below 0x20 just where
    /// (b - 0x20) & ~b has it; borrows between bytes can only make the loop stop early.
    private mutating func skipPlainWords() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let raw = UnsafeRawBufferPointer(bytes)
        while position + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5c)
            let found =
                ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
                | ((word &- ones &* 0x20) & ~word)
            if found & (ones &* 0x80) != 0 { return }
            position += 8
        }
    }

    package mutating func string() -> String? { span().flatMap { text($0) } }

    /// A list of strings.
    package mutating func strings() -> [String]? {
        guard take(UInt8(ascii: "[")) else { return nil }
        var result: [String] = []
        if take(UInt8(ascii: "]")) { return result }
        repeat {
            guard let element = string() else { return nil }
            result.append(element)
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? result : nil
    }

    /// A number. Up to fifteen digits and no exponent are exact by one division; the rest goes
    /// through the C library.
    package mutating func number() -> Double? {
        _ = peek()
        let start = position
        let isNegative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        var mantissa: UInt64 = 0
        var digits = 0
        var decimals = -1
        scan: while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case 0x30...0x39:
                mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
                digits += 1
                if decimals >= 0 { decimals += 1 }
            case UInt8(ascii: ".") where decimals < 0 && digits > 0: decimals = 0
            default: break scan
            }
            position += 1
        }
        guard digits > 0, decimals != 0 else { return nil }
        let isExponential = position < bytes.count && bytes[position] | 0x20 == UInt8(ascii: "e")
        if digits <= 15, !isExponential {
            let magnitude =
                decimals <= 0 ? Double(mantissa) : Double(mantissa) / JSONCursor.powersOfTen[decimals]
            return isNegative ? -magnitude : magnitude
        }
        while position < bytes.count, JSONCursor.continuesNumber(bytes[position]) { position += 1 }
        return Double(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private static func continuesNumber(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || byte | 0x20 == UInt8(ascii: "e") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: "-")
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    /// Steps over one value of any kind.
    package mutating func skipValue() -> Bool {
        var depth = 0
        while true {
            switch peek() {
            case 0: return false
            case UInt8(ascii: "\""):
                if span() == nil { return false }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
                continue
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                position += 1
                if depth < 0 { return false }
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { return false }
                position += 1
                continue
            default:
                let start = position
                while position < bytes.count, JSONCursor.isWord(bytes[position]) { position += 1 }
                if position == start { return false }
            }
            if depth == 0 { return true }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        continuesNumber(byte) || byte == UInt8(ascii: ".") || (byte >= 0x61 && byte <= 0x7a)
    }

    /// Walks over an object; `member` gets each name with the cursor before its value and must take it.
    /// - Returns: false if the bytes are no object or `member` gives false.
    package mutating func object(_ member: (Span, inout JSONCursor) -> Bool) -> Bool {
        guard take(UInt8(ascii: "{")) else { return false }
        if take(UInt8(ascii: "}")) { return true }
        repeat {
            guard let name = span(), take(UInt8(ascii: ":")), member(name, &self) else { return false }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}"))
    }

    package func equals(_ span: Span, _ text: StaticString) -> Bool {
        span.range.count == text.utf8CodeUnitCount
            && memcmp(bytes.baseAddress! + span.range.lowerBound, text.utf8Start, span.range.count) == 0
    }

    package func equals(_ span: Span, _ text: [UInt8]) -> Bool {
        span.range.count == text.count
            && (text.isEmpty || memcmp(bytes.baseAddress! + span.range.lowerBound, text, text.count) == 0)
    }
}
