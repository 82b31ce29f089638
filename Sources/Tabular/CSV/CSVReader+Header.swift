import Quantities

extension CSVReader {
    /// True for a line without any character, where a record would need more than one field.
    var isBlankLine: Bool {
        fieldCount == 1 && field(0).isEmpty && header.count != 1
            && bytes[Int(ranges.start[0].start)] != UInt8(ascii: "\"")
    }

    mutating func skipByteOrderMark() throws {
        while end < 3, !isAtEnd {
            let valid = try source.refill(keeping: 0, to: end)
            isAtEnd = valid == end
            end = valid
        }
        bytes = source.bytes
        if (0..<min(end, 3)).map({ bytes[$0] }) == [0xef, 0xbb, 0xbf] { following = 3 }
    }

    /// Looks ahead for the line of the header and for the separator.
    ///
    /// A first line `sep=;`, as spreadsheets write it, names the separator itself and is passed over, as are titles
    /// and comments above the header.
    mutating func findHeader() throws {
        while !isAtEnd, end < ByteStream.headSize {
            let valid = try source.refill(keeping: 0, to: end)
            isAtEnd = valid == end
            bytes = source.bytes
            end = valid
        }
        let ahead = UnsafeBufferPointer(start: bytes + following, count: end - following)
        let search = HeaderSearch(ahead, isWhole: isAtEnd)
        format.separator = search.separator
        format.preamble = search.preamble
        following += search.offset
        nextLine += search.lines
    }

    mutating func readHeader() throws {
        repeat {
            guard try nextRecord() else {
                throw FinegrainError.badInput(
                    "the file is empty", remedy: "The first line names the columns.", file: file, line: 1)
            }
        } while isBlankLine && malformation == nil
        if fieldCount > ranges.capacity {
            // The first scan counted the columns; the second has room to note them all.
            ranges = FieldRanges(capacity: fieldCount)
            following = position
            nextLine = line
            _ = try nextRecord()
        }
        if malformation != nil {
            noteMalformedRecord()
            // Names out of such a line would be problems of their own.
            try problems.throwIfAny()
        }
        for index in 0..<fieldCount {
            let name = String(Band.trimmed(text(index)[...]))
            if String(validating: field(index), as: UTF8.self) == nil {
                noteHeader("the name of column \(index + 1) is not UTF-8", "Save the file as UTF-8.", nil)
            } else if header.contains(name) {
                noteHeader(
                    "the column name occurs twice", "Rename one of the two columns.",
                    name.isEmpty ? "\"\"" : name)
            }
            header.append(name)
        }
        try problems.throwIfAny()
    }

    private mutating func noteHeader(_ message: String, _ remedy: String, _ field: String?) {
        let problem = Problem(message, remedy: remedy, file: file, line: line, field: field)
        problems.add(problem)
    }

    /// Whether the current record is longer than the header by an empty field at its end.
    private var endsInSeparator: Bool {
        fieldCount == header.count + 1 && fieldCount <= ranges.capacity && field(fieldCount - 1).isEmpty
    }

    /// Notes why the current record cannot be used.
    mutating func noteMalformedRecord() {
        var place = line
        var field: Int?
        let message: String
        let remedy: String
        switch malformation {
        case .bareCarriageReturn(let index):
            field = index
            message = "a carriage return without a line feed"
            remedy = "Save the file with LF or CRLF line ends."
        case .textAfterQuote(let index):
            field = index
            message = "text after the closing quote"
            remedy = "Write a quote inside a quoted field as two quotes."
        case .unclosedQuote(let index, let quoteLine):
            field = index
            place = quoteLine
            message = "the quote is never closed"
            remedy = "Add the closing quote."
        case nil:
            message =
                "the row has \(fieldCount) field\(fieldCount == 1 ? "" : "s"), the header \(header.count)"
            remedy =
                endsInSeparator
                ? "The row ends in a separator: remove it, or add one to the header."
                : "Add or remove fields, or put fields that contain \(FieldSeparator.plural(separator)) into quotes."
        }
        let name = field.map { $0 < header.count ? header[$0] : "field \($0 + 1)" }
        problems.add(Problem(message, remedy: remedy, file: file, line: place, field: name), kind: remedy)
    }
}
