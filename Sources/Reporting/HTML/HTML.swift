/// Text as HTML.
enum HTML {
    static func escaped(_ text: String) -> String {
        var out = ""
        // By scalars: a carriage return and a line feed are one character.
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    static func paragraph(_ text: String, css: String = "") -> String {
        "<p\(css.isEmpty ? "" : " class=\"\(css)\"")>\(escaped(text))</p>\n"
    }

    static func list(_ items: [String]) -> String {
        items.isEmpty ? "" : "<ul>\n" + items.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>\n"
    }

    /// A page that needs nothing but itself.
    static func page(title: String, body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>\(escaped(title))</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>
        \(style)
        </style></head><body>
        \(body)
        </body></html>

        """
    }

    private static let style = """
        body{font:16px/1.5 Georgia,'Times New Roman',serif;color:#1c1c1c;background:#fff;
        max-width:1100px;margin:2em auto;padding:0 1.2em}
        h1,h2,h3{font-family:Helvetica,Arial,sans-serif;line-height:1.2;margin:1.8em 0 .5em}
        h1{font-size:1.9em;margin-top:0}h2{font-size:1.35em;border-bottom:1px solid #ccc;padding-bottom:.2em}
        h3{font-size:1.05em}
        p,li{max-width:46em}.note{color:#555;font-size:.92em}
        .answer{border-left:4px solid #3a7d44;padding:.3em 1.2em;background:#f5faf5;margin:1.2em 0;max-width:48em}
        .answer ul{padding-left:1.2em}.answer li{margin:.35em 0}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;font:13px/1.35 Helvetica,Arial,sans-serif;
        font-variant-numeric:tabular-nums;margin:.6em 0 1.2em}
        th,td{text-align:right;vertical-align:top;padding:.3em .6em;border-bottom:1px solid #ddd}
        th{vertical-align:bottom;border-bottom:2px solid #555}
        .g{text-align:center;border-bottom:1px solid #aaa;color:#555}
        .l{text-align:left}.n{white-space:nowrap}.b{border-left:1px solid #ccc}
        tr.chosen{background:#d9ecdc;font-weight:bold}tr.member{background:#f0f8f1}tr.weak{background:#fff1d6}
        .charts{display:grid;grid-template-columns:1fr 1fr;gap:1.6em 1.4em;align-items:start;margin-top:1em}
        figure{margin:0}figcaption{color:#444;font-size:.92em;margin:.3em 0 1em}
        .badge{border:1px solid #bbb;padding:.5em 1em;max-width:48em}.badge.ok{border-left:6px solid #1b6ca8}
        .badge.unplanned{border-left:6px solid #b7791f}.badge.alarm{border-left:6px solid #c2410c;background:#fff1d6}
        summary h2{display:inline}details{margin:1em 0}
        svg{display:block;width:100%;height:auto;font:12px Helvetica,Arial,sans-serif}
        code{font:13px Menlo,Consolas,monospace;overflow-wrap:anywhere}
        @media screen and (max-width:820px){.charts{grid-template-columns:1fr}}
        @media print{body{max-width:none;margin:0;font-size:11pt}table{font-size:8pt}th,td{padding:.2em .3em}
        .scroll{overflow:visible}svg,tr,.answer{break-inside:avoid}h2,h3{break-after:avoid}
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """
}
