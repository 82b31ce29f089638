/// Geometric gaps between successes of independent trials, as integer thresholds.
///
/// Looking for the next success instead of asking each trial makes unchanged customers free. A gap
/// of g has probability (1-p)^g p. Powers are made by repeated multiplication and compared as
/// 32-bit integers, so that every machine draws the same gaps. A gap of `limit` means that or more;
/// a guide of 1,024 entries makes a search of about two steps.
struct GapTable: Sendable {
    /// `bounds[g]` is P(gap <= g) times 2^32; the last is the largest word, which ends a search.
    let bounds: [UInt32]
    /// The smallest gap that a word with these leading ten bits can mean.
    let guide: [UInt16]
    /// Words to draw at a time so that one helping nearly always lasts a block: two a success.
    let chunk: Int

    /// - Parameter limit: a gap that ends the block: the block's size, below 65,536.
    init(probability: Double, limit: Int) {
        var bounds: [UInt32] = []
        var survival = 1.0
        while bounds.count < limit {
            survival *= 1 - probability
            let cumulative = (1 - survival) * 0x1p32
            if cumulative >= 0x1p32 - 1 { break }
            bounds.append(UInt32(cumulative))
        }
        bounds.append(.max)
        self.bounds = bounds
        let mean = probability * Double(limit)
        let enough = min(Int(mean + 3 * mean.squareRoot()) + 3, limit)
        chunk = (2 * enough + 3) / 4 * 4
        var guide = [UInt16](repeating: 0, count: 1024)
        var gap = 0
        for slot in guide.indices {
            while bounds[gap] <= UInt32(slot) << 22 { gap += 1 }
            guide[slot] = UInt16(gap)
        }
        self.guide = guide
    }

    /// The gap that a random word means.
    @inline(__always)
    static func gap(_ word: UInt32, _ bounds: UnsafePointer<UInt32>, _ guide: UnsafePointer<UInt16>) -> Int {
        let word = min(word, .max - 1)
        var gap = Int(guide[Int(word >> 22)])
        // The first step is a toss for words at the rim of a slot, so it does not branch.
        gap &+= GapTable.one(ifAtLeast: bounds[gap], word)
        while bounds[gap] <= word { gap += 1 }
        return gap
    }

    /// 1 if `word >= bound`, else 0, by the borrow of a subtraction: a comparison may become a branch.
    @inline(__always)
    static func one(ifAtLeast bound: UInt32, _ word: UInt32) -> Int {
        Int(truncatingIfNeeded: (UInt64(bound) &- UInt64(word) &- 1) >> 63)
    }
}
