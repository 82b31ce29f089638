import Quantities

/// Text in another encoding as UTF-8, chunk by chunk.
struct Transcoder {
    private let encoding: TextEncoding
    private let file: String
    /// The first byte of a unit of UTF-16 of which the second is in the next chunk.
    private var half: UInt8?
    private var highSurrogate: UInt32?

    init(_ encoding: TextEncoding, file: String) {
        self.encoding = encoding
        self.file = file
    }

    /// The characters of the bytes 0x80 to 0x9f; the five without one stay control characters.
    private static let windows: [UInt32] = [
        0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152,
        0x8d, 0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122,
        0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
    ]

    /// - Throws: bad input for UTF-16 whose surrogates are not in pairs.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) throws {
        switch encoding {
        case .utf8: text.append(contentsOf: bytes)
        case .windows1252:
            for byte in bytes {
                let isSpecial = byte >= 0x80 && byte < 0xa0
                Transcoder.append(isSpecial ? Transcoder.windows[Int(byte) - 0x80] : UInt32(byte), to: &text)
            }
        case .utf16LittleEndian, .utf16BigEndian:
            for byte in bytes {
                guard let first = half else {
                    half = byte
                    continue
                }
                half = nil
                let unit =
                    encoding == .utf16LittleEndian
                    ? UInt32(byte) << 8 | UInt32(first) : UInt32(first) << 8 | UInt32(byte)
                try append(unit: unit, to: &text)
            }
        }
    }

    /// - Throws: bad input when the text ends inside a character.
    func finish() throws {
        if half != nil || highSurrogate != nil { throw damaged() }
    }

    private mutating func append(unit: UInt32, to text: inout [UInt8]) throws {
        switch unit {
        case 0xd800..<0xdc00:
            guard highSurrogate == nil else { throw damaged() }
            highSurrogate = unit
        case 0xdc00..<0xe000:
            guard let high = highSurrogate else { throw damaged() }
            highSurrogate = nil
            Transcoder.append(0x10000 + (high - 0xd800) << 10 + (unit - 0xdc00), to: &text)
        default:
            guard highSurrogate == nil else { throw damaged() }
            Transcoder.append(unit, to: &text)
        }
    }

    private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
        if scalar < 0x80 {
            text.append(UInt8(scalar))
            return
        }
        if let scalar = Unicode.Scalar(scalar) { text.append(contentsOf: UTF8.encode(scalar)!) }
    }

    private func damaged() -> FinegrainError {
        .badInput(
            "the \(encoding.rawValue) text is damaged or cut off", remedy: "Save the file as UTF-8.",
            file: file)
    }
}
