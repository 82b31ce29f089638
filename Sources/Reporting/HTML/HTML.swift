/// Text as HTML.
enum HTML {
    static func escaped(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            default: out.append(character)
            }
        }
        return out
    }

    /// A table; cells are text.
    static func table(_ header: [String], _ rows: [(cells: [String], mark: String)]) -> String {
        let head = header.map { "<th>\(escaped($0))</th>" }.joined()
        let body = rows.map { row in
            "<tr\(row.mark.isEmpty ? "" : " class=\"\(row.mark)\"")>"
                + row.cells.map { "<td>\(escaped($0))</td>" }.joined() + "</tr>"
        }
        return
            "<table><thead><tr>\(head)</tr></thead><tbody>\n\(body.joined(separator: "\n"))\n</tbody></table>\n"
    }

    /// A page that needs nothing but itself.
    static func page(title: String, body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>\(escaped(title))</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>
        body{font:16px/1.5 Georgia,serif;color:#1c1c1c;max-width:1080px;margin:2em auto;padding:0 1em}
        h1,h2{font-family:Helvetica,Arial,sans-serif;line-height:1.2}h2{margin-top:2em}
        table{border-collapse:collapse;font:13px/1.35 Helvetica,Arial,sans-serif;width:100%;margin:1em 0}
        th,td{text-align:right;padding:.3em .5em;border-bottom:1px solid #ddd}th{border-bottom:2px solid #555}
        th:first-child,td:first-child{text-align:left}.text td{text-align:left;vertical-align:top}.text th{text-align:left}
        tr.chosen{background:#e2f0e4;font-weight:bold}tr.member{background:#f2f8f2}tr.weak td{background:#fff4df}
        svg{width:100%;height:auto;font:12px Helvetica,Arial,sans-serif}.charts{display:grid;grid-template-columns:1fr 1fr;gap:1.5em}
        .answer{border-left:4px solid #3a7d44;padding:.2em 1em;background:#f6faf6}code{font-size:13px;overflow-wrap:anywhere}
        @media(max-width:800px){.charts{grid-template-columns:1fr}}@media print{body{max-width:none}}
        </style></head><body>
        \(body)
        </body></html>

        """
    }
}
