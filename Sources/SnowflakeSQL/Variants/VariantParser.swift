/// A reader of JSON text into variants, with numbers kept exactly.
struct VariantParser {
    static let maximumDepth = 128

    private let bytes: [UInt8]
    private var position = 0

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// - Throws: error 100069 with the byte offset of the first thing that is not JSON.
    static func parse(_ text: String) throws -> Variant {
        var parser = VariantParser(text)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == parser.bytes.count else { throw parser.failure("unexpected text") }
        return value
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ what: String) -> SnowError {
        .runtime("100069", "22P02", "Error parsing JSON: \(what), pos \(position)")
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws -> Variant {
        guard depth < VariantParser.maximumDepth else { throw failure("nested too deeply") }
        skipSpace()
        guard let byte = next else { throw failure("incomplete value") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: return try word()
        }
    }

    private mutating func word() throws -> Variant {
        for (word, value) in [("true", Variant.boolean(true)), ("false", .boolean(false)), ("null", .null)]
        where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        throw failure("unknown keyword")
    }

    private mutating func object(_ depth: Int) throws -> Variant {
        position += 1
        var members: [Variant.Member] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object([]) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw failure("misplaced text, expected a key") }
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw failure("missing colon") }
            members.append(.init(key: key, value: try value(depth: depth + 1)))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw failure("missing comma") }
        guard case .object(let sorted) = Variant.sortedObject(members), sorted.count == members.count else {
            throw failure("duplicate object attribute")
        }
        return .object(sorted)
    }

    private mutating func array(_ depth: Int) throws -> Variant {
        position += 1
        var elements: [Variant] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw failure("missing comma") }
        return .array(elements)
    }

    private mutating func number() throws -> Variant {
        let start = position
        var isDecimal = true
        while let byte = next {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): break
            case UInt8(ascii: "-"), UInt8(ascii: "+"): break
            case UInt8(ascii: "e"), UInt8(ascii: "E"): isDecimal = false
            default: return try number(start, isDecimal)
            }
            position += 1
        }
        return try number(start, isDecimal)
    }

    private func number(_ start: Int, _ isDecimal: Bool) throws -> Variant {
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        let digits = text.drop { $0 == "-" }
        guard let last = digits.last, last.isNumber, let first = digits.first, first.isNumber else {
            throw failure("more than one document in the input")
        }
        if isDecimal, let value = Fixed(text: text) { return .fixed(value.normalized) }
        guard let value = Double(text), value.isFinite else { throw failure("bad number") }
        return .real(value)
    }

    private mutating func string() throws -> String {
        position += 1
        var units: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &units)
            default: units.append(byte)
            }
        }
        throw failure("unfinished string")
    }

    private mutating func escape(into units: inout [UInt8]) throws {
        guard let byte = next else { throw failure("unfinished string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(byte)
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0c)
        case UInt8(ascii: "n"): units.append(0x0a)
        case UInt8(ascii: "r"): units.append(0x0d)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "u"):
            var scalar = try hexadecimal()
            if (0xd800..<0xdc00).contains(scalar), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
                let low = try hexadecimal()
                guard (0xdc00..<0xe000).contains(low) else { throw failure("bad surrogate pair") }
                scalar = 0x10000 + ((scalar - 0xd800) << 10) + (low - 0xdc00)
            }
            guard let character = UnicodeScalar(scalar) else { throw failure("bad surrogate pair") }
            units.append(contentsOf: String(character).utf8)
        default: throw failure("unknown escape")
        }
    }

    private mutating func hexadecimal() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw failure("bad \\u escape")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}

extension Variant {
    /// Reads the text that SQLite holds for a variant.
    init(stored text: String) throws { self = try VariantParser.parse(text) }
}
