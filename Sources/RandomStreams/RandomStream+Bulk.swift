extension RandomStream {
    /// Fills a buffer with the stream's next words, four at a time: the words that `nextWord` would give.
    ///
    /// Blocks are independent of each other, so a plain loop over them keeps the multipliers busy.
    /// - Precondition: a multiple of four words, and none of an earlier four is left over.
    @inlinable public mutating func fill(_ buffer: UnsafeMutableBufferPointer<UInt32>) {
        precondition(used == 4 && buffer.count & 3 == 0, "bulk draws come in whole blocks of four words")
        guard let words = buffer.baseAddress else { return }
        let (low, high) = (UInt32(truncatingIfNeeded: entity), UInt32(truncatingIfNeeded: entity >> 32))
        for place in 0..<buffer.count >> 2 {
            let block = Philox.block(
                counter: (index &+ UInt32(truncatingIfNeeded: place), step, low, high), key: key)
            words[place << 2] = block.0
            words[place << 2 | 1] = block.1
            words[place << 2 | 2] = block.2
            words[place << 2 | 3] = block.3
        }
        index &+= UInt32(truncatingIfNeeded: buffer.count >> 2)
    }
}
