/// Philox 4x32-10, the counter-based generator of Salmon, Moraes, Dror & Shaw,
/// "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011), checked against its published vectors.
///
/// A block of four 32-bit words is a pure function of a 128-bit counter and a 64-bit key, so any
/// draw can be made at any time, in any order, on any thread.
/// - Complexity: ten rounds of two 32x32 multiplications a block.
@frozen
public struct Philox: Sendable {
    public typealias Block = (UInt32, UInt32, UInt32, UInt32)

    @inlinable public static func block(counter: Block, key: (UInt32, UInt32)) -> Block {
        var (c0, c1, c2, c3) = counter
        var (k0, k1) = key
        for _ in 0..<10 {
            let p0 = UInt64(c0) &* 0xD251_1F53
            let p1 = UInt64(c2) &* 0xCD9E_8D57
            (c0, c1, c2, c3) = (
                UInt32(truncatingIfNeeded: p1 >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: p1),
                UInt32(truncatingIfNeeded: p0 >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: p0)
            )
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return (c0, c1, c2, c3)
    }
}
