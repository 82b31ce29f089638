import Encodings
import Quantities

/// A stream of the records of a CSV file (RFC 4180), as byte ranges in a buffer that is reused.
///
/// The separator is the one of comma, semicolon, tab and bar that the header has most of; titles and comments above the
/// header are passed over. Text is read as UTF-8, UTF-16 or Latin-1, out of gzip or not, and `format` says what was
/// found. Spaces around the names of columns are dropped. Line ends are CRLF or LF, the last one may be absent, a UTF-8 byte order mark is skipped, and so
/// are blank lines where the header has more than one column. A field that does not start with a
/// quote is taken literally. The memory is one chunk and the longest record, whatever the file's size.
///
/// A malformed record is skipped and noted in `problems`; the reader goes on, so that one pass finds
/// everything. Call `problems.throwIfAny()` after the last record.
public struct CSVReader: ~Copyable {
    public static let defaultChunkSize = 1 << 20
    /// A longer record is refused: nearly always its quote was never closed.
    public static let longestRecordBytes = 16 << 20

    /// Sees the bytes of a file in the order in which they are read, such as to hash what is used.
    public typealias Observer = (UnsafeRawBufferPointer) -> Void

    /// The file's path as given.
    public let file: String
    /// The names of the columns.
    public internal(set) var header: [String] = []
    /// How the file is written, as far as it was detected.
    public internal(set) var format = FileFormat()
    /// What stands between two fields.
    public var separator: UInt8 { format.separator }
    /// The line on which the current record starts, counted from one.
    public internal(set) var line = 0
    /// What is wrong with the file so far; callers add what is wrong with its values.
    public var problems = ProblemLog()

    /// What makes a record unreadable.
    enum Malformation {
        case bareCarriageReturn(field: Int)
        case textAfterQuote(field: Int)
        case unclosedQuote(field: Int, line: Int)
    }

    let source: ReadBuffer
    /// The memory of `source`, repeated here because every byte is looked at through it.
    @usableFromInline var bytes: UnsafeMutablePointer<UInt8>
    /// Where the fields of the current record are.
    @usableFromInline var ranges: FieldRanges
    var fieldCount = 0
    /// The start of the current record, the byte after it, and the end of the valid bytes.
    var position = 0
    var following = 0
    var end = 0
    var isAtEnd = false
    /// Offset in the file of the first valid byte, and from which offset on records are left to others.
    var base = 0
    var limit = Int.max
    var nextLine = 1
    var malformation: Malformation?
    var escapedFields: [Int] = []
    /// How the numbers of each column are written; empty when all are plain.
    var styles: [NumberStyle] = []

    /// Opens `file` and reads its header.
    /// - Parameters:
    ///   - chunkSize: bytes asked for at a time, at most 1 GiB.
    ///   - observe: sees every byte once, the last ones when `next()` has returned false.
    /// - Throws: bad input when the file cannot be read, is empty, is not a table of text, or repeats a column name.
    public static func open(
        _ file: String, chunkSize: Int = CSVReader.defaultChunkSize, observe: Observer? = nil
    ) throws -> CSVReader {
        precondition(chunkSize <= 1 << 30, "offsets in the buffer are 32 bits wide")
        var reader = CSVReader(try ReadBuffer(file: file, chunkSize: chunkSize, observe: observe))
        try reader.skipByteOrderMark()
        try reader.findHeader()
        try reader.readHeader()
        return reader
    }

    /// The columns of a file and how it is written, without its rows.
    /// - Throws: as ``open(_:chunkSize:observe:)``.
    public static func opening(_ file: String) throws -> (header: [String], format: FileFormat) {
        let reader = try open(file)
        return (reader.header, reader.format)
    }

    private init(_ source: ReadBuffer) {
        self.source = source
        file = source.file
        format = source.format
        bytes = source.bytes
        ranges = FieldRanges(capacity: 256)
    }

    /// Opens one part of a file, whose first record starts at the part's lower bound.
    ///
    /// Records that start inside the part are read, the last one to its end wherever that is.
    static func open(
        part: Range<Int>, of file: String, header: [String], separator: UInt8, chunkSize: Int
    ) throws -> CSVReader {
        var reader = CSVReader(try ReadBuffer(file: file, chunkSize: chunkSize, offset: part.lowerBound))
        reader.header = header
        reader.format.separator = separator
        reader.base = part.lowerBound
        reader.limit = part.upperBound
        return reader
    }

    /// Whether parts of the file can be read side by side, because its bytes are those of its records.
    var canBeCut: Bool { source.isPlain }

    /// False for a pipe.
    var canBeReadAgain: Bool { source.isRegular }

    /// Where in the file the next record starts.
    var offset: Int { base + following }

    /// Bytes of the part that are still to be read; nil for a file read to its end.
    var bytesAhead: Int? { limit == .max ? nil : max(0, limit - offset) }

    /// Moves to the next well-formed record.
    /// - Returns: false after the last one.
    /// - Throws: bad input only when reading cannot go on.
    public mutating func next() throws -> Bool {
        while try nextRecord() {
            if malformation == nil, fieldCount == header.count { return true }
            if malformation == nil, isBlankLine { continue }
            noteMalformedRecord()
        }
        return false
    }

    /// The bytes of one field of the current record, unquoted; valid until `next()`.
    @inlinable public func field(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let range = ranges.start[index]
        return UnsafeBufferPointer(start: bytes + Int(range.start), count: Int(range.end &- range.start))
    }

    /// One field of the current record as text; bytes that are not UTF-8 are replaced.
    public func text(_ index: Int) -> String { String(decoding: field(index), as: UTF8.self) }

    /// One field of the current record as a finite number in the column's style, or nil.
    public func number(_ index: Int) -> Double? {
        styles.isEmpty ? DecimalText.value(of: field(index)) : styles[index].value(of: field(index))
    }

    /// Sets how the numbers of some columns are written.
    mutating func setStyles(_ named: [(column: String, style: NumberStyle)]) {
        guard named.contains(where: { $0.style != .plain }) else { return }
        styles = header.map { name in named.first { $0.column == name }?.style ?? .plain }
    }

    /// The positions of the named columns; a missing one is noted in `problems` and stands as -1.
    public mutating func columns(_ names: [String]) -> [Int] {
        names.map { name in
            if let index = header.firstIndex(of: name) { return index }
            let problem = missingColumn(name)
            problems.add(problem)
            return -1
        }
    }

    /// Notes a problem with one field of the current record.
    /// - Parameter kind: equal for problems that are the same in different values; by default the remedy.
    public mutating func note(_ message: String, remedy: String, column: Int, kind: String? = nil) {
        let problem = Problem(message, remedy: remedy, file: file, line: line, field: header[column])
        problems.add(problem, kind: kind ?? remedy)
    }

    /// Notes that a field of the current record should hold a number.
    public mutating func noteNotANumber(column: Int) {
        let text = text(column)
        if text.isEmpty {
            note(
                "the number is missing", remedy: "Write 0 where nothing happened, or leave out the row.",
                column: column)
        } else {
            let suggestion = WrittenNumber.plain(text).map { "Write \($0) for \(text)." }
            note(
                "\"\(text)\" is not a number",
                remedy: suggestion ?? "Write digits with a point for decimals, and 1 or 0 for yes or no.",
                column: column, kind: "not a number")
        }
    }

    /// Notes that there is nothing after the header.
    public mutating func noteNoRows() {
        problems.add(
            Problem("there are no rows after the header", remedy: "Export the rows too.", file: file))
    }

    private func missingColumn(_ name: String) -> Problem {
        Problem(
            "no such column", remedy: "The columns are " + header.joined(separator: ", ") + ".", file: file,
            line: 1, field: name)
    }
}
