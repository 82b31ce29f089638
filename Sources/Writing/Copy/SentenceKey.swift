/// The key of a sentence: its letters and digits, case folded, hashed by FNV-1a (64 bits).
///
/// Space, punctuation and case do not count, so light edits leave a sentence recognisable.
enum SentenceKey {
    static let empty: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Zero for a byte that ends a sentence, one for a byte that does not count, else the folded byte.
    static let classes: [UInt8] = (0..<256).map { value in
        let byte = UInt8(value)
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "\n"): return 0
        case 0x30...0x39, 0x61...0x7a, 0x80...0xff: return byte
        case 0x41...0x5a: return byte | 0x20
        default: return 1
        }
    }

    @inline(__always)
    static func extended(_ key: UInt64, _ folded: UInt8) -> UInt64 {
        (key ^ UInt64(folded)) &* 0x100_0000_01b3
    }

    /// The keys of all sentences of a text, empty ones left out.
    static func keys(of text: String) -> [UInt64] {
        var keys: [UInt64] = []
        var key = empty
        for byte in text.utf8 {
            let folded = classes[Int(byte)]
            if folded > 1 {
                key = extended(key, folded)
            } else if folded == 0, key != empty {
                keys.append(key)
                key = empty
            }
        }
        if key != empty { keys.append(key) }
        return keys
    }
}
