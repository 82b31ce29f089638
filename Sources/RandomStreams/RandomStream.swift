/// A sequence of draws, a pure function of (seed, name, entity, step).
///
/// Four 32-bit words are made at a time. 2^34 words a stream; streams never overlap, because the
/// entity and the step are part of the counter.
@frozen
public struct RandomStream: RandomNumberGenerator, Sendable {
    @usableFromInline let key: (UInt32, UInt32)
    @usableFromInline let entity: UInt64
    @usableFromInline let step: UInt32
    @usableFromInline var index: UInt32 = 0
    @usableFromInline var words: Philox.Block = (0, 0, 0, 0)
    @usableFromInline var used: UInt32 = 4

    @inlinable init(key: UInt64, entity: UInt64, step: UInt32) {
        self.key = (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
        self.entity = entity
        self.step = step
    }

    /// Thirty-two random bits.
    @inlinable public mutating func nextWord() -> UInt32 {
        if used == 4 {
            words = Philox.block(
                counter: (
                    index, step, UInt32(truncatingIfNeeded: entity), UInt32(truncatingIfNeeded: entity >> 32)
                ),
                key: key)
            index &+= 1
            used = 0
        }
        used &+= 1
        switch used {
        case 1: return words.0
        case 2: return words.1
        case 3: return words.2
        default: return words.3
        }
    }

    @inlinable public mutating func next() -> UInt64 {
        let low = UInt64(nextWord())
        return low | UInt64(nextWord()) << 32
    }

    /// Uniform on the open interval (0, 1): an odd multiple of 2^-53, so that neither its logarithm
    /// nor that of its complement is infinite.
    @inlinable public mutating func uniform() -> Double {
        (Double(next() >> 12) + 0.5) * 0x1p-52
    }

    /// Uniform on 0..<bound without bias (Lemire 2019).
    /// - Precondition: `bound > 0`.
    @inlinable public mutating func below(_ bound: UInt32) -> UInt32 {
        var product = UInt64(nextWord()) &* UInt64(bound)
        if UInt32(truncatingIfNeeded: product) < bound {
            let threshold = (0 &- bound) % bound
            while UInt32(truncatingIfNeeded: product) < threshold {
                product = UInt64(nextWord()) &* UInt64(bound)
            }
        }
        return UInt32(truncatingIfNeeded: product >> 32)
    }

    /// True with the given probability.
    @inlinable public mutating func happens(_ probability: Double) -> Bool { uniform() < probability }
}
