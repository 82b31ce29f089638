/// A table of a readout that stands in the page and in the terminal.
struct ReadoutTable {
    var title: String
    /// What the numbers are.
    var note: String
    var header: [String]
    var rows: [[String]]
    /// Columns of words.
    var words: [Int]
    /// Columns that only the page has room for.
    var wide: [Int] = []
    /// Says where the rest is when rows are cut.
    var rest: String

    /// With at most so many rows; empty without rows.
    func html(limit: Int) -> String {
        guard !rows.isEmpty else { return "" }
        return HTML.paragraph(note, css: "note")
            + HTMLTable(
                caption: title, header: header, rows: rows.prefix(limit).map { HTMLTable.Row(cells: $0) },
                words: words
            ).html + (rows.count > limit ? HTML.paragraph(more(limit), css: "note") : "")
    }

    /// Within 80 columns.
    func text(limit: Int) -> String {
        guard !rows.isEmpty else { return "" }
        let kept = header.indices.filter { !wide.contains($0) }
        let table = TextTable(
            header: [kept.map { header[$0] }], rows: rows.prefix(limit).map { row in kept.map { row[$0] } },
            leftColumns: words.compactMap { kept.firstIndex(of: $0) })
        return title + ":\n" + table.text + (rows.count > limit ? "\n" + more(limit) : "")
    }

    private func more(_ limit: Int) -> String { "and \(rows.count - limit) more in \(rest)" }
}
