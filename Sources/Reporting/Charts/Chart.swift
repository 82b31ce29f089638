/// Points over two axes as inline SVG: lines with bands, or points alone. No script, no style sheet.
struct Chart {
    /// Whether a row is in the recommended set.
    enum Mark { case none, member, recommended }

    struct Point {
        var x: Double
        var y: Double
        var low: Double?
        var high: Double?
        var label: String?
        var mark = Mark.none
    }

    struct Series {
        var name: String
        var points: [Point]
        var color: String
        var isLine = true
        var hasBand = false
    }

    var title: String
    var xLabel: String
    var yLabel: String
    var series: [Series]
    var xKind = Axis.Kind.fromZero
    var yKind = Axis.Kind.fromZero
    /// A dashed line at this height.
    var reference: (value: Double, name: String)?
    /// What the thick ring means.
    var ringName = "recommended"

    static let width = 520.0
    private static let plot = (left: 66.0, top: 34.0, right: 506.0, bottom: 250.0)

    /// A margin keeps points at the ends of the range off the labels of the other axis.
    private static func x(_ axis: Axis, _ value: Double) -> Double {
        let margin = 12.0
        return plot.left + margin + axis.place(value) * (plot.right - plot.left - 2 * margin)
    }

    var svg: String {
        let all = series.flatMap(\.points)
        guard !all.isEmpty else { return "" }
        let x = Axis(all.map(\.x), xKind)
        let heights = series.flatMap { one in
            one.points.flatMap { one.hasBand ? [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] : [$0.y] }
        }
        let y = Axis(heights + (reference.map { [$0.value] } ?? []), yKind)
        func place(_ px: Double, _ py: Double) -> (x: Double, y: Double) {
            (
                Chart.x(x, px),
                Chart.plot.bottom - y.place(py) * (Chart.plot.bottom - Chart.plot.top)
            )
        }
        var body = frame(x, y)
        if let reference {
            let height = place(0, reference.value).y
            body += SVG.line(Chart.plot.left, height, Chart.plot.right, height, Palette.ink, isDashed: true)
        }
        for one in series where one.isLine { body += lines(one, place) }
        for one in series { body += dots(one, place) }
        body += labels(place)
        let legend = Legend(entries: key).drawn(
            left: 8, top: Chart.plot.bottom + 42, width: Chart.width - 16)
        return SVG.figure(
            body + legend.svg, width: Chart.width, height: Chart.plot.bottom + 42 + legend.height + 4,
            title: title)
    }

    private func frame(_ x: Axis, _ y: Axis) -> String {
        let plot = Chart.plot
        var body = SVG.text(4, 16, SVG.cut(title, to: Chart.width - 8), isBold: true)
        for tick in y.ticks {
            let height = plot.bottom - y.place(tick) * (plot.bottom - plot.top)
            body += SVG.line(plot.left, height, plot.right, height, tick == 0 ? Palette.axis : Palette.grid)
            body += SVG.text(plot.left - 6, height + 4, y.label(tick), anchor: "end")
        }
        for tick in x.ticks {
            let place = Chart.x(x, tick)
            body += SVG.line(place, plot.bottom, place, plot.bottom + 4, Palette.axis)
            body += SVG.text(place, plot.bottom + 17, x.label(tick), anchor: "middle")
        }
        body += SVG.line(plot.left, plot.bottom, plot.right, plot.bottom, Palette.axis)
        body += SVG.text((plot.left + plot.right) / 2, plot.bottom + 34, xLabel, anchor: "middle")
        return body + SVG.rotated(13, (plot.top + plot.bottom) / 2, yLabel)
    }

    private func lines(_ one: Series, _ place: (Double, Double) -> (x: Double, y: Double)) -> String {
        var body = ""
        let banded = one.points.filter { $0.low != nil && $0.high != nil }
        if one.hasBand, banded.count > 1 {
            let upper = banded.map { place($0.x, $0.high ?? $0.y) }
            let lower = banded.reversed().map { place($0.x, $0.low ?? $0.y) }
            body += SVG.polygon(upper + lower, one.color, opacity: 0.13)
        }
        return body
            + (one.points.count > 1 ? SVG.polyline(one.points.map { place($0.x, $0.y) }, one.color) : "")
    }

    private func dots(_ one: Series, _ place: (Double, Double) -> (x: Double, y: Double)) -> String {
        one.points.map { point in
            let (x, y) = place(point.x, point.y)
            let dot = SVG.circle(x, y, 3.2, one.color)
            switch point.mark {
            case .none: return dot
            case .member: return dot + SVG.ring(x, y, 6, width: 1)
            case .recommended: return dot + SVG.ring(x, y, 6.5, width: 2.6)
            }
        }.joined()
    }

    /// Labels, that of the recommended row first, each only where there is room.
    private func labels(_ place: (Double, Double) -> (x: Double, y: Double)) -> String {
        let points = series.flatMap(\.points)
        var placer = LabelPlacer(
            points: points.map { place($0.x, $0.y) }, left: Chart.plot.left, top: Chart.plot.top,
            right: Chart.plot.right,
            bottom: Chart.plot.bottom)
        var body = ""
        for mark in [Mark.recommended, .member, .none] {
            for point in points where point.mark == mark {
                guard let label = point.label, let corner = placer.place(label, at: place(point.x, point.y))
                else { continue }
                body += SVG.text(corner.x, corner.y, label, isBold: mark == .recommended)
            }
        }
        return body
    }

    private var key: [Legend.Entry] {
        let marks = series.flatMap(\.points).map(\.mark)
        var entries =
            series.count > 1 ? series.map { Legend.Entry(name: $0.name, color: $0.color, symbol: .disc) } : []
        if marks.contains(.recommended) {
            entries.append(.init(name: ringName, color: Palette.ink, symbol: .recommended))
        }
        if marks.contains(.member) {
            entries.append(.init(name: "in the recommended set", color: Palette.ink, symbol: .member))
        }
        if let reference {
            entries.append(.init(name: reference.name, color: Palette.ink, symbol: .reference))
        }
        return entries
    }
}
