/// What may stand between the fields of a record.
public enum FieldSeparator {
    public static let comma = UInt8(ascii: ",")
    /// In the order in which ties are broken.
    static let all: [(byte: UInt8, plural: String)] = [
        (comma, "commas"), (UInt8(ascii: ";"), "semicolons"), (UInt8(ascii: "\t"), "tabs"),
        (UInt8(ascii: "|"), "bars"),
    ]

    /// The separators by name, as in "put fields that contain commas into quotes".
    public static func plural(_ separator: UInt8) -> String {
        all.first { $0.byte == separator }?.plural ?? "the separator"
    }

    /// The first line that is not blank, which goes on over line ends inside quotes.
    /// - Parameter isWhole: whether nothing may follow these bytes.
    /// - Returns: its place without the line end, or nil when more bytes are needed.
    static func firstLine(_ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool) -> Range<Int>? {
        var start = 0
        while start < bytes.count, bytes[start] == UInt8(ascii: "\n") || bytes[start] == UInt8(ascii: "\r") {
            start += 1
        }
        var isQuoted = false
        for index in start..<bytes.count {
            if bytes[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
            if bytes[index] == UInt8(ascii: "\n"), !isQuoted { return start..<index }
        }
        return isWhole ? start..<bytes.count : nil
    }

    /// The separator that a line has most of outside quotes; the comma when it has none.
    static func mostFrequent(in line: UnsafeBufferPointer<UInt8>) -> UInt8 {
        var isQuoted = false
        var counts = all.map { _ in 0 }
        for byte in line {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            guard !isQuoted, let place = all.firstIndex(where: { $0.byte == byte }) else { continue }
            counts[place] += 1
        }
        var best = 0
        for place in counts.indices where counts[place] > counts[best] { best = place }
        return all[best].byte
    }

    /// The separator that a line such as `sep=;` names, if it is one.
    static func named(by line: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8? {
        let text = line.filter { $0 != UInt8(ascii: "\r") }
        guard text.count == 5, text.prefix(4).elementsEqual("sep=".utf8) else { return nil }
        return all.first { $0.byte == text[4] }?.byte
    }
}
