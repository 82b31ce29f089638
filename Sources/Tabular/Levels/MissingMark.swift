/// Fields that stand for a missing number.
public enum MissingMark {
    private static let marks: [StaticString] = ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"]

    public static func matches(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
        guard field.count <= 4 else { return false }
        if field.isEmpty { return true }
        // Every mark but the empty one starts with N or n.
        guard field[0] | 0x20 == UInt8(ascii: "n") else { return false }
        return marks.contains { mark in
            mark.utf8CodeUnitCount == field.count
                && field.elementsEqual(
                    UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount))
        }
    }
}
