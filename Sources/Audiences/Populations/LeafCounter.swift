/// The row layout as bare pointers, for the loop over touched customers.
struct LeafCounter {
    private let sums: UnsafeMutablePointer<Int32>
    private let width: Int
    private let words: Int
    private let freeCount: Int
    private let freeAttributes: UnsafePointer<Int>
    private let freeBins: UnsafePointer<Int32>
    private let mask: UnsafePointer<UInt64>
    private let bandedCount: Int
    private let bandedAttributes: UnsafePointer<Int>
    private let bandedBins: UnsafePointer<UInt8>

    static func with(
        _ layout: RowLayout, sums: UnsafeMutablePointer<Int32>, _ body: (LeafCounter) -> Void
    ) {
        layout.freeAttributes.withUnsafeBufferPointer { freeAttributes in
            layout.freeBins.withUnsafeBufferPointer { freeBins in
                layout.exportedMask.withUnsafeBufferPointer { mask in
                    layout.bandedAttributes.withUnsafeBufferPointer { bandedAttributes in
                        layout.bandedBins.withUnsafeBufferPointer { bandedBins in
                            body(
                                LeafCounter(
                                    sums: sums, width: layout.sumWidth, words: layout.words,
                                    freeCount: layout.freeCount, freeAttributes: freeAttributes.baseAddress!,
                                    freeBins: freeBins.baseAddress!, mask: mask.baseAddress!,
                                    bandedCount: layout.bandedCount,
                                    bandedAttributes: bandedAttributes.baseAddress!,
                                    bandedBins: bandedBins.baseAddress!))
                        }
                    }
                }
            }
        }
    }

    /// Takes a changed customer out of its old leaf's sums and adds it to its new one's.
    @inline(__always)
    func move(
        _ oldRow: UnsafePointer<UInt8>, _ newRow: UnsafePointer<UInt8>, _ oldLeaf: Int32, _ newLeaf: Int32
    ) {
        let from = sums + Int(oldLeaf) &* width
        from[0] &-= 1
        if newLeaf < 0 {
            for free in 0..<freeCount { from[bin(free, oldRow)] &-= 1 }
            return
        }
        let to = sums + Int(newLeaf) &* width
        to[0] &+= 1
        for free in 0..<freeCount {
            from[bin(free, oldRow)] &-= 1
            to[bin(free, newRow)] &+= 1
        }
    }

    /// True if two rows fall into different bins of an exported attribute.
    @inline(__always)
    func exportedDiffers(_ oldRow: UnsafePointer<UInt8>, _ newRow: UnsafePointer<UInt8>) -> Bool {
        var difference: UInt64 = 0
        for word in 0..<words {
            let old = UnsafeRawPointer(oldRow).loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)
            let new = UnsafeRawPointer(newRow).loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)
            difference |= (old ^ new) & mask[word]
        }
        if difference != 0 { return true }
        for place in 0..<bandedCount {
            let attribute = bandedAttributes[place]
            if bandedBins[place << 8 | Int(oldRow[attribute])]
                != bandedBins[place << 8 | Int(newRow[attribute])]
            {
                return true
            }
        }
        return false
    }

    @inline(__always)
    private func bin(_ free: Int, _ row: UnsafePointer<UInt8>) -> Int {
        Int(freeBins[free << 8 | Int(row[freeAttributes[free]])])
    }
}
