import Experiments

/// The table in a terminal and in a notebook.
extension ActionTable {
    /// The reasons of so many segments whose evidence is open stand below the terminal's table.
    private static let explained = 6
    /// More segments than this are grouped in the terminal.
    static let terminalRows = 24

    /// Within 80 columns.
    var text: String {
        let lines = lines(limit: ActionTable.terminalRows)
        guard !lines.isEmpty else { return "" }
        var parts = ["What to do:\n" + table(lines), TextTable.wrapped(note)]
        let isShort = lines.count <= 1 + ActionTable.explained
        let explained = lines.filter { $0.isEverybody || (isShort && ($0.evidence != .send || $0.isBarred)) }
        parts.append(
            explained.map { TextTable.wrapped("- \($0.cells[0]): \($0.why)", indent: "  ") }
                .joined(separator: "\n"))
        let stakes = mostAtStake(limit: ActionTable.terminalRows)
        if !stakes.isEmpty { parts.append("Segments where a wrong choice costs most:\n" + table(stakes)) }
        return parts.joined(separator: "\n\n")
    }

    /// Names that do not fit beside the numbers are cut a little, or stand on lines of their own.
    private func table(_ lines: [Line]) -> String {
        let header = [
            ["", "", words.name + " per", words.name, "loss if", "", ""],
            ["segment", "use", "1,000", "in all", "wrong", words.chance, "evidence"],
        ]
        // What the columns behind the segment's name leave of 80 characters.
        let taken = (1...6).reduce(0) { taken, column in
            taken + 2 + ((header.map { $0[column] } + lines.map { $0.cells[column] }).map(\.count).max() ?? 0)
        }
        let longest = lines.map(\.cells[0].count).max() ?? 0
        guard longest <= 80 - taken || 80 - taken >= ActionTable.leastName else {
            return stacked(lines, header: header)
        }
        let labels = SegmentLabels(list.segments.compactMap(\.segment), limit: 80 - taken)
        return TextTable(
            header: header,
            rows: lines.map { line in
                [line.segment.map { labels[$0] } ?? line.cells[0]] + line.cells.dropFirst()
            },
            leftColumns: [0, 1, 6]
        ).text
    }

    /// Names of segments are not cut to fewer characters.
    private static let leastName = 24

    /// The name of each segment above its numbers.
    private func stacked(_ lines: [Line], header: [[String]]) -> String {
        let table = TextTable(
            header: header.map { Array($0.dropFirst()) }, rows: lines.map { Array($0.cells.dropFirst()) },
            leftColumns: [0, 5], width: 78
        ).text.split(separator: "\n", omittingEmptySubsequences: false)
        let names = SegmentLabels(list.segments.compactMap(\.segment), limit: 80)
        let head = header.count + 1
        let body = zip(lines, table.dropFirst(head)).flatMap { line, numbers in
            [line.segment.map { names[$0] } ?? line.cells[0], "  " + numbers]
        }
        return ([header[1][0]] + table.prefix(head).map { "  " + $0 } + body).joined(separator: "\n")
    }

    /// For a notebook.
    var markdown: String {
        MarkdownText.table(
            header: header + ["why"], words: [0, 1, 6, 7],
            rows: lines(limit: ActionTable.pageRows.grouped).map { $0.cells + [$0.why] })
    }
}
