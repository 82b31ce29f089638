/// A strict reader of JSON text (RFC 8259) that keeps the order of members.
///
/// Own code because model answers are parsed by the hundred thousand in a sweep, and
/// Foundation's reader loses the order of members and boxes every value.
/// - Complexity: O(bytes); nesting is bounded by `maximumDepth`.
public struct JSONParser {
    public struct Failure: Error, Hashable, Sendable {
        public var offset: Int
        public var message: String
    }

    static let maximumDepth = 128

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// - Throws: `Failure` with the byte offset of the first thing that is not JSON.
    public static func parse(_ text: String) throws(Failure) -> JSONValue {
        var text = text
        var result: Result<JSONValue, Failure> = .failure(Failure(offset: 0, message: "no text"))
        text.withUTF8 { buffer in
            var parser = JSONParser(bytes: buffer)
            do throws(Failure) {
                let value = try parser.value(depth: 0)
                parser.skipSpace()
                if parser.position < buffer.count { throw parser.failure("text after the value") }
                result = .success(value)
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }

    /// The same from bytes, which must be UTF-8.
    public static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(offset: 0, message: "the bytes are not UTF-8")
        }
        return try parse(text)
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ message: String) -> Failure { Failure(offset: position, message: message) }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        guard depth < JSONParser.maximumDepth else { throw failure("nested too deeply") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case nil: throw failure("the text ends where a value should start")
        default: return try number()
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw failure("expected \(word)") }
        for index in 0..<word.utf8CodeUnitCount where bytes[position + index] != word.utf8Start[index] {
            throw failure("expected \(word)")
        }
        position = end
        return value
    }

    private mutating func object(depth: Int) throws(Failure) -> JSONValue {
        position += 1
        var members: [JSONValue.Member] = []
        skipSpace()
        if next == UInt8(ascii: "}") {
            position += 1
            return .object(members)
        }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw failure("expected a member name") }
            let key = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw failure("expected ':'") }
            position += 1
            members.append(.init(key, try value(depth: depth + 1)))
            if try !separator(closing: UInt8(ascii: "}")) { return .object(members) }
        }
    }

    private mutating func array(depth: Int) throws(Failure) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            elements.append(try value(depth: depth + 1))
            if try !separator(closing: UInt8(ascii: "]")) { return .array(elements) }
        }
    }

    /// Steps over `,` (true) or the closing bracket (false).
    private mutating func separator(closing: UInt8) throws(Failure) -> Bool {
        skipSpace()
        guard let byte = next, byte == UInt8(ascii: ",") || byte == closing else {
            throw failure("expected ',' or '\(Character(UnicodeScalar(closing)))'")
        }
        position += 1
        return byte != closing
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = position
        var isInteger = true
        if next == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        try digits()
        if bytes[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 {
            throw failure("a number starts with 0")
        }
        if next == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try digits()
        }
        if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if let sign = next, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let value = Int(text) { return .integer(value) }
        // A number past the range of Double would read as infinity, which JSON cannot say back.
        guard let value = Double(text), value.isFinite else { throw failure("the number is out of range") }
        return .number(value)
    }

    private mutating func digits() throws(Failure) {
        let start = position
        while let byte = next, byte >= 0x30, byte <= 0x39 { position += 1 }
        if position == start { throw failure("expected a digit") }
    }

    private mutating func string() throws(Failure) -> String {
        position += 1
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            position += 1
        }
        if next == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        var units = Array(bytes[start..<position])
        while let byte = next, byte >= 0x20 {
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: units, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") { try escape(into: &units) } else { units.append(byte) }
        }
        throw failure(next == nil ? "a string does not end" : "a control character in a string")
    }

    private mutating func escape(into units: inout [UInt8]) throws(Failure) {
        guard let byte = next else { throw failure("a string does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(byte)
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0c)
        case UInt8(ascii: "n"): units.append(0x0a)
        case UInt8(ascii: "r"): units.append(0x0d)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "u"):
            var scalar = UInt32(try hexadecimal())
            if (0xd800..<0xdc00).contains(scalar), next == UInt8(ascii: "\\") {
                position += 1
                guard next == UInt8(ascii: "u") else { throw failure("half of a surrogate pair") }
                position += 1
                let low = UInt32(try hexadecimal())
                guard (0xdc00..<0xe000).contains(low) else { throw failure("half of a surrogate pair") }
                scalar = 0x10000 + ((scalar - 0xd800) << 10) + (low - 0xdc00)
            }
            guard let character = UnicodeScalar(scalar) else { throw failure("half of a surrogate pair") }
            units.append(contentsOf: String(character).utf8)
        default: throw failure("unknown escape")
        }
    }

    /// Four hexadecimal digits; digit by digit, because the library's reader also takes a sign.
    private mutating func hexadecimal() throws(Failure) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw failure("expected four hexadecimal digits")
            }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }
}
