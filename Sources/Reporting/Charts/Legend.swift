/// The key of a chart, in as many lines as it needs.
struct Legend {
    enum Symbol {
        case square, recommended, member, hollow, disc, diamond, cross, whisker
        /// A dashed line.
        case reference
    }

    struct Entry {
        var name: String
        var color: String
        var symbol = Symbol.square
    }

    var entries: [Entry]
    private static let lineHeight = 17.0

    /// Draws the key below `top`.
    /// - Returns: the shapes, and the height that they take.
    func drawn(left: Double, top: Double, width: Double) -> (svg: String, height: Double) {
        guard !entries.isEmpty else { return ("", 0) }
        var body = ""
        var (x, y) = (left, top + 12)
        for entry in entries {
            let needed = 16 + SVG.textWidth(entry.name) + 14
            if x > left, x + needed > left + width {
                x = left
                y += Legend.lineHeight
            }
            body += symbol(entry, x, y) + SVG.text(x + 16, y, entry.name)
            x += needed
        }
        return (body, y - top + 6)
    }

    private func symbol(_ entry: Entry, _ x: Double, _ y: Double) -> String {
        switch entry.symbol {
        case .square: SVG.rectangle(x, y - 10, 11, 11, entry.color)
        case .disc: SVG.circle(x + 5.5, y - 4, 4.5, entry.color)
        case .hollow: SVG.circle(x + 5.5, y - 4, 4, entry.color, isHollow: true)
        case .diamond: SVG.diamond(x + 5.5, y - 4, 5.5, entry.color)
        case .cross: SVG.cross(x + 5.5, y - 4, 4, entry.color)
        case .whisker: SVG.whisker((x + 5.5, y - 10), (x + 5.5, y + 2), entry.color)
        case .member: SVG.ring(x + 5.5, y - 4, 5, width: 1)
        case .recommended: SVG.ring(x + 5.5, y - 4, 5, width: 2.6)
        case .reference: SVG.line(x, y - 4, x + 12, y - 4, entry.color, isDashed: true)
        }
    }
}
