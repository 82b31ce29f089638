/// How the characters of a text file are written as bytes.
public enum TextEncoding: String, Hashable, Sendable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16 (little endian)"
    case utf16BigEndian = "UTF-16 (big endian)"
    /// The superset of Latin-1 that Windows writes.
    case windows1252 = "Latin-1 (Windows-1252)"

    /// The encoding that a byte order mark or, for UTF-16 without one, the zero bytes of ASCII characters show.
    static func marked(_ head: [UInt8]) -> TextEncoding? {
        if head.starts(with: [0xef, 0xbb, 0xbf]) { return .utf8 }
        if head.starts(with: [0xff, 0xfe]) { return .utf16LittleEndian }
        if head.starts(with: [0xfe, 0xff]) { return .utf16BigEndian }
        let pairs = min(head.count, 4096) / 2
        guard pairs > 1 else { return nil }
        var zeros = [0, 0]
        for place in 0..<(2 * pairs) where head[place] == 0 { zeros[place & 1] += 1 }
        // Nearly every second byte of a table is zero: digits, separators and line ends are ASCII.
        if 10 * zeros[1] > 6 * pairs, 20 * zeros[0] < pairs { return .utf16LittleEndian }
        if 10 * zeros[0] > 6 * pairs, 20 * zeros[1] < pairs { return .utf16BigEndian }
        return nil
    }
}
