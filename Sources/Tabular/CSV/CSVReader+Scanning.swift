import Quantities

extension CSVReader {
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Moves to the next record, well formed or not, and reads more of the file as needed.
    mutating func nextRecord() throws -> Bool {
        position = following
        line = nextLine
        guard base + position < limit else { return false }
        while true {
            if position < end || isAtEnd {
                if position == end { break }
                if separator == FieldSeparator.comma
                    ? scanRecord(FieldSeparator.comma) : scanRecord(separator)
                {
                    for index in escapedFields { unescape(index) }
                    return true
                }
            }
            try refill()
        }
        following = position
        return false
    }

    private mutating func refill() throws {
        guard end - position <= CSVReader.longestRecordBytes else {
            problems.add(
                Problem(
                    "the record is longer than \(CSVReader.longestRecordBytes >> 20) MiB",
                    remedy: "Close the quote that was opened on this line or after it.", file: file,
                    line: line))
            try problems.throwIfAny()
            return
        }
        let valid = try source.refill(keeping: position, to: end)
        isAtEnd = valid == end - position
        bytes = source.bytes
        base += position
        position = 0
        end = valid
    }

    /// Finds the fields of the record at `position`.
    ///
    /// Each character that means something in CSV with commas is at most a comma, and letters, digits,
    /// points and minus signs are greater, so that one comparison passes most bytes; inlined with a constant
    /// comma, the comparison with another separator is compiled away.
    /// - Returns: false when the record goes on behind the valid bytes; nothing is changed then
    ///   but scratch, and the scan starts again after a refill.
    @inline(__always)
    private mutating func scanRecord(_ separator: UInt8) -> Bool {
        let bytes = self.bytes
        let ranges = self.ranges.start
        let capacity = self.ranges.capacity
        var here = position
        var count = 0
        var embeddedLines = 0
        malformation = nil
        if !escapedFields.isEmpty { escapedFields.removeAll(keepingCapacity: true) }
        while true {
            var start = here
            var stop = -1
            if bytes[here] == CSVReader.quote {
                start = here + 1
                guard let close = scanQuoted(start, field: count, &embeddedLines) else { return false }
                stop = close
                here = min(close + 1, end)
            }
            let resumed = here
            while true {
                let byte = bytes[here]
                if byte > FieldSeparator.comma, separator <= FieldSeparator.comma || byte != separator {
                    here += 1
                    continue
                }
                if byte == separator || byte == CSVReader.lineFeed { break }
                if byte == CSVReader.carriageReturn {
                    if bytes[here + 1] == CSVReader.lineFeed { break }
                    malformation = .bareCarriageReturn(field: count)
                }
                here += 1
            }
            if stop < 0 {
                stop = here
            } else if here > resumed {
                malformation = .textAfterQuote(field: count)
            }
            if count < capacity { ranges[count] = FieldRanges.Range(start: start, end: stop) }
            count += 1
            if bytes[here] == separator {
                here += 1
                continue
            }
            if bytes[here] == CSVReader.carriageReturn { here += 1 }
            guard here < end || isAtEnd else { return false }
            following = min(here + 1, end)
            fieldCount = count
            nextLine = line + 1 + embeddedLines
            return true
        }
    }

    /// Finds the closing quote of the field that starts at `start`, or the end of the file.
    /// - Returns: nil when it lies behind the valid bytes.
    private mutating func scanQuoted(_ start: Int, field: Int, _ embeddedLines: inout Int) -> Int? {
        var here = start
        var isEscaped = false
        let firstLine = line + embeddedLines
        while here < end {
            let byte = bytes[here]
            if byte == CSVReader.quote {
                guard bytes[here + 1] == CSVReader.quote else { break }
                isEscaped = true
                here += 1
            } else if byte == CSVReader.lineFeed {
                embeddedLines += 1
            }
            here += 1
        }
        if here == end {
            guard isAtEnd else { return nil }
            malformation = .unclosedQuote(field: field, line: firstLine)
        }
        if isEscaped, field < ranges.capacity { escapedFields.append(field) }
        return here
    }

    /// Replaces each doubled quote of a field by one, in place.
    private mutating func unescape(_ index: Int) {
        let range = ranges.start[index]
        var target = Int(range.start)
        var origin = target
        while origin < Int(range.end) {
            bytes[target] = bytes[origin]
            if bytes[origin] == CSVReader.quote, origin + 1 < Int(range.end) { origin += 1 }
            target += 1
            origin += 1
        }
        ranges.start[index].end = Int32(truncatingIfNeeded: target)
    }
}
