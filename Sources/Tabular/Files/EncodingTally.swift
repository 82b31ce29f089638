/// What the bytes of a text say of its encoding: UTF-8 when all of them fit it.
struct EncodingTally {
    /// Characters of several bytes that are well formed, and bytes that are part of none.
    private(set) var characters = 0
    private(set) var strays = 0
    /// Bytes without a character in Windows-1252.
    private(set) var undefined = 0
    /// The line of the first stray byte.
    private(set) var strayLine: Int?
    private var line = 1
    /// The start of a character that goes on in the next bytes.
    private var carried: [UInt8] = []

    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard carried.isEmpty else {
            let joined = carried + bytes
            carried = []
            joined.withUnsafeBufferPointer { scan($0) }
            return
        }
        scan(bytes)
    }

    /// What is left at the end of the text is no character.
    mutating func finish() {
        for byte in carried { addStray(byte) }
        carried = []
    }

    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
        var here = 0
        /// The place up to which lines are counted.
        var counted = 0
        func lines(_ end: Int) -> Int { bytes[counted..<end].reduce(0) { $0 + ($1 == 0x0a ? 1 : 0) } }
        while here < bytes.count {
            if here + 8 <= bytes.count, EncodingTally.isASCII(bytes, here) {
                here += 8
                continue
            }
            guard bytes[here] > 0x7f else {
                here += 1
                continue
            }
            let width = EncodingTally.width(bytes, at: here)
            if width == 0 {
                if here + 4 > bytes.count, EncodingTally.mayGoOn(bytes, from: here) {
                    carried = Array(bytes[here...])
                    break
                }
                if strayLine == nil {
                    line += lines(here)
                    counted = here
                }
                addStray(bytes[here])
                here += 1
            } else {
                characters += 1
                here += width
            }
        }
        if strayLine == nil { line += lines(min(here, bytes.count)) }
    }

    private mutating func addStray(_ byte: UInt8) {
        strays += 1
        if strayLine == nil { strayLine = line }
        if [0x81, 0x8d, 0x8f, 0x90, 0x9d].contains(byte) { undefined += 1 }
    }

    private static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
        UnsafeRawPointer(bytes.baseAddress!).loadUnaligned(fromByteOffset: place, as: UInt64.self)
            & 0x8080_8080_8080_8080 == 0
    }

    /// Bytes of the well-formed character of several bytes at a place (Unicode 15, table 3-7); zero for none.
    private static func width(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Int {
        let first = bytes[place]
        let width = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
        guard width > 0, place + width <= bytes.count else { return 0 }
        for offset in 1..<width where bytes[place + offset] & 0xc0 != 0x80 { return 0 }
        let second = bytes[place + 1]
        switch first {
        case 0xe0: return second >= 0xa0 ? width : 0
        case 0xed: return second < 0xa0 ? width : 0
        case 0xf0: return second >= 0x90 ? width : 0
        case 0xf4: return second < 0x90 ? width : 0
        default: return width
        }
    }

    /// Whether the last bytes are the start of a character of which the rest is missing.
    private static func mayGoOn(_ bytes: UnsafeBufferPointer<UInt8>, from place: Int) -> Bool {
        let first = bytes[place]
        let width = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
        return place + width > bytes.count
            && bytes[(place + 1)...].allSatisfy { $0 & 0xc0 == 0x80 }
    }
}
