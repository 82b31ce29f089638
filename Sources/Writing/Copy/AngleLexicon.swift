import Quantities

/// Tells the mix of angles of a delivered text by looking its sentences up.
///
/// What acts on a customer is what was delivered, not what was asked for: a text that a reviewer
/// shortened, a fallback or a wrong deck shows here. A sentence that the deck does not have counts for
/// no angle.
public struct AngleLexicon: Sendable {
    /// The order of counts and mixes.
    public let angles: [String]
    /// An open-addressed table; zero marks a free slot.
    private let keys: [UInt64]
    private let values: [UInt8]
    private let mask: Int

    /// - Throws: bad input if the deck lacks an angle or gives a sentence to two.
    public init(deck: CopyDeck, angles: [String]) throws {
        precondition(angles.count < 256, "angles are counted in bytes")
        self.angles = angles
        let places = try deck.places(of: angles)
        let total = places.reduce(0) { $0 + deck.angles[$1].sentences.count }
        var capacity = 16
        while capacity < total * 4 { capacity *= 2 }
        var keys = [UInt64](repeating: 0, count: capacity)
        var values = [UInt8](repeating: 0, count: capacity)
        for (index, place) in places.enumerated() {
            for sentence in deck.angles[place].sentences {
                for key in SentenceKey.keys(of: sentence) {
                    var slot = AngleLexicon.slot(key, mask: capacity - 1)
                    while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & (capacity - 1) }
                    guard keys[slot] == 0 || values[slot] == UInt8(index) else {
                        throw FinegrainError.badInput(
                            "a sentence belongs to two angles: \(sentence)", remedy: "reword one of them",
                            field: angles[index])
                    }
                    keys[slot] = key
                    values[slot] = UInt8(index)
                }
            }
        }
        self.keys = keys
        self.values = values
        mask = capacity - 1
    }

    private static func slot(_ key: UInt64, mask: Int) -> Int {
        Int(truncatingIfNeeded: key ^ (key >> 29)) & mask
    }

    /// Sentences by angle, added to `counts`; the sum of them is returned.
    /// - Precondition: `counts` has a number an angle.
    /// - Complexity: O(bytes).
    @discardableResult
    public func count(_ text: String, into counts: inout [Int]) -> Int {
        precondition(counts.count == angles.count, "a count an angle")
        var text = text
        var total = 0
        text.withUTF8 { bytes in
            SentenceKey.classes.withUnsafeBufferPointer { classes in
                var key = SentenceKey.empty
                for byte in bytes {
                    let folded = classes[Int(byte)]
                    if folded > 1 {
                        key = SentenceKey.extended(key, folded)
                    } else if folded == 0, key != SentenceKey.empty {
                        if let angle = angle(of: key) {
                            counts[angle] += 1
                            total += 1
                        }
                        key = SentenceKey.empty
                    }
                }
                if key != SentenceKey.empty, let angle = angle(of: key) {
                    counts[angle] += 1
                    total += 1
                }
            }
        }
        return total
    }

    private func angle(of key: UInt64) -> Int? {
        var slot = AngleLexicon.slot(key, mask: mask)
        while keys[slot] != 0 {
            if keys[slot] == key { return Int(values[slot]) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Each angle's share of the sentences that carry one; nil for a text without any.
    public func mix(of text: String) -> [Double]? {
        var counts = [Int](repeating: 0, count: angles.count)
        let total = count(text, into: &counts)
        return total == 0 ? nil : counts.map { Double($0) / Double(total) }
    }
}
