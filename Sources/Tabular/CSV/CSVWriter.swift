import Quantities

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The text of a CSV file: commas, LF line ends, quotes only where a field needs them.
public struct CSVWriter: Sendable {
    /// The text so far.
    public private(set) var bytes: [UInt8] = []
    private var isAtLineStart = true

    public init() {}

    /// Appends one field; fields with a comma, a quote or a line end are quoted.
    public mutating func field(_ text: String) {
        separate()
        let needsQuotes = text.utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
                || $0 == UInt8(ascii: "\r")
        }
        guard needsQuotes else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends a number as the shortest text that reads back as the same double.
    public mutating func field(_ number: Double) { field(DecimalText.text(of: number)) }

    public mutating func field(_ number: Int) { field(String(number)) }

    public mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isAtLineStart = true
    }

    private mutating func separate() {
        if !isAtLineStart { bytes.append(UInt8(ascii: ",")) }
        isAtLineStart = false
    }

    /// Writes the text to a file beside `file` and renames it, so that no half file is ever seen.
    /// - Throws: bad input when the file cannot be written.
    public func write(to file: String) throws {
        let partial = file + ".partial"
        guard let stream = fopen(partial, "wb") else { throw CSVWriter.failure(file) }
        let written = fwrite(bytes, 1, bytes.count, stream)
        let isClosed = fclose(stream) == 0
        guard written == bytes.count, isClosed, rename(partial, file) == 0 else {
            let failure = CSVWriter.failure(file)
            remove(partial)
            throw failure
        }
    }

    private static func failure(_ file: String) -> FinegrainError {
        FinegrainError.badInput(
            "cannot be written: " + String(cString: strerror(errno)),
            remedy: "Check the folder, its permissions and the free space.", file: file)
    }
}
