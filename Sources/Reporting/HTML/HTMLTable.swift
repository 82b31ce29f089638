/// A table of text cells; numbers stand to the right. It scrolls in its own box and keeps its first column.
struct HTMLTable {
    /// How a row stands out; a column of words always says the same.
    enum Mark: String {
        case none = ""
        case chosen, member, weak, beside
    }

    struct Row {
        var cells: [String]
        var mark = Mark.none
    }

    /// What the table holds, for those who do not see it.
    var caption: String
    var header: [String]
    /// Titles over neighbouring columns, with the number of columns of each; none for no such line.
    var groups: [(title: String, columns: Int)] = []
    var rows: [Row]
    /// Columns of words, aligned to the left.
    var words: [Int] = [0]
    /// Columns of whole sentences, which are never narrow.
    var sentences: [Int] = []

    /// Widths of the page in pixels below which a table of this width does not fit, as classes of the hint.
    private static let rooms: [(most: Double, hint: String)] = [
        (330, ""), (500, "phone"), (780, "tablet"), (1060, "tablet"),
    ]

    /// Longest text of a column of words that is not broken over lines.
    private static let mostUnbroken = 24

    var html: String {
        var starts: [Int] = []
        var column = 0
        for group in groups {
            if !group.title.isEmpty { starts += [column, column + group.columns] }
            column += group.columns
        }
        func css(_ column: Int, _ cell: String = "") -> String {
            var names = words.contains(column) ? ["l"] : []
            // Short words, such as dates, are not broken.
            if words.contains(column), (1...HTMLTable.mostUnbroken).contains(cell.count) { names.append("n") }
            if sentences.contains(column), !names.contains("n") { names.append("w") }
            if starts.contains(column) { names.append("b") }
            return names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
        }
        let over = groups.map {
            "<th class=\"g\" scope=\"colgroup\" colspan=\"\($0.columns)\">\(HTML.escaped($0.title))</th>"
        }.joined()
        let head = header.indices.map {
            "<th scope=\"col\"\(css($0))>\(HTML.escaped(header[$0]))</th>"
        }.joined()
        let body = rows.map { row in
            "<tr\(row.mark == .none ? "" : " class=\"\(row.mark.rawValue)\"")>"
                + row.cells.indices.map { place in
                    let (open, close) = place == 0 ? ("th scope=\"row\"", "th") : ("td", "td")
                    return
                        "<\(open)\(css(place, row.cells[place]))>\(HTML.escaped(row.cells[place]))</\(close)>"
                }.joined() + "</tr>\n"
        }
        return hint
            + "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"\(HTML.escaped(caption))\">"
            + "<table aria-label=\"\(HTML.escaped(caption))\"><thead>"
            + (over.isEmpty ? "" : "<tr>\(over)</tr>\n")
            + "<tr>\(head)</tr></thead><tbody>\n\(body.joined())</tbody></table></div>\n"
    }

    /// Tells that there are more columns, where the page is too narrow for them.
    private var hint: String {
        let width = header.indices.reduce(0.0) { $0 + self.width(of: $1) }
        let room = HTMLTable.rooms.first { width <= $0.most }?.hint ?? "always"
        return room.isEmpty
            ? "" : "<p class=\"hint \(room)\" aria-hidden=\"true\">scroll sideways for more columns →</p>\n"
    }

    private func width(of column: Int) -> Double {
        let cells =
            [header[column].split(separator: " ").map(String.init).max { $0.count < $1.count } ?? ""]
            + rows.map { column < $0.cells.count ? $0.cells[column] : "" }
        // Words break between words only: a checksum is as wide as it is.
        func width(_ cell: String) -> Double {
            guard words.contains(column) else { return SVG.textWidth(cell) }
            let longest = cell.split(separator: " ").map { SVG.textWidth(String($0)) }.max() ?? 0
            return min(SVG.textWidth(cell), max(160, longest))
        }
        let widest = cells.map(width).max() ?? 0
        return widest * 13 / 12 + 16
    }
}
