/// How the numbers of a file are written, named by an example.
///
/// Thousands may also be grouped by spaces or apostrophes; every group behind the first has three digits.
public enum NumberStyle: String, CaseIterable, Hashable, Sendable {
    /// Digits with a point for decimals, and no groups.
    case plain = "1234.5"
    /// Commas group thousands.
    case commaGroups = "1,234.5"
    /// A comma for decimals; points group thousands.
    case decimalComma = "1.234,5"

    /// The number that a field holds in this style, or nil when it holds none.
    public func value(of field: UnsafeBufferPointer<UInt8>) -> Double? {
        if self == .plain { return DecimalText.value(of: field) }
        if self == .commaGroups, let value = DecimalText.value(of: field) { return value }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, field.count)) { plain in
            guard let count = rewrite(field, to: plain) else { return nil }
            return DecimalText.value(of: UnsafeBufferPointer(rebasing: plain[..<count]))
        }
    }

    /// The number that a text holds in this style.
    public func value(of text: String) -> Double? {
        var text = text
        return text.withUTF8 { value(of: $0) }
    }

    /// Copies the field without its groups and with a point for decimals.
    /// - Returns: the bytes that were written, or nil when a group has not three digits.
    private func rewrite(
        _ field: UnsafeBufferPointer<UInt8>, to plain: UnsafeMutableBufferPointer<UInt8>
    ) -> Int? {
        let decimal = self == .decimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
        let mark = self == .decimalComma ? UInt8(ascii: ".") : UInt8(ascii: ",")
        var count = 0
        /// Digits since the start or the last group mark, and whether such a mark has been.
        var digits = 0
        var isGrouped = false
        var isFraction = false
        var place = 0
        while place < field.count {
            let byte = field[place]
            if byte &- 0x30 < 10 {
                digits += 1
            } else if !isFraction, digits > 0,
                let width = NumberStyle.groupMark(field, at: place, mark),
                place + width < field.count, field[place + width] &- 0x30 < 10
            {
                // 030 123 456 is a telephone number.
                guard isGrouped ? digits == 3 : digits <= 3 && field[place - digits] != 0x30 else {
                    return nil
                }
                (isGrouped, digits) = (true, 0)
                place += width
                continue
            } else if byte == decimal, !isFraction {
                guard !isGrouped || digits == 3 else { return nil }
                (isFraction, isGrouped) = (true, false)
                plain[count] = UInt8(ascii: ".")
                count += 1
                place += 1
                continue
            } else if byte == mark || byte == UInt8(ascii: ",") {
                return nil
            }
            plain[count] = byte
            count += 1
            place += 1
        }
        return isGrouped && digits != 3 ? nil : count
    }

    /// The bytes of a mark between groups: the style's own, a space or an apostrophe, also those of UTF-8.
    private static func groupMark(
        _ field: UnsafeBufferPointer<UInt8>, at place: Int, _ mark: UInt8
    ) -> Int? {
        let byte = field[place]
        if byte == mark || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "'") { return 1 }
        let wide: [[UInt8]] = [[0xc2, 0xa0], [0xe2, 0x80, 0xaf], [0xe2, 0x80, 0x99]]
        guard byte > 0x7f else { return nil }
        return wide.first { field[place...].starts(with: $0) }?.count
    }
}
