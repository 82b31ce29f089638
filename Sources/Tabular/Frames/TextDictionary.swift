/// Codes for the distinct texts of one column, in the order in which they first occur, as many as there are.
///
/// Open addressing over 64-bit hashes of the bytes; the text itself is compared on every hit, so that equal hashes do no
/// harm. At most half full.
struct TextDictionary: Sendable {
    /// More levels than this are names of single things.
    static let limit = 1_000_000

    private(set) var texts: [String] = []
    /// All texts one after the other, and where each starts.
    private var bytes: [UInt8] = []
    private var starts: [Int] = [0]
    private var slots = [Int32](repeating: -1, count: 64)
    private var hashes: [UInt64] = []

    /// The code of a field; a new text gets the next one.
    /// - Returns: nil when there are too many.
    mutating func code(of field: UnsafeBufferPointer<UInt8>, isMissing: Bool) -> UInt32? {
        if isMissing {
            var text = LevelColumn.missing
            return text.withUTF8 { find($0) }
        }
        return find(field)
    }

    private mutating func find(_ field: UnsafeBufferPointer<UInt8>) -> UInt32? {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in field { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash ^= hash >> 32
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let code = Int(slots[slot])
            if hashes[code] == hash, isEqual(code, field) { return UInt32(code) }
            slot = (slot + 1) & (slots.count - 1)
        }
        guard texts.count < TextDictionary.limit else { return nil }
        slots[slot] = Int32(texts.count)
        hashes.append(hash)
        bytes.append(contentsOf: field)
        starts.append(bytes.count)
        texts.append(String(decoding: field, as: UTF8.self))
        if 2 * texts.count > slots.count { grow() }
        return UInt32(texts.count - 1)
    }

    private func isEqual(_ code: Int, _ field: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = starts[code]
        guard starts[code + 1] - start == field.count else { return false }
        for offset in 0..<field.count where bytes[start + offset] != field[offset] { return false }
        return true
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: 4 * slots.count)
        for (code, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(code)
        }
    }
}
