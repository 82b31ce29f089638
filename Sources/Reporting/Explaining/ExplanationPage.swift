/// A tree of statements as one HTML file without script, light or dark as the reader's system is.
struct ExplanationPage {
    let title: String
    let nodes: [ExplanationNode]

    var html: String {
        HTML.page(
            title: title,
            body:
                "<style>\(ExplanationPage.style)</style>\n<h1>\(HTML.escaped(title))</h1>\n<main class=\"tree\">\n"
                + nodes.map(section).joined() + "</main>")
    }

    /// A statement of the first level: what lies behind it can be folded away.
    private func section(_ node: ExplanationNode) -> String {
        let inner = inside(node)
        guard !inner.isEmpty else { return "<p class=\"root\">\(HTML.escaped(node.text))</p>\n" }
        return "<details open><summary>\(HTML.escaped(node.text))</summary>\n\(inner)</details>\n"
    }

    private func inside(_ node: ExplanationNode) -> String {
        var html = ""
        if let table = node.table {
            html +=
                HTMLTable(
                    caption: node.text, header: table.header,
                    rows: table.rows.map { HTMLTable.Row(cells: $0) },
                    words: table.words
                ).html
        }
        if let quote = node.quote { html += "<blockquote>\(HTML.escaped(quote))</blockquote>\n" }
        if !node.children.isEmpty {
            html +=
                "<ul>\n" + node.children.map { "<li>\(HTML.escaped($0.text))\(inside($0))</li>\n" }.joined()
                + "</ul>\n"
        }
        return html
    }

    private static let style = """
        .tree summary,.tree .root{font:bold 15px/1.4 Helvetica,Arial,sans-serif;cursor:pointer;overflow-wrap:anywhere}
        .tree .root{cursor:auto}.tree details{border-top:1px solid var(--rule);padding:.5em 0;margin:0}
        .tree ul{margin:.4em 0 .4em .4em;padding-left:1.2em}.tree li{max-width:60em;overflow-wrap:anywhere}
        .tree blockquote{margin:.4em 0;padding:.3em 1em;border-left:3px solid var(--rule);white-space:pre-line}
        """
}
