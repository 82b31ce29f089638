/// Bytes of an answer being written.
package struct ByteWriter {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int) { bytes.reserveCapacity(capacity) }

    package mutating func literal(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func byte(_ byte: UInt8) { bytes.append(byte) }

    package mutating func raw(_ other: [UInt8]) { bytes.append(contentsOf: other) }

    package mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    package mutating func integer(_ value: Int) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = bytes.count
        repeat {
            bytes.append(0x30 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// A number in 0...1000 with at most six decimals, trailing zeros left out.
    package mutating func share(_ value: Double) {
        let millionths = Int((value * 1e6).rounded(.toNearestOrEven))
        integer(millionths / 1_000_000)
        var rest = millionths % 1_000_000
        guard rest > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        var divisor = 100_000
        while rest > 0 {
            bytes.append(0x30 + UInt8(rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }

    /// Text inside a JSON string, without the quotation marks.
    package mutating func escaped(_ text: some StringProtocol) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): literal("\\\"")
            case UInt8(ascii: "\\"): literal("\\\\")
            case UInt8(ascii: "\n"): literal("\\n")
            case UInt8(ascii: "\r"): literal("\\r")
            case UInt8(ascii: "\t"): literal("\\t")
            case 0..<0x20:
                literal("\\u00")
                bytes.append(0x30 + byte / 16)
                let low = byte % 16
                bytes.append(low < 10 ? 0x30 + low : 0x57 + low)
            default: bytes.append(byte)
            }
        }
    }

    package mutating func quoted(_ text: String) {
        byte(UInt8(ascii: "\""))
        escaped(text)
        byte(UInt8(ascii: "\""))
    }

    package mutating func quotedList(_ texts: [String]) {
        byte(UInt8(ascii: "["))
        for (index, text) in texts.enumerated() {
            if index > 0 { byte(UInt8(ascii: ",")) }
            quoted(text)
        }
        byte(UInt8(ascii: "]"))
    }

    package mutating func truncate(to count: Int) { bytes.removeLast(max(0, bytes.count - count)) }

    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
