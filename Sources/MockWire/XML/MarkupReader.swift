/// Reads the XML that AWS's clients send: elements, attributes, text, references, comments; no document
/// types.
package struct MarkupReader {
    package enum Failure: Error {
        /// Not well-formed, or more than is read here.
        case malformed
    }

    private static let deepest = 32
    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The root element.
    /// - Complexity: O(bytes).
    package static func read(_ bytes: [UInt8]) throws(Failure) -> Markup {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .malformed }
        var reader = MarkupReader(bytes)
        try reader.skipProlog()
        let root = try reader.element(depth: 0)
        try reader.skipProlog()
        guard reader.position == bytes.count else { throw .malformed }
        return root
    }

    private mutating func element(depth: Int) throws(Failure) -> Markup {
        guard depth < MarkupReader.deepest, take("<") else { throw .malformed }
        let name = try self.name()
        let isEmpty = try skipAttributes()
        var element = Markup(MarkupReader.local(name), [])
        if isEmpty { return element }
        var text: [UInt8] = []
        while true {
            guard let byte = peek else { throw .malformed }
            if byte == UInt8(ascii: "&") {
                try reference(into: &text)
            } else if byte != UInt8(ascii: "<") {
                text.append(byte)
                position += 1
            } else if take("<!--") {
                try skip(past: "-->")
            } else if take("</") {
                guard try self.name() == name else { throw .malformed }
                skipSpace()
                guard take(">") else { throw .malformed }
                element.text = element.children.isEmpty ? String(decoding: text, as: UTF8.self) : ""
                return element
            } else {
                element.children.append(try self.element(depth: depth + 1))
            }
        }
    }

    /// Attributes up to the tag's end; true where the element ends with its tag.
    private mutating func skipAttributes() throws(Failure) -> Bool {
        while true {
            skipSpace()
            if take("/>") { return true }
            if take(">") { return false }
            _ = try name()
            skipSpace()
            guard take("=") else { throw .malformed }
            skipSpace()
            if take("\"") {
                try skip(past: "\"")
            } else if take("'") {
                try skip(past: "'")
            } else {
                throw .malformed
            }
        }
    }

    private mutating func reference(into text: inout [UInt8]) throws(Failure) {
        for (name, character) in MarkupReader.entities where take(name) {
            text.append(character)
            return
        }
        guard take("&#") else { throw .malformed }
        let radix = take("x") ? 16 : 10
        var digits: [UInt8] = []
        while let byte = peek, byte != UInt8(ascii: ";"), digits.count < 8 {
            digits.append(byte)
            position += 1
        }
        guard take(";"), let code = UInt32(String(decoding: digits, as: UTF8.self), radix: radix),
            let scalar = Unicode.Scalar(code)
        else { throw .malformed }
        text += String(scalar).utf8
    }

    private static let entities: [(StaticString, UInt8)] = [
        ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")),
        ("&quot;", UInt8(ascii: "\"")), ("&apos;", UInt8(ascii: "'")),
    ]

    private mutating func name() throws(Failure) -> String {
        let start = position
        while let byte = peek, byte > 0x20, !MarkupReader.delimiters.contains(byte) { position += 1 }
        guard position > start else { throw .malformed }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static let delimiters = Array("<>/=\"'&".utf8)

    /// The name without the prefix of its namespace.
    private static func local(_ name: String) -> String {
        name.split(separator: ":").last.map(String.init) ?? name
    }

    private mutating func skipProlog() throws(Failure) {
        while true {
            skipSpace()
            if take("<?") {
                try skip(past: "?>")
            } else if take("<!--") {
                try skip(past: "-->")
            } else {
                return
            }
        }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || (0x09...0x0d).contains(byte) { position += 1 }
    }

    private mutating func skip(past end: StaticString) throws(Failure) {
        while position < bytes.count {
            if take(end) { return }
            position += 1
        }
        throw .malformed
    }

    /// Steps over the text if it comes next.
    private mutating func take(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { wanted in
            guard bytes[position...].starts(with: wanted) else { return false }
            position += wanted.count
            return true
        }
    }
}
