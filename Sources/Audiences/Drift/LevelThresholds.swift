/// A distribution over levels as integer thresholds: one 32-bit word draws one level.
///
/// Probabilities are exact to 2^-32. No logarithm or division is involved, so that every machine
/// draws the same levels.
struct LevelThresholds: Sendable {
    /// `bounds[l]` is the cumulative probability of levels 0...l times 2^32; the last is left out.
    let bounds: [UInt32]

    /// - Parameter shares: not negative, of any positive sum; all zero counts as uniform.
    init(_ shares: [Double]) {
        let sum = shares.reduce(0, +)
        // The last level that can occur takes what rounding leaves, and levels past it never occur.
        let last = sum > 0 ? shares.lastIndex { $0 > 0 } ?? 0 : shares.count - 1
        var cumulative = 0.0
        bounds = shares.indices.dropLast().map { level in
            cumulative += sum > 0 ? shares[level] / sum : 1 / Double(shares.count)
            return level >= last ? .max : UInt32(min(cumulative * 0x1p32, 0x1p32 - 1))
        }
    }

    func level(_ word: UInt32) -> UInt8 {
        // A bound of the largest word means never, so that word itself counts as the one below.
        let word = min(word, .max - 1)
        var level: UInt8 = 0
        for bound in bounds where word >= bound { level += 1 }
        return level
    }
}
