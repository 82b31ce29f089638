/// Reads delimited text into rows of fields; nil stands for NULL.
struct CSVReader {
    let format: FileFormat

    func rows(_ text: String) throws -> [[String?]] {
        var rows: [[String?]] = []
        var row: [String?] = []
        var field = ""
        var wasQuoted = false
        var isQuoted = false
        var iterator = text.makeIterator()
        var pending: Character?
        func finishField() {
            row.append(wasQuoted ? field : value(field))
            field = ""
            wasQuoted = false
        }
        while let character = pending ?? iterator.next() {
            pending = nil
            if let escape = format.escape, character == escape, escape != format.quote {
                if let next = iterator.next() { field.append(next) }
            } else if isQuoted {
                guard character == format.quote else {
                    field.append(character)
                    continue
                }
                let next = iterator.next()
                if next == format.quote {
                    field.append(character)
                } else {
                    isQuoted = false
                    pending = next
                }
            } else if character == format.quote, field.allSatisfy({ $0 == " " }) {
                isQuoted = true
                wasQuoted = true
                field = ""
            } else if character == format.fieldDelimiter {
                finishField()
            } else if isEnd(character) {
                finishField()
                if row.count > 1 || row[0] != nil { rows.append(row) }
                row = []
            } else {
                field.append(character)
            }
        }
        if isQuoted {
            throw SnowError.runtime(
                "100081", "22000", "Found an unfinished quoted field at the end of a file")
        }
        if !field.isEmpty || !row.isEmpty || wasQuoted {
            finishField()
            rows.append(row)
        }
        return Array(rows.dropFirst(format.parsesHeader ? 1 : format.skipHeader))
    }

    private func isEnd(_ character: Character) -> Bool {
        if let delimiter = format.recordDelimiter { return character == delimiter }
        return character == "\n" || character == "\r\n" || character == "\r"
    }

    private func value(_ field: String) -> String? {
        let text = format.trimsSpace ? ValueText.trimmed(field) : field
        if text.isEmpty, format.emptyFieldIsNull { return nil }
        return format.nullTexts.contains(text) ? nil : text
    }
}
