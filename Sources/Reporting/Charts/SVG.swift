/// The few shapes of SVG that charts are made of. Coordinates are written with one decimal.
enum SVG {
    static func figure(_ body: String, width: Double, height: Double, title: String) -> String {
        "<svg viewBox=\"0 0 \(number(width)) \(number(height + 6))\" role=\"img\" aria-label=\"\(HTML.escaped(title))\">\(body)</svg>"
    }

    static func number(_ value: Double) -> String { Digits.fixed(value, 1) }

    static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String) -> String {
        "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" stroke=\"\(color)\"/>"
    }

    static func text(_ x: Double, _ y: Double, _ text: String, anchor: String, weight: String = "normal")
        -> String
    {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" font-weight=\"\(weight)\">\(HTML.escaped(text))</text>"
    }

    /// Text that reads upwards, centred.
    static func rotated(_ x: Double, _ y: Double, _ text: String) -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"middle\" "
            + "transform=\"rotate(-90 \(number(x)) \(number(y)))\">\(HTML.escaped(text))</text>"
    }

    static func circle(_ x: Double, _ y: Double, _ radius: Double, _ color: String) -> String {
        "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\" fill=\"\(color)\"/>"
    }

    static func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ color: String)
        -> String
    {
        "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(max(0, width)))\" height=\"\(number(max(0, height)))\" fill=\"\(color)\"/>"
    }

    static func polyline(_ points: [(Double, Double)], _ color: String) -> String {
        "<polyline fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\" points=\"\(list(points))\"/>"
    }

    static func polygon(_ points: [(Double, Double)], _ color: String, opacity: Double) -> String {
        "<polygon fill=\"\(color)\" fill-opacity=\"\(opacity)\" points=\"\(list(points))\"/>"
    }

    private static func list(_ points: [(Double, Double)]) -> String {
        points.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")
    }
}
