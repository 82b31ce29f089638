extension JSONValue {
    /// The value as JSON text (RFC 8259).
    ///
    /// Numbers print in Swift's shortest form that reads back to the same bits, whole ones without a
    /// fraction, so that they read back as integers, and minus zero as 0. A number that is not finite
    /// prints as `null`, because JSON has no other way to say that it is absent.
    /// - Parameter indent: spaces a level; `nil` prints on one line.
    public func text(indent: Int? = nil) -> String {
        var out: [UInt8] = []
        write(to: &out, indent: indent, depth: 0)
        return String(decoding: out, as: UTF8.self)
    }

    private func write(to out: inout [UInt8], indent: Int?, depth: Int) {
        switch self {
        case .null: out.append(contentsOf: "null".utf8)
        case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): out.append(contentsOf: String(value).utf8)
        case .number(let value): out.append(contentsOf: JSONValue.numberText(value).utf8)
        case .string(let value): JSONValue.writeQuoted(value, to: &out)
        case .array(let elements):
            JSONValue.writeList(elements, "[", "]", to: &out, indent: indent, depth: depth) { element, out in
                element.write(to: &out, indent: indent, depth: depth + 1)
            }
        case .object(let members):
            JSONValue.writeList(members, "{", "}", to: &out, indent: indent, depth: depth) { member, out in
                JSONValue.writeQuoted(member.key, to: &out)
                out.append(contentsOf: (indent == nil ? ":" : ": ").utf8)
                member.value.write(to: &out, indent: indent, depth: depth + 1)
            }
        }
    }

    private static func writeList<Item>(
        _ items: [Item], _ open: String, _ close: String, to out: inout [UInt8], indent: Int?, depth: Int,
        write: (Item, inout [UInt8]) -> Void
    ) {
        out.append(contentsOf: open.utf8)
        for (index, item) in items.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            newline(to: &out, indent: indent, depth: depth + 1)
            write(item, &out)
        }
        if !items.isEmpty { newline(to: &out, indent: indent, depth: depth) }
        out.append(contentsOf: close.utf8)
    }

    private static func newline(to out: inout [UInt8], indent: Int?, depth: Int) {
        guard let indent else { return }
        out.append(UInt8(ascii: "\n"))
        for _ in 0..<(indent * depth) { out.append(UInt8(ascii: " ")) }
    }

    static func numberText(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        return "\(value)"
    }

    private static func writeQuoted(_ text: String, to out: inout [UInt8]) {
        var text = text
        out.append(UInt8(ascii: "\""))
        text.withUTF8 { bytes in
            // Runs without an escape, which most texts are, go over in one piece.
            var start = 0
            for (index, byte) in bytes.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5c {
                out.append(contentsOf: bytes[start..<index])
                writeEscape(byte, to: &out)
                start = index + 1
            }
            out.append(contentsOf: bytes[start...])
        }
        out.append(UInt8(ascii: "\""))
    }

    private static func writeEscape(_ byte: UInt8, to out: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): out.append(contentsOf: "\\\"".utf8)
        case UInt8(ascii: "\\"): out.append(contentsOf: "\\\\".utf8)
        case UInt8(ascii: "\n"): out.append(contentsOf: "\\n".utf8)
        case UInt8(ascii: "\r"): out.append(contentsOf: "\\r".utf8)
        case UInt8(ascii: "\t"): out.append(contentsOf: "\\t".utf8)
        default:
            let digits = String(byte, radix: 16)
            out.append(contentsOf: ("\\u00" + (byte < 16 ? "0" : "") + digits).utf8)
        }
    }
}
