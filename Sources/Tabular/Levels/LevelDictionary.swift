/// Codes for the distinct texts of one column, in the order in which they first occur.
///
/// Open addressing over a fixed number of slots, twice the number of levels that a byte can hold.
/// A lookup compares the first eight bytes as one word, and the rest only where there is more.
final class LevelDictionary {
    /// One code is kept free, so that tables can mark absence.
    static let maximumLevels = 255
    private static let slotCount = 512

    private struct Slot {
        var word: UInt64 = 0
        var length = -1
        var code = 0
        /// A copy of the whole text. A raw copy, because a lookup of an array in a class costs more
        /// than the comparison itself.
        var text: UnsafeMutablePointer<UInt8>?
    }

    private let slots: UnsafeMutablePointer<Slot>
    private(set) var levels: [String] = []

    init() {
        slots = .allocate(capacity: LevelDictionary.slotCount)
        slots.initialize(repeating: Slot(), count: LevelDictionary.slotCount)
    }

    deinit {
        for index in 0..<LevelDictionary.slotCount { slots[index].text?.deallocate() }
        slots.deallocate()
    }

    /// The code of `text`; a new text gets the next one.
    /// - Returns: nil when the text is new and there is no room for it, or when it is not UTF-8.
    @inline(__always)
    func code(of text: UnsafeBufferPointer<UInt8>) -> Int? {
        let word = LevelDictionary.firstWord(text)
        var hash = (word ^ UInt64(truncatingIfNeeded: text.count)) &* 0x9e37_79b9_7f4a_7c15
        if text.count > 8 {
            hash ^= LevelDictionary.load(text, at: text.count - 8) &* 0xbf58_476d_1ce4_e5b9
            hash = (hash ^ hash >> 32) &* 0x94d0_49bb_1331_11eb
        }
        var index = Int(truncatingIfNeeded: hash >> 55)
        while true {
            let slot = slots[index]
            if slot.word == word, slot.length == text.count,
                text.count <= 8 || LevelDictionary.isEqual(slot, text)
            {
                return slot.code
            }
            if slot.length < 0 { return insert(text, word, at: index) }
            index = (index + 1) & (LevelDictionary.slotCount - 1)
        }
    }

    @inline(__always)
    private static func isEqual(_ slot: Slot, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let known = slot.text else { return false }
        var index = 8
        while index < text.count, known[index] == text[index] { index += 1 }
        return index == text.count
    }

    private func insert(_ text: UnsafeBufferPointer<UInt8>, _ word: UInt64, at index: Int) -> Int? {
        guard levels.count < LevelDictionary.maximumLevels,
            let level = String(validating: text, as: UTF8.self)
        else { return nil }
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: text.count)
        for (offset, byte) in text.enumerated() { copy[offset] = byte }
        slots[index] = Slot(word: word, length: text.count, code: levels.count, text: copy)
        levels.append(level)
        return levels.count - 1
    }

    /// The first eight bytes, or for a shorter text a word that no other text of its length has.
    @inline(__always)
    private static func firstWord(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let count = text.count
        if count >= 8 { return load(text, at: 0) }
        var word: UInt64 = 0
        var index = 0
        while index < count {
            word = word << 8 | UInt64(text[index])
            index += 1
        }
        return word
    }

    @inline(__always)
    private static func load(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt64 {
        UnsafeRawPointer(text.baseAddress!).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
}
