import Quantities

/// Files that are not tables of text, told by their first bytes.
enum ForeignFile {
    private struct Kind {
        var magic: [UInt8]
        var name: String
        var remedy: String
    }

    private static let sheet = "Open it and save the sheet as CSV (UTF-8)."
    private static let export = "Export the table as CSV."
    private static let unpack = "Unpack it; gzip is read as it is."

    private static let kinds: [Kind] = [
        Kind(
            magic: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], name: "an Excel workbook", remedy: sheet),
        Kind(magic: Array("%PDF".utf8), name: "a PDF", remedy: "Export the table behind it as CSV."),
        Kind(magic: Array("PAR1".utf8), name: "a Parquet file", remedy: export),
        Kind(magic: Array("ARROW1".utf8), name: "an Arrow file", remedy: export),
        Kind(magic: Array("FEA1".utf8), name: "a Feather file", remedy: export),
        Kind(magic: Array("Obj".utf8) + [1], name: "an Avro file", remedy: export),
        Kind(magic: Array("SQLite format 3".utf8), name: "an SQLite database", remedy: export),
        Kind(magic: Array("$FL2".utf8), name: "an SPSS file", remedy: export),
        Kind(magic: Array("$FL3".utf8), name: "an SPSS file", remedy: export),
        Kind(magic: Array("{\\rtf".utf8), name: "an RTF document", remedy: export),
        Kind(magic: Array("RDX3\n".utf8), name: "an R data file", remedy: "Write it with write.csv."),
        Kind(magic: [0x89, 0x48, 0x44, 0x46], name: "an HDF5 file", remedy: export),
        Kind(magic: [0x80, 0x04, 0x95], name: "a Python pickle", remedy: "Write it with to_csv."),
        Kind(magic: [0x89, 0x50, 0x4e, 0x47], name: "an image", remedy: export),
        Kind(magic: [0xff, 0xd8, 0xff], name: "an image", remedy: export),
        Kind(magic: Array("BZh".utf8), name: "a bzip2 archive", remedy: unpack),
        Kind(magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: "an xz archive", remedy: unpack),
        Kind(magic: [0x28, 0xb5, 0x2f, 0xfd], name: "a zstd archive", remedy: unpack),
        Kind(magic: [0x37, 0x7a, 0xbc, 0xaf], name: "a 7z archive", remedy: unpack),
        Kind(magic: Array("Rar!".utf8), name: "a RAR archive", remedy: unpack),
        Kind(magic: [0xff, 0xfe, 0, 0], name: "UTF-32 text", remedy: "Save the file as UTF-8."),
        Kind(magic: [0, 0, 0xfe, 0xff], name: "UTF-32 text", remedy: "Save the file as UTF-8."),
    ]

    /// - Throws: bad input that says what the file is, when it is not a table of text.
    static func refuse(_ head: [UInt8], file: String) throws {
        guard let kind = kinds.first(where: { head.starts(with: $0.magic) }) ?? archive(head) else { return }
        throw FinegrainError.badInput(
            "the file is \(kind.name), not a table of text", remedy: kind.remedy, file: file)
    }

    /// Text that is markup or JSON, by its first characters in UTF-8.
    static func refuse(text head: [UInt8], file: String) throws {
        let marked = head.starts(with: [0xef, 0xbb, 0xbf]) ? head.dropFirst(3) : head[...]
        let start = String(decoding: marked.prefix(256), as: UTF8.self).drop(while: \.isWhitespace)
        let lower = start.lowercased()
        var found: (String, String)?
        if ["<!doctype", "<html", "<head", "<body", "<table", "<div", "<meta"].contains(
            where: lower.hasPrefix)
        {
            found = ("an HTML page", "Export the table as CSV; a login page is often saved instead of it.")
        } else if lower.hasPrefix("<stata_dta") {
            found = ("a Stata file", export)
        } else if lower.hasPrefix("<?xml") || lower.hasPrefix("<workbook") {
            found = ("an XML document", "Export the table as CSV.")
        } else if isJSON(start) {
            found = ("JSON", "Write one line per unit with the columns of a CSV file.")
        }
        guard let found else { return }
        throw FinegrainError.badInput(
            "the file is \(found.0), not a table of text", remedy: found.1, file: file)
    }

    private static func isJSON(_ text: Substring) -> Bool {
        guard let first = text.first, first == "{" || first == "[" else { return false }
        let next = text.dropFirst().first { !$0.isWhitespace }
        // A header may start with a name in brackets, as SQL servers write it.
        return first == "{" ? next == "\"" || next == "}" : next == "{" || next == "[" || next == "\""
    }

    private static func archive(_ head: [UInt8]) -> Kind? {
        if head.count > 262, head[257..<262].elementsEqual("ustar".utf8) {
            return Kind(magic: [], name: "a tar archive", remedy: unpack)
        }
        guard head.starts(with: [0x50, 0x4b, 3, 4]) else { return nil }
        let names = String(decoding: head, as: UTF8.self)
        if names.contains("[Content_Types].xml") || names.contains("xl/") || names.contains("_rels/") {
            return Kind(magic: [], name: "an Excel workbook", remedy: sheet)
        }
        if names.contains("opendocument") {
            return Kind(magic: [], name: "an OpenDocument sheet", remedy: sheet)
        }
        return Kind(magic: [], name: "a zip archive", remedy: unpack)
    }
}
