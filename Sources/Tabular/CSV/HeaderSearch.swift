/// Which of the first lines names the columns, and what separates them.
///
/// Ordinarily the first line that is not blank is the header. Exports may put titles, dates or comments above it: those
/// are lines of few or of other fields above many equally wide lines. The header is then the first line as wide as the
/// table, provided that its fields are distinct names, no numbers, and do not come again below.
struct HeaderSearch {
    private(set) var separator = FieldSeparator.comma
    /// Bytes before the header.
    private(set) var offset = 0
    /// Lines before the header.
    private(set) var lines = 0
    /// What those lines hold, blank ones left out.
    private(set) var preamble: [String] = []

    /// Records looked at.
    private static let reach = 200
    /// So many rows below a title make a table even without numbers.
    private static let manyRows = 10
    /// A longer preamble is one of comments only.
    private static let longestPreamble = 40

    private struct Record {
        var fields: [String]
        var start: Int
        var line: Int
        var filled: Int { fields.count { !$0.isEmpty } }
        var isComment: Bool { fields[0].hasPrefix("#") }
    }

    /// - Parameter isWhole: whether nothing follows the bytes.
    init(_ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool) {
        guard let first = FieldSeparator.firstLine(bytes, isWhole: true) else { return }
        separator = FieldSeparator.mostFrequent(in: UnsafeBufferPointer(rebasing: bytes[first]))
        if let named = FieldSeparator.named(by: bytes[first]) {
            separator = named
            offset = min(first.upperBound + 1, bytes.count)
            lines = bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
            return
        }
        let beginning = HeaderSearch.records(bytes, separator, isWhole: isWhole, limit: 2)
        guard let header = beginning.first, !HeaderSearch.isOrdinary(header, beginning.dropFirst().first),
            bytes.contains(where: { byte in FieldSeparator.all.contains { $0.byte == byte } })
        else { return }
        var best = 0
        for (candidate, _) in FieldSeparator.all {
            let records = HeaderSearch.records(bytes, candidate, isWhole: isWhole, limit: HeaderSearch.reach)
            guard let found = HeaderSearch.header(records) else { continue }
            let width = records[found].fields.count
            let matching = records[found...].count { $0.fields.count == width }
            guard matching > best else { continue }
            best = matching
            separator = candidate
            offset = records[found].start
            lines = records[found].line - 1
            preamble = records[..<found].map { $0.fields.filter { !$0.isEmpty }.joined(separator: " ") }
        }
    }

    /// Whether the first record is a header by itself.
    private static func isOrdinary(_ first: Record, _ next: Record?) -> Bool {
        guard let next else { return true }
        if first.isComment, next.isComment { return false }
        return first.fields.count > 1 && first.fields.count == next.fields.count
            && (2 * first.filled > first.fields.count || first.fields[0].isEmpty)
    }

    /// The position of the header behind a preamble; nil when the first record is the header.
    private static func header(_ records: [Record]) -> Int? {
        var counts: [(width: Int, count: Int)] = []
        for record in records where record.fields.count > 1 && !record.isComment {
            if let place = counts.firstIndex(where: { $0.width == record.fields.count }) {
                counts[place].count += 1
            } else {
                counts.append((record.fields.count, 1))
            }
        }
        guard let width = counts.max(by: { ($0.count, $0.width) < ($1.count, $1.width) })?.width else {
            return nil
        }
        // A comment as wide as the table may be its header, such as "#id,arm,y".
        guard
            let place = records.indices.first(where: {
                records[$0].fields.count == width && !isAbove(records[$0], width)
            }), place > 0, records[..<place].allSatisfy({ isAbove($0, width) }),
            place <= longestPreamble || records[..<place].allSatisfy(\.isComment)
        else { return nil }
        let body = records[(place + 1)...]
        let matching = body.count { $0.fields.count == width }
        guard matching > 1, 10 * matching >= 9 * body.count,
            matching >= HeaderSearch.manyRows || holdsNumbers(body.filter { $0.fields.count == width })
        else { return nil }
        let names = records[place].fields
        for (column, name) in names.enumerated() {
            if names[..<column].contains(name) { return nil }
            if isNumber(name) { return nil }
            let comesAgain = body.contains { $0.fields.count == width && $0.fields[column] == name }
            if comesAgain || (name.isEmpty && column > 0) { return nil }
        }
        return place
    }

    /// Whether some column holds numbers only.
    private static func holdsNumbers(_ body: [Record]) -> Bool {
        body[0].fields.indices.contains { column in body.allSatisfy { isNumber($0.fields[column]) } }
    }

    private static func isNumber(_ text: String) -> Bool {
        NumberStyle.allCases.contains { $0.value(of: text) != nil }
    }

    /// Whether a record above a table of so many columns is a title or a comment.
    private static func isAbove(_ record: Record, _ width: Int) -> Bool {
        record.fields.count != width || 2 * record.filled <= width
    }

    /// The first records that are not blank lines, spaces around their fields dropped.
    private static func records(
        _ bytes: UnsafeBufferPointer<UInt8>, _ separator: UInt8, isWhole: Bool, limit: Int
    ) -> [Record] {
        var records: [Record] = []
        var (fields, field): ([String], [UInt8]) = ([], [])
        var (isQuoted, line, place) = (false, 1, 0)
        var (start, startLine) = (0, 1)
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { (place, start) = (3, 3) }
        func endField() {
            fields.append(String(Band.trimmed(String(decoding: field, as: UTF8.self)[...])))
            field.removeAll(keepingCapacity: true)
        }
        func endRecord(_ next: Int) {
            endField()
            if fields != [""] { records.append(Record(fields: fields, start: start, line: startLine)) }
            fields = []
            (start, startLine) = (next, line)
        }
        while place < bytes.count, records.count < limit {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if isQuoted {
                field.append(byte)
            } else if byte == separator {
                endField()
            } else if byte == UInt8(ascii: "\n") {
                endRecord(place + 1)
            } else if byte != UInt8(ascii: "\r") {
                field.append(byte)
            }
            place += 1
        }
        if place == bytes.count, isWhole, records.count < limit, start < place { endRecord(place) }
        return records
    }
}
