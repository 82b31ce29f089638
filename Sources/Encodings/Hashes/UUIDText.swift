/// Ids in the form of RFC 9562, made from a word instead of a clock or a random source.
package enum UUIDText {
    package static func make(_ key: UInt64, _ salt: UInt64 = 0) -> String {
        let high = Fingerprint.mixed(key &+ salt &* 0x9e37_79b9_7f4a_7c15 &+ 1)
        let low = Fingerprint.mixed(high &+ 0x9e37_79b9_7f4a_7c15)
        var digits = Array((hex(high & ~0xf000 | 0x4000) + hex(low & ~(0xc << 60) | 0x8 << 60)).utf8)
        for place in [20, 16, 12, 8] { digits.insert(UInt8(ascii: "-"), at: place) }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func hex(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
