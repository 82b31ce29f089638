/// Percent-encoding of paths and queries (RFC 3986, section 2.1).
package enum PercentEncoding {
    /// Decodes `%XX`; an escape that is none stays as it is, and bytes that are no UTF-8 become U+FFFD.
    package static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
        var bytes: [UInt8] = []
        var digits = Array(text.utf8)[...]
        bytes.reserveCapacity(digits.count)
        while let byte = digits.popFirst() {
            if byte == UInt8(ascii: "%"), digits.count >= 2, let high = hexadecimal(digits.first!),
                let low = hexadecimal(digits[digits.startIndex + 1])
            {
                bytes.append(high << 4 | low)
                digits = digits.dropFirst(2)
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Encodes all but letters, digits and `-._~`, as signatures of AWS want it.
    package static func encoded(_ text: some StringProtocol, keepsSlash: Bool = false) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.append(byte)
            case UInt8(ascii: "/") where keepsSlash: out.append(byte)
            default: out += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    package static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
}

/// `name=value&name=value`, in queries and form bodies.
package enum FormEncoding {
    package static func pairs(_ text: some StringProtocol) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                PercentEncoding.decoded(parts[0], plusIsSpace: true),
                parts.count > 1 ? PercentEncoding.decoded(parts[1], plusIsSpace: true) : ""
            )
        }
    }
}
