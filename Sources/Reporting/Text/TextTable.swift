/// Columns of text, right-aligned but the first, within a width.
struct TextTable {
    var header: [[String]]
    var rows: [[String]]
    /// Columns that are aligned to the left.
    var leftColumns: [Int] = [0]
    /// Columns that are left out, in this order, while the table is too wide.
    var optionalColumns: [Int] = []
    var width = 80

    /// The table. Where it would be wider than `width`, optional columns are left out and cells of left
    /// columns cut with an ellipsis, down to fourteen characters; different cells stay different.
    var text: String {
        let all = header + rows
        let count = all.map(\.count).max() ?? 0
        var widths = (0..<count).map { column in
            all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        func total() -> Int { widths.reduce(0) { $0 + ($1 > 0 ? $1 + 2 : 0) } - 2 }
        func spare() -> Int { leftColumns.reduce(0) { $0 + ($1 < count ? max(0, widths[$1] - 14) : 0) } }
        for column in optionalColumns where total() - spare() > width { widths[column] = 0 }
        for column in leftColumns.reversed() where total() > width && column < count {
            widths[column] -= min(total() - width, max(0, widths[column] - 14))
        }
        let rule = String(repeating: "-", count: min(width, total()))
        let labels = widths.indices.map { column in
            DistinctLabels(
                rows.map { column < $0.count ? $0[column] : "" }, limit: Double(max(1, widths[column])))
        }
        let shown = rows.map { row in row.indices.map { labels[$0][row[$0]] } }
        let lines = header.map { line($0, widths) } + [rule] + shown.map { line($0, widths) }
        return lines.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let parts = widths.indices.filter { widths[$0] > 0 }.map { column -> String in
            let cell = column < cells.count ? cells[column] : ""
            let cut = cell.count > widths[column] ? cell.prefix(max(0, widths[column] - 1)) + "…" : cell[...]
            let space = String(repeating: " ", count: widths[column] - cut.count)
            return leftColumns.contains(column) ? cut + space : space + cut
        }
        var line = parts.joined(separator: "  ")
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }

    /// Breaks prose at `width`, with an indent from the second line on.
    static func wrapped(_ text: String, width: Int = 80, indent: String = "") -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = indent + word
            } else {
                line += (line.isEmpty || line == indent ? "" : " ") + word
            }
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
