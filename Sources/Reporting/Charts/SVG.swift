/// The few shapes of SVG that charts are made of. Coordinates are written with one decimal.
enum SVG {
    /// Width of a text at the charts' font size of 12, in the units of the drawing: close enough for layout.
    static func textWidth(_ text: String) -> Double {
        text.reduce(0) { width, character in
            switch character {
            case "i", "l", "j", "t", "f", "r", "-", " ", ".", ",", ":", ";", "'", "(", ")": width + 3.9
            case "m", "w", "M", "W", "…", "→", "%": width + 11
            case "A"..."Z": width + 8.6
            default: width + 6.8
            }
        }
    }

    /// A text cut with an ellipsis where it is wider than `width`.
    static func cut(_ text: String, to width: Double) -> String {
        guard textWidth(text) > width else { return text }
        var short = text
        while !short.isEmpty, textWidth(short + "…") > width { short.removeLast() }
        return short + "…"
    }

    static func figure(_ body: String, width: Double, height: Double, title: String) -> String {
        "<svg viewBox=\"0 0 \(number(width)) \(number(height))\" role=\"img\" aria-label=\"\(HTML.escaped(title))\">\n"
            + body + "</svg>"
    }

    static func number(_ value: Double) -> String {
        let text = Digits.fixed(value, 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    static func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String, isDashed: Bool = false
    ) -> String {
        let dash = isDashed ? " stroke-dasharray=\"5 4\"" : ""
        return "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" "
            + "stroke=\"\(color)\"\(dash)/>\n"
    }

    /// A rim in the colour of the page, so that text is read over lines.
    private static let halo =
        " paint-order=\"stroke\" stroke=\"\(Palette.surface)\" stroke-width=\"3\" stroke-linejoin=\"round\""

    /// - Parameter anchor: `start`, `middle` or `end`.
    static func text(
        _ x: Double, _ y: Double, _ text: String, anchor: String = "start", isBold: Bool = false,
        color: String = Palette.ink, hasHalo: Bool = false
    ) -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" fill=\"\(color)\""
            + (isBold ? " font-weight=\"bold\"" : "") + (hasHalo ? halo : "")
            + ">\(HTML.escaped(text))</text>\n"
    }

    /// Text that reads upwards, centred.
    static func rotated(_ x: Double, _ y: Double, _ text: String) -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"middle\" fill=\"\(Palette.ink)\" "
            + "transform=\"rotate(-90 \(number(x)) \(number(y)))\">\(HTML.escaped(text))</text>\n"
    }

    static func circle(_ x: Double, _ y: Double, _ radius: Double, _ color: String, isHollow: Bool = false)
        -> String
    {
        "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\" "
            + (isHollow
                ? "fill=\"\(Palette.surface)\" stroke=\"\(color)\" stroke-width=\"2\"/>\n"
                : "fill=\"\(color)\"/>\n")
    }

    /// A cross of two strokes: a point that is out of bounds.
    static func cross(_ x: Double, _ y: Double, _ radius: Double, _ color: String) -> String {
        let (left, right, top, bottom) = (
            number(x - radius), number(x + radius), number(y - radius), number(y + radius)
        )
        return
            "<path d=\"M\(left) \(top)L\(right) \(bottom)M\(left) \(bottom)L\(right) \(top)\" fill=\"none\" "
            + "stroke=\"\(color)\" stroke-width=\"2.2\"/>\n"
    }

    static func diamond(_ x: Double, _ y: Double, _ radius: Double, _ color: String) -> String {
        polygon([(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)], color, opacity: 1)
    }

    /// Shapes with what a pointer over them shows.
    static func titled(_ body: String, _ title: String) -> String {
        title.isEmpty ? body : "<g><title>\(HTML.escaped(title))</title>\n\(body)</g>\n"
    }

    /// An empty circle around something else.
    static func ring(_ x: Double, _ y: Double, _ radius: Double, width: Double) -> String {
        "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\" fill=\"none\" "
            + "stroke=\"\(Palette.ink)\" stroke-width=\"\(number(width))\"/>\n"
    }

    /// - Parameter title: what a pointer over the rectangle shows.
    static func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ color: String, title: String = ""
    ) -> String {
        let head =
            "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(max(0, width)))\" "
            + "height=\"\(number(max(0, height)))\" fill=\"\(color)\""
        return head + (title.isEmpty ? "/>\n" : "><title>\(HTML.escaped(title))</title></rect>\n")
    }

    /// A horizontal or vertical line with a cap at both ends.
    static func whisker(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ color: String)
        -> String
    {
        let isFlat = from.y == to.y
        let (across, down) = isFlat ? (0.0, 4.0) : (4.0, 0.0)
        return line(from.x, from.y, to.x, to.y, color)
            + [from, to].map { line($0.x - across, $0.y - down, $0.x + across, $0.y + down, color) }.joined()
    }

    static func polyline(_ points: [(Double, Double)], _ color: String) -> String {
        "<polyline fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\" points=\"\(list(points))\"/>\n"
    }

    static func polygon(_ points: [(Double, Double)], _ color: String, opacity: Double) -> String {
        "<polygon fill=\"\(color)\" fill-opacity=\"\(opacity)\" points=\"\(list(points))\"/>\n"
    }

    private static func list(_ points: [(Double, Double)]) -> String {
        points.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")
    }
}
