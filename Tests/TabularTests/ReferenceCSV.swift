/// A slow reader of CSV: the whole text at once, one state a character.
///
/// It says what each record is; the reader under test must agree on every byte and line.
struct ReferenceCSV {
    struct Record: Equatable {
        var line: Int
        var fields: [[UInt8]]
        var isMalformed = false
    }

    private enum State { case fieldStart, unquoted, quoted, afterQuote }

    var records: [Record] = []
    private var state = State.fieldStart
    private var field: [UInt8] = []
    private var fields: [[UInt8]] = []
    private var line = 1
    private var recordLine = 1
    private var isMalformed = false
    private var isUntouched = true

    /// All records, blank lines included as one empty field.
    init(_ text: [UInt8]) {
        var index = 0
        while index < text.count {
            let isLineEnd =
                text[index] == 10 || (text[index] == 13 && (index + 1 == text.count || text[index + 1] == 10))
            if isLineEnd, state != .quoted {
                if text[index] == 13, index + 1 < text.count { index += 1 }
                line += 1
                endRecord()
            } else {
                character(text[index], next: index + 1 < text.count ? text[index + 1] : nil, &index)
            }
            index += 1
        }
        if state == .quoted { isMalformed = true }
        if !isUntouched { endRecord() }
    }

    private mutating func character(_ byte: UInt8, next: UInt8?, _ index: inout Int) {
        isUntouched = false
        if byte == 10 { line += 1 }
        switch (state, byte) {
        case (.fieldStart, 34): state = .quoted
        case (.fieldStart, 44), (.unquoted, 44), (.afterQuote, 44): endField()
        case (.fieldStart, _), (.unquoted, _):
            if byte == 13 { isMalformed = true }
            state = .unquoted
            field.append(byte)
        case (.quoted, 34):
            if next == 34 {
                field.append(34)
                index += 1
            } else {
                state = .afterQuote
            }
        case (.quoted, _): field.append(byte)
        case (.afterQuote, _): isMalformed = true
        }
    }

    private mutating func endField() {
        fields.append(field)
        field = []
        state = .fieldStart
    }

    private mutating func endRecord() {
        endField()
        records.append(Record(line: recordLine, fields: fields, isMalformed: isMalformed))
        fields = []
        isMalformed = false
        isUntouched = true
        recordLine = line
    }
}
