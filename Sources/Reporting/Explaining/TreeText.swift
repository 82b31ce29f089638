/// A tree of statements as lines of text, each within the width.
struct TreeText {
    var width = 80

    func text(_ nodes: [ExplanationNode]) -> String { lines(nodes, "").joined(separator: "\n") }

    private func lines(_ nodes: [ExplanationNode], _ indent: String) -> [String] {
        nodes.indices.flatMap { place in
            let isLast = place == nodes.count - 1
            return lines(nodes[place], indent + (isLast ? "└─ " : "├─ "), indent + (isLast ? "   " : "│  "))
        }
    }

    /// - Parameters:
    ///   - first: what stands before the statement.
    ///   - rest: what stands before its further lines and all below it.
    private func lines(_ node: ExplanationNode, _ first: String, _ rest: String) -> [String] {
        let below = rest + (node.children.isEmpty ? "" : "│ ")
        var lines = TreeText.wrapped(node.text, width - first.count)
        lines = lines.enumerated().map { ($0 == 0 ? first : below) + $1 }
        if let table = node.table {
            let text = TextTable(
                header: [table.header], rows: table.rows, leftColumns: table.words,
                optionalColumns: table.optional, width: width - below.count - 2
            ).text
            lines += text.split(separator: "\n").map { below + "  " + $0 }
        }
        if let quote = node.quote {
            let paragraphs = quote.split(whereSeparator: \.isNewline)
            let quoted = paragraphs.flatMap { TreeText.wrapped(String($0), width - below.count - 2) }
            let shown = node.isQuoteCut && quoted.count > 3 ? quoted.prefix(2) + ["…"] : quoted[...]
            lines += shown.map { below + "│ " + $0 }
        }
        return lines + self.lines(node.children, rest)
    }

    /// A title within the width.
    static func title(_ text: String, width: Int = 80) -> String {
        wrapped(text, width).joined(separator: "\n")
    }

    /// Lines of at most `width` characters; a word that is longer is cut into pieces.
    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            var word = word[...]
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            while line.isEmpty, word.count > width {
                lines.append(String(word.prefix(width)))
                word = word.dropFirst(width)
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }
}
