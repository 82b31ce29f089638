/// A table of text cells; numbers stand to the right.
struct HTMLTable {
    /// How a row stands out.
    enum Mark: String {
        case none = ""
        case chosen, member, weak
    }

    struct Row {
        var cells: [String]
        var mark = Mark.none
    }

    var header: [String]
    /// Titles over neighbouring columns, with the number of columns of each; none for no such line.
    var groups: [(title: String, columns: Int)] = []
    var rows: [Row]
    /// Columns of words, aligned to the left.
    var words: [Int] = [0]

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
            if words.contains(column), (1...24).contains(cell.count) { names.append("n") }
            if starts.contains(column) { names.append("b") }
            return names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
        }
        let over = groups.map { "<th class=\"g\" colspan=\"\($0.columns)\">\(HTML.escaped($0.title))</th>" }
            .joined()
        let head = header.indices.map { "<th\(css($0))>\(HTML.escaped(header[$0]))</th>" }.joined()
        let body = rows.map { row in
            "<tr\(row.mark == .none ? "" : " class=\"\(row.mark.rawValue)\"")>"
                + row.cells.indices.map { "<td\(css($0, row.cells[$0]))>\(HTML.escaped(row.cells[$0]))</td>" }
                .joined() + "</tr>\n"
        }
        return "<div class=\"scroll\"><table><thead>"
            + (over.isEmpty ? "" : "<tr>\(over)</tr>\n")
            + "<tr>\(head)</tr></thead><tbody>\n\(body.joined())</tbody></table></div>\n"
    }
}
