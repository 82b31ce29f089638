/// Keyed hashes (RFC 2104).
package enum HMAC {
    package static func sha256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        keyed(key, message) { bytes(SHA256.hex($0)) }
    }

    package static func sha1(key: [UInt8], _ message: [UInt8]) -> [UInt8] { keyed(key, message, SHA1.digest) }

    /// Both hashes work on blocks of 64 bytes.
    private static func keyed(
        _ key: [UInt8], _ message: [UInt8], _ digest: ([UInt8]) -> [UInt8]
    ) -> [UInt8] {
        var block = key.count > 64 ? digest(key) : key
        block += Array(repeating: 0, count: 64 - block.count)
        return digest(block.map { $0 ^ 0x5c } + digest(block.map { $0 ^ 0x36 } + message))
    }

    package static func hex(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        let digits = Array("0123456789abcdef".utf8)
        for byte in bytes { out += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: out, as: UTF8.self)
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8).compactMap(PercentEncoding.hexadecimal)
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
