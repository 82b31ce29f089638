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

    /// What opens at a click; print shows only what is open.
    static func details(_ summary: String, _ body: String) -> String {
        body.isEmpty
            ? "" : "<details><summary>\(escaped(summary))</summary>\n\(body)</details>\n"
    }

    static func figures(_ figures: [ChartFigure]) -> String {
        let shown = figures.filter { !$0.isEmpty }
        return shown.isEmpty ? "" : "<div class=\"charts\">\n\(shown.map(\.html).joined())</div>\n"
    }

    /// A page that needs nothing but itself: no script, and a policy that forbids any request.
    static func page(title: String, body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>\(escaped(title))</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <style>
        \(PageStyle.css)
        </style></head><body>
        \(body)
        </body></html>

        """
    }
}
