/// How staged files are read: CSV or JSON, and the details of each.
struct FileFormat {
    enum Kind { case csv, json }

    /// What files are packed in; `auto` looks at each.
    enum Compression: String {
        case auto = "AUTO"
        case none = "NONE"
        case gzip = "GZIP"
    }

    var compression = Compression.auto

    var kind = Kind.csv
    var fieldDelimiter: Character = ","
    var recordDelimiter: Character?
    var skipHeader = 0
    var parsesHeader = false
    var quote: Character?
    var escape: Character?
    var nullTexts = ["\\N"]
    var emptyFieldIsNull = true
    var trimsSpace = false
    var stripsOuterArray = false
    var checksColumnCount = true

    /// - Throws: for options that are not known here.
    init(_ options: [String: OptionValue]) throws {
        for name in options.keys.sorted() {
            guard let value = options[name] else { continue }
            try apply(name, value)
        }
    }

    private mutating func apply(_ name: String, _ value: OptionValue) throws {
        let text = value.text ?? ""
        let flag = text.uppercased() == "TRUE"
        switch name {
        case "TYPE":
            switch text.uppercased() {
            case "CSV": kind = .csv
            case "JSON": kind = .json
            default: throw SnowError.unsupported("FILE_FORMAT TYPE = \(text)")
            }
        case "FIELD_DELIMITER": fieldDelimiter = try character(name, text)
        case "RECORD_DELIMITER":
            recordDelimiter = text == "\r\n" || text == "\n" ? nil : try character(name, text)
        case "SKIP_HEADER": skipHeader = Int(text) ?? 0
        case "PARSE_HEADER": parsesHeader = flag
        case "FIELD_OPTIONALLY_ENCLOSED_BY":
            quote = text.uppercased() == "NONE" || text.isEmpty ? nil : try character(name, text)
        case "ESCAPE", "ESCAPE_UNENCLOSED_FIELD":
            if name == "ESCAPE" { escape = text.uppercased() == "NONE" ? nil : try character(name, text) }
        case "NULL_IF":
            if case .list(let items) = value {
                nullTexts = items.compactMap(\.text)
            } else {
                nullTexts = [text]
            }
        case "EMPTY_FIELD_AS_NULL": emptyFieldIsNull = flag
        case "TRIM_SPACE": trimsSpace = flag
        case "STRIP_OUTER_ARRAY": stripsOuterArray = flag
        case "ERROR_ON_COLUMN_COUNT_MISMATCH": checksColumnCount = flag
        case "COMPRESSION":
            guard let known = Compression(rawValue: text.uppercased()) else {
                throw SnowError.unsupported("COMPRESSION = \(text)")
            }
            compression = known
        case "ENCODING":
            guard ["UTF8", "UTF-8"].contains(text.uppercased()) else {
                throw SnowError.unsupported("ENCODING = \(text)")
            }
        case "FORMAT_NAME", "COMMENT", "SKIP_BLANK_LINES", "DATE_FORMAT", "TIMESTAMP_FORMAT", "TIME_FORMAT":
            if name.hasSuffix("_FORMAT"), text.uppercased() != "AUTO" {
                throw SnowError.unsupported("\(name) = \(text)")
            }
        default: throw SnowError.unsupported("file format option \(name)")
        }
    }

    private func character(_ name: String, _ text: String) throws -> Character {
        let plain = text == "\\t" ? "\t" : text
        guard plain.count == 1, let first = plain.first else {
            throw SnowError.unsupported("\(name) = '\(text)'")
        }
        return first
    }

    /// Options as JSON text for the catalog.
    static func text(of options: [String: OptionValue]) -> String { variant(.options(options)).text() }

    private static func variant(_ value: OptionValue) -> Variant {
        switch value {
        case .word(let text), .text(let text): .string(text)
        case .list(let items): .array(items.map(variant))
        case .options(let options):
            .sortedObject(
                options.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: variant($0.value)) })
        }
    }

    /// Options out of the catalog.
    static func options(from text: String) throws -> [String: OptionValue] {
        guard case .options(let options) = value(try VariantParser.parse(text)) else { return [:] }
        return options
    }

    private static func value(_ variant: Variant) -> OptionValue {
        switch variant {
        case .array(let items): .list(items.map(value))
        case .object(let members):
            .options(Dictionary(members.map { ($0.key, value($0.value)) }, uniquingKeysWith: { $1 }))
        case .string(let text): .text(text)
        default: .text(variant.text())
        }
    }
}
