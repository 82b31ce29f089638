/// How often each request came, by its canonical hash: the nth of equal requests has draws of its own.
///
/// Open addressing in two flat arrays, 12 bytes a slot, because a load test sends a million different prompts.
struct Occurrences: Sendable {
    private var keys: [UInt64]
    private var counts: [UInt32]
    private(set) var count = 0

    init() {
        keys = Array(repeating: 0, count: 1 << 10)
        counts = Array(repeating: 0, count: 1 << 10)
    }

    /// Counts one more; the first gives 0.
    /// - Complexity: O(1) on average.
    mutating func next(_ key: UInt64) -> Int {
        if 4 * (count + 1) > 3 * keys.count { grow() }
        let slot = place(of: key)
        if counts[slot] == 0 {
            keys[slot] = key
            count += 1
        }
        defer { counts[slot] &+= 1 }
        return Int(counts[slot])
    }

    private func place(of key: UInt64) -> Int {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: key &* 0x9e37_79b9_7f4a_7c15 >> 20) & mask
        while counts[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let old = (keys, counts)
        keys = Array(repeating: 0, count: 2 * old.0.count)
        counts = Array(repeating: 0, count: 2 * old.0.count)
        for index in old.0.indices where old.1[index] != 0 {
            let slot = place(of: old.0[index])
            keys[slot] = old.0[index]
            counts[slot] = old.1[index]
        }
    }
}
