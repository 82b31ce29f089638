/// Finds room for the labels of points, so that none covers another label or a point.
struct LabelPlacer {
    private struct Box {
        var left: Double
        var top: Double
        var right: Double
        var bottom: Double

        func overlaps(_ other: Box) -> Bool {
            left < other.right && other.left < right && top < other.bottom && other.top < bottom
        }
    }

    private var taken: [Box]
    /// What labels keep off as long as there is room elsewhere.
    private let avoided: [Box]
    private let plot: Box

    /// - Parameters:
    ///   - points: centres of the points that must stay visible.
    ///   - avoided: points of lines and whiskers, which a label covers only where nothing else is left.
    ///   - left, top, right, bottom: where labels may stand.
    init(
        points: [(x: Double, y: Double)], avoided: [(x: Double, y: Double)] = [], left: Double, top: Double,
        right: Double, bottom: Double
    ) {
        taken = points.map { Box(left: $0.x - 4, top: $0.y - 4, right: $0.x + 4, bottom: $0.y + 4) }
        self.avoided = avoided.map { Box(left: $0.x - 4, top: $0.y - 2, right: $0.x + 4, bottom: $0.y + 2) }
        plot = Box(left: left, top: top, right: right, bottom: bottom)
    }

    /// Takes room beside a point.
    /// - Returns: where the text starts, or nil where it fits nowhere.
    /// - Complexity: O(points + labels placed).
    mutating func place(_ text: String, at point: (x: Double, y: Double)) -> (x: Double, y: Double)? {
        let (width, height, gap) = (SVG.textWidth(text), 13.0, 8.0)
        let corners = [
            (point.x + gap, point.y - height - 1), (point.x + gap, point.y + 1),
            (point.x - gap - width, point.y - height - 1),
            (point.x - gap - width, point.y + 1), (point.x - width / 2, point.y - height - gap),
            (point.x - width / 2, point.y + gap), (point.x + gap, point.y + 6),
            (point.x + gap, point.y - height - 6),
            (point.x + 2 * gap, point.y - height / 2),
        ]
        for others in [taken + avoided, taken] {
            for (left, top) in corners {
                let box = Box(left: left, top: top, right: left + width, bottom: top + height)
                guard box.left >= plot.left, box.right <= plot.right, box.top >= plot.top,
                    box.bottom <= plot.bottom,
                    !others.contains(where: box.overlaps)
                else { continue }
                taken.append(box)
                return (left, top + height - 3)
            }
        }
        return nil
    }
}
