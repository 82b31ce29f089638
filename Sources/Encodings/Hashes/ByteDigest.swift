/// A 64-bit hash of bytes, eight at a time, for keys of caches and choices of text.
package enum ByteDigest {
    /// - Complexity: O(bytes / 8).
    package static func hash(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64 = 0) -> UInt64 {
        var state = seed ^ UInt64(bytes.count) &* 0x9e37_79b9_7f4a_7c15
        let raw = UnsafeRawBufferPointer(bytes)
        var offset = 0
        while offset + 8 <= raw.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            state = Fingerprint.mixed((state ^ word) &+ 0x9e37_79b9_7f4a_7c15)
            offset += 8
        }
        var tail: UInt64 = 0
        while offset < raw.count {
            tail = tail << 8 | UInt64(raw[offset])
            offset += 1
        }
        return Fingerprint.mixed((state ^ tail) &+ 0x9e37_79b9_7f4a_7c15)
    }

    package static func hash(_ text: String, seed: UInt64 = 0) -> UInt64 {
        var text = text
        return text.withUTF8 { hash($0, seed: seed) }
    }
}
