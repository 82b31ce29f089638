import Quantities

/// Which encoding a stream has, found before its first byte is handed out.
enum FileDetection {
    /// Of a file that can be read twice so many bytes are checked; what is found behind them is refused, not guessed.
    private static let checkedBytes = 64 << 20

    /// Sets the encoding of the stream.
    /// - Throws: bad input for a file that is not a table of text, and for mixed or unknown encodings.
    static func prepare(_ stream: ByteStream, file: String) throws -> FileFormat {
        var format = FileFormat()
        format.isCompressed = stream.isCompressed
        try ForeignFile.refuse(stream.head, file: file)
        if let marked = TextEncoding.marked(stream.head) {
            format.encoding = marked
        } else {
            if stream.head.contains(0) {
                throw FinegrainError.badInput(
                    "the file holds zero bytes: it is not text", remedy: "Export the table as CSV.",
                    file: file)
            }
            format.encoding = try unmarked(stream, file: file)
        }
        try stream.decode(format.encoding)
        format.hasBareReturns = FileDetection.endsInReturns(stream.head)
        if format.hasBareReturns { stream.replaceReturns() }
        try ForeignFile.refuse(text: stream.head, file: file)
        return format
    }

    /// Whether carriage returns end the lines, outside of quotes: there are some, and no line feeds.
    private static func endsInReturns(_ head: [UInt8]) -> Bool {
        var isQuoted = false
        var returns = 0
        for byte in head {
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\r") where !isQuoted: returns += 1
            case UInt8(ascii: "\n") where !isQuoted: return false
            default: break
            }
        }
        return returns > 0
    }

    private static func unmarked(_ stream: ByteStream, file: String) throws -> TextEncoding {
        var tally = EncodingTally()
        if stream.isRegular, stream.head.count >= ByteStream.headSize {
            let again = try ByteStream(file: file)
            let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 20)
            defer { buffer.deallocate() }
            var checked = 0
            while checked < checkedBytes {
                let count = try again.read(into: buffer.baseAddress!, count: buffer.count)
                if count == 0 {
                    tally.finish()
                    break
                }
                tally.add(UnsafeBufferPointer(rebasing: buffer[..<count]))
                checked += count
            }
        } else {
            stream.head.withUnsafeBufferPointer { tally.add($0) }
            if stream.head.count < ByteStream.headSize { tally.finish() }
        }
        guard tally.strays > 0 else { return .utf8 }
        if tally.characters > tally.strays {
            throw FinegrainError.badInput(
                "the line is not UTF-8, while others are: two encodings are mixed",
                remedy: "Save the file as UTF-8.", file: file, line: tally.strayLine)
        }
        if tally.undefined > 0 {
            throw FinegrainError.badInput(
                "the text is neither UTF-8, UTF-16 nor Latin-1 (Windows-1252)",
                remedy: "Save the file as UTF-8.",
                file: file, line: tally.strayLine)
        }
        return .windows1252
    }
}
