/// SHA-1 (FIPS 180-4), for the protocols that still ask for it: checksums of objects, old signatures. Never for secrets.
public enum SHA1 {
    /// The digest's 20 bytes.
    /// - Complexity: O(bytes).
    public static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
        let whole = bytes.count / 64 * 64
        bytes.withUnsafeBytes { compress(UnsafeRawBufferPointer(rebasing: $0[..<whole]), into: &state) }
        var rest = Array(bytes[whole...]) + [0x80]
        rest += Array(repeating: UInt8(0), count: (120 - rest.count) % 64)
        let bits = UInt64(bytes.count) &* 8
        rest += (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) }
        rest.withUnsafeBytes { compress($0, into: &state) }
        return state.flatMap { word in
            (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - 8 * $0)) }
        }
    }

    /// Folds whole blocks of 64 bytes into the state.
    private static func compress(_ blocks: UnsafeRawBufferPointer, into state: inout [UInt32]) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 80) { words in
            for offset in stride(from: 0, to: blocks.count, by: 64) {
                for i in 0..<16 {
                    let word = blocks.loadUnaligned(fromByteOffset: offset + 4 * i, as: UInt32.self)
                    words[i] = UInt32(bigEndian: word)
                }
                for i in 16..<80 {
                    let mixed = words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16]
                    words[i] = mixed &<< 1 | mixed &>> 31
                }
                var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
                for i in 0..<80 {
                    let (mix, constant) = mix(i, b, c, d)
                    let sum = (a &<< 5 | a &>> 27) &+ mix &+ e &+ constant &+ words[i]
                    (e, d, c, b, a) = (d, c, b &<< 30 | b &>> 2, a, sum)
                }
                for (index, word) in [a, b, c, d, e].enumerated() { state[index] &+= word }
            }
        }
    }

    @inline(__always)
    private static func mix(_ step: Int, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> (UInt32, UInt32) {
        switch step / 20 {
        case 0: ((b & c) | (~b & d), 0x5a82_7999)
        case 1: (b ^ c ^ d, 0x6ed9_eba1)
        case 2: ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
        default: (b ^ c ^ d, 0xca62_c1d6)
        }
    }
}
