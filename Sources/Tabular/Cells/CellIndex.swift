/// Numbers the distinct combinations of codes in the order in which they first occur.
///
/// The codes of a row are packed eight to a word; open addressing, at most half full.
struct CellIndex {
    private let codesPerCell: Int
    private let wordsPerCell: Int
    private var keys: [UInt64] = []
    private var slots: [Int32]
    private(set) var count = 0

    init(codesPerCell: Int) {
        self.codesPerCell = codesPerCell
        wordsPerCell = max(1, (codesPerCell + 7) / 8)
        slots = Array(repeating: -1, count: 1_024)
    }

    /// The number of the cell with these codes; it equals the former `count` when the cell is new.
    @inline(__always)
    mutating func cell(_ codes: UnsafeMutableBufferPointer<UInt8>) -> Int {
        wordsPerCell == 1 ? cell(word: word(codes, 0)) : cell(words: codes)
    }

    /// One of the codes of a cell.
    func code(_ position: Int, ofCell cell: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: keys[cell * wordsPerCell + position / 8] >> UInt64(8 * (position % 8)))
    }

    @inline(__always)
    private func word(_ codes: UnsafeMutableBufferPointer<UInt8>, _ index: Int) -> UInt64 {
        var word: UInt64 = 0
        var position = min(8 * index + 8, codesPerCell)
        while position > 8 * index {
            position -= 1
            word = word << 8 | UInt64(codes[position])
        }
        return word
    }

    @inline(__always)
    private mutating func cell(word: UInt64) -> Int {
        var slot = home(CellIndex.mixed(0, word))
        while true {
            let cell = Int(slots[slot])
            if cell < 0 {
                keys.append(word)
                return insert(at: slot)
            }
            if keys[cell] == word { return cell }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    private mutating func cell(words codes: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0
        for index in 0..<wordsPerCell { hash = CellIndex.mixed(hash, word(codes, index)) }
        var slot = home(hash)
        while true {
            let cell = Int(slots[slot])
            if cell < 0 {
                for index in 0..<wordsPerCell { keys.append(word(codes, index)) }
                return insert(at: slot)
            }
            if (0..<wordsPerCell).allSatisfy({ keys[cell * wordsPerCell + $0] == word(codes, $0) }) {
                return cell
            }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    private mutating func insert(at slot: Int) -> Int {
        slots[slot] = Int32(count)
        count += 1
        if 2 * count > slots.count { grow() }
        return count - 1
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: 2 * slots.count)
        for cell in 0..<count {
            var hash: UInt64 = 0
            for index in 0..<wordsPerCell { hash = CellIndex.mixed(hash, keys[cell * wordsPerCell + index]) }
            var slot = home(hash)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(cell)
        }
    }

    @inline(__always)
    private func home(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (slots.count - 1) }

    @inline(__always)
    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
        return (product ^ product >> 32) &* 0xd6e8_feb8_6659_fd93 >> 1 ^ product >> 29
    }
}
