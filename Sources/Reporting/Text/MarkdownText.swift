/// Text that says in Markdown what it says here, whatever it holds, and tables that fit a limit.
enum MarkdownText {
    /// Escapes what Markdown or HTML would read as markup, a mention included; line breaks become spaces.
    /// - Parameter limit: characters after which the text is cut with an ellipsis.
    static func escaped(_ text: String, limit: Int = 200) -> String {
        var out = ""
        let cut = text.count > limit ? text.prefix(limit - 1) + "…" : text[...]
        for character in cut {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "@": out += "&#64;"
            case "|", "\\", "`", "*", "_", "[", "]", "~", "#": out += "\\" + String(character)
            default: out += character.isNewline || character == "\t" ? " " : String(character)
            }
        }
        return out
    }

    /// A whole text, with dollar signs that begin no formula.
    static func plain(_ text: String) -> String {
        escaped(text, limit: .max).replacing("$", with: "\\$")
    }

    /// A whole table of plain text.
    /// - Parameter words: columns aligned to the left.
    static func table(header: [String], words: [Int], rows: [[String]]) -> String {
        let numbers = Set(header.indices).subtracting(words)
        return self.header(header.map(plain), numbers: numbers)
            + rows.map { line($0.map(plain)) }.joined()
    }

    /// A table of cells that are already escaped, with the header's line.
    static func header(_ cells: [String], numbers: Set<Int>) -> String {
        line(cells) + line(cells.indices.map { numbers.contains($0) ? "---:" : "---" })
    }

    static func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
}

/// A Markdown document in pieces, of which tables may lose their last rows to fit a limit.
struct MarkdownPages {
    private enum Piece {
        case text(String)
        case rows([String])
    }

    private var pieces: [Piece] = []

    mutating func add(_ text: String) { pieces.append(.text(text)) }

    /// A table; nothing where it has no rows.
    /// - Parameter numbers: columns aligned to the right.
    mutating func table(_ header: [String], numbers: Set<Int>, _ rows: [[String]]) {
        guard !rows.isEmpty else { return }
        add("\n" + MarkdownText.header(header, numbers: numbers))
        pieces.append(.rows(rows.map(MarkdownText.line)))
    }

    /// The document in at most `limit` bytes of UTF-8, never fewer characters than a host counts: earlier
    /// tables keep their rows first, and a table that loses some says how many.
    /// - Precondition: what is not in tables fits.
    func text(limit: Int) -> String {
        let noteSize = 60
        var left = limit
        for piece in pieces {
            switch piece {
            case .text(let text): left -= text.utf8.count
            case .rows: left -= noteSize
            }
        }
        var out = ""
        for piece in pieces {
            switch piece {
            case .text(let text): out += text
            case .rows(let rows):
                var kept = 0
                while kept < rows.count, left >= rows[kept].utf8.count {
                    left -= rows[kept].utf8.count
                    out += rows[kept]
                    kept += 1
                }
                // The rest of the document must not run on in rows that happen to be shorter.
                if kept < rows.count { out += "\n… and \(rows.count - kept) more rows\n" }
            }
        }
        return out
    }
}
