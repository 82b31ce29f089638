/// Columns of text, right-aligned but the first, within a width.
struct TextTable {
    var header: [[String]]
    var rows: [[String]]
    /// Columns that are aligned to the left.
    var leftColumns: Set<Int> = [0]
    var width = 80

    /// The table; cells of left columns are cut with an ellipsis where the whole would be wider than `width`.
    var text: String {
        let all = header + rows
        let count = all.map(\.count).max() ?? 0
        var widths = (0..<count).map { column in all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        var excess = widths.reduce(0, +) + 2 * max(0, count - 1) - width
        for column in leftColumns.sorted().reversed() where excess > 0 && column < count {
            let cut = min(excess, max(0, widths[column] - 8))
            widths[column] -= cut
            excess -= cut
        }
        let rule = String(repeating: "-", count: min(width, widths.reduce(0, +) + 2 * max(0, count - 1)))
        let lines = header.map { line($0, widths) } + [rule] + rows.map { line($0, widths) }
        return lines.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let parts = widths.indices.map { column -> String in
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
