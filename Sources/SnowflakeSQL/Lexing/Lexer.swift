/// Splits SQL text into tokens, without comments.
struct Lexer {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var lineStart = 0
    private var counted = 0
    private var column = 0

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// The tokens of a text, with an end token last.
    static func tokens(of text: String) throws -> [Token] {
        var lexer = Lexer(text)
        var tokens: [Token] = []
        tokens.reserveCapacity(text.utf8.count / 4 + 1)
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        position + ahead < bytes.count ? bytes[position + ahead] : nil
    }

    /// The place of the next token. Counts on from the last one, so that long lines stay linear.
    private mutating func place() -> Place {
        if counted < lineStart { (counted, column) = (lineStart, 0) }
        column += bytes[counted..<position].count { $0 & 0xc0 != 0x80 }
        counted = position
        return Place(line: line, column: column, offset: position)
    }

    private mutating func advance() {
        if bytes[position] == UInt8(ascii: "\n") {
            line += 1
            lineStart = position + 1
        }
        position += 1
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private mutating func skipBlanks() throws {
        while let byte = peek() {
            switch byte {
            case 0x20, 0x09, 0x0a, 0x0d: advance()
            case UInt8(ascii: "-") where peek(1) == byte, UInt8(ascii: "/") where peek(1) == byte:
                while let byte = peek(), byte != UInt8(ascii: "\n") { position += 1 }
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
                let start = place()
                position += 2
                while peek() != nil, !(peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) {
                    advance()
                }
                guard peek() != nil else { throw SnowError.syntax("/*", at: start) }
                position += 2
            case 0xc2 where peek(1) == 0xa0: position += 2
            default: return
            }
        }
    }

    private mutating func next() throws -> Token {
        try skipBlanks()
        let start = place()
        guard let byte = peek() else {
            return Token(kind: .end, value: "", place: start, range: position..<position)
        }
        switch byte {
        case UInt8(ascii: "'"): return try string(start)
        case UInt8(ascii: "\""): return try quoted(start)
        case UInt8(ascii: "$"): return try dollar(start)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return number(start)
        case UInt8(ascii: ".") where peek(1).map(Lexer.isDigit) ?? false: return number(start)
        case UInt8(ascii: "?"):
            position += 1
            return token(.placeholder, "", start)
        case UInt8(ascii: ":") where peek(1).map(Lexer.isWordByte) ?? false:
            position += 1
            return token(.symbol, ":", start)
        default:
            if Lexer.isWordStart(byte) { return word(start) }
            return try symbol(start)
        }
    }

    private func token(_ kind: Token.Kind, _ value: String, _ start: Place) -> Token {
        Token(kind: kind, value: value, place: start, range: start.offset..<position)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isWordStart(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f || byte >= 0x80
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isWordStart(byte) || isDigit(byte) || byte == UInt8(ascii: "$")
    }

    private mutating func word(_ start: Place) -> Token {
        while let byte = peek(), Lexer.isWordByte(byte) { position += 1 }
        return token(.word, text(start.offset..<position).uppercased(), start)
    }

    private mutating func number(_ start: Place) -> Token {
        while let byte = peek(), Lexer.isDigit(byte) { position += 1 }
        if peek() == UInt8(ascii: "."), !(peek(1).map(Lexer.isWordStart) ?? false) {
            position += 1
            while let byte = peek(), Lexer.isDigit(byte) { position += 1 }
        }
        if let mark = peek(), mark | 0x20 == 0x65 {
            let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
            if let digit = peek(1 + sign), Lexer.isDigit(digit) {
                position += 1 + sign
                while let byte = peek(), Lexer.isDigit(byte) { position += 1 }
            }
        }
        return token(.number, text(start.offset..<position), start)
    }

    private mutating func quoted(_ start: Place) throws -> Token {
        var value: [UInt8] = []
        position += 1
        while let byte = peek() {
            advance()
            if byte == UInt8(ascii: "\"") {
                guard peek() == byte else {
                    return token(.quoted, String(decoding: value, as: UTF8.self), start)
                }
                position += 1
            }
            value.append(byte)
        }
        throw SnowError.syntax("\"", at: start)
    }

    private mutating func string(_ start: Place) throws -> Token {
        var value: [UInt8] = []
        position += 1
        while let byte = peek() {
            advance()
            if byte == UInt8(ascii: "'") {
                guard peek() == byte else {
                    return token(.string, String(decoding: value, as: UTF8.self), start)
                }
                position += 1
                value.append(byte)
            } else if byte == UInt8(ascii: "\\") {
                try escape(into: &value, start)
            } else {
                value.append(byte)
            }
        }
        throw SnowError.syntax("'", at: start)
    }

    private mutating func escape(into value: inout [UInt8], _ start: Place) throws {
        guard let byte = peek() else { throw SnowError.syntax("'", at: start) }
        advance()
        switch byte {
        case UInt8(ascii: "n"): value.append(0x0a)
        case UInt8(ascii: "r"): value.append(0x0d)
        case UInt8(ascii: "t"): value.append(0x09)
        case UInt8(ascii: "b"): value.append(0x08)
        case UInt8(ascii: "f"): value.append(0x0c)
        case UInt8(ascii: "0"): throw SnowError.unsupported("NUL character in a string")
        case UInt8(ascii: "x"): value += try codePoint(digits: 2, start)
        case UInt8(ascii: "u"): value += try codePoint(digits: 4, start)
        default: value.append(byte)
        }
    }

    private mutating func codePoint(digits: Int, _ start: Place) throws -> [UInt8] {
        let end = position + digits
        guard end <= bytes.count, let code = UInt32(text(position..<end), radix: 16), code != 0,
            let scalar = UnicodeScalar(code)
        else { throw SnowError.syntax("\\", at: start) }
        position = end
        return Array(String(scalar).utf8)
    }

    private mutating func dollar(_ start: Place) throws -> Token {
        position += 1
        if peek() == UInt8(ascii: "$") {
            position += 1
            let body = position
            while peek() != nil, !(peek() == UInt8(ascii: "$") && peek(1) == UInt8(ascii: "$")) { advance() }
            guard peek() != nil else { throw SnowError.syntax("$$", at: start) }
            let value = text(body..<position)
            position += 2
            return token(.string, value, start)
        }
        guard let byte = peek(), Lexer.isWordByte(byte) else { throw SnowError.syntax("$", at: start) }
        if Lexer.isDigit(byte) {
            while let byte = peek(), Lexer.isDigit(byte) { position += 1 }
            return token(.ordinal, text(start.offset + 1..<position), start)
        }
        while let byte = peek(), Lexer.isWordByte(byte) { position += 1 }
        return token(.variable, text(start.offset + 1..<position).uppercased(), start)
    }

    private static let symbols = ["<=>", "=>", "->", "::", "||", "<>", "!=", "<=", ">=", "**"]

    private mutating func symbol(_ start: Place) throws -> Token {
        for symbol in Lexer.symbols where bytes[position...].starts(with: symbol.utf8) {
            position += symbol.utf8.count
            return token(.symbol, symbol, start)
        }
        guard let byte = peek(), "()[]{}.,;:+-*/%=<>@&|^~!".utf8.contains(byte) else {
            throw SnowError.syntax(String(decoding: bytes[position...].prefix(1), as: UTF8.self), at: start)
        }
        position += 1
        return token(.symbol, String(UnicodeScalar(byte)), start)
    }
}
