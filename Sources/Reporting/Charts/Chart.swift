/// Points over two axes as inline SVG: lines with bands, or points alone. No script, no style sheet.
struct Chart {
    /// How a point stands among the others.
    enum Mark { case none, member, recommended }

    /// What a point is drawn as.
    enum Shape: String {
        case disc
        /// The highest of all.
        case diamond
        /// Out of bounds.
        case cross
    }

    struct Point {
        var x: Double
        var y: Double
        var low: Double?
        var high: Double?
        /// Half the length of a whisker.
        var error: Double?
        /// What the point is of; shown on hover and in the data.
        var name = ""
        /// Written beside the point where there is room.
        var label: String?
        var mark = Mark.none
        var shape = Shape.disc

        /// The heights that its marks reach.
        func extent(hasBand: Bool) -> [Double] {
            let half = error ?? 0
            return [y - half, y + half] + (hasBand ? [low ?? y, high ?? y] : [])
        }
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
    /// What the thick ring, the thin ring, the diamond and the cross mean.
    var ringName = "recommended"
    var memberName = "in the recommended set"
    var diamondName = "highest mean"
    var crossName = "outside a limit"
    /// What whiskers show.
    var errorName = "simulation error"

    static let width = 520.0
    static let plot = (left: 66.0, top: 34.0, right: 506.0, bottom: 250.0)

    /// A margin keeps points at the ends of the range off the labels of the other axis.
    private static func x(_ axis: Axis, _ value: Double) -> Double {
        let margin = 12.0
        return plot.left + margin + axis.place(value) * (plot.right - plot.left - 2 * margin)
    }

    var svg: String {
        let all = series.flatMap(\.points)
        guard !all.isEmpty else { return "" }
        let x = Axis(all.map(\.x), xKind)
        let heights = series.flatMap { one in one.points.flatMap { $0.extent(hasBand: one.hasBand) } }
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
        for one in series where one.hasBand { body += band(one, place) }
        for one in series where one.isLine && one.points.count > 1 {
            body += SVG.polyline(one.points.map { place($0.x, $0.y) }, one.color)
        }
        for one in series { body += dots(one, y, place) }
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
        body += SVG.text(
            (plot.left + plot.right) / 2, plot.bottom + 34, xLabel + x.startNote, anchor: "middle")
        return body + SVG.rotated(13, (plot.top + plot.bottom) / 2, yLabel + y.startNote)
    }

    /// The range of each point, as one area along a line or as bars of their own.
    private func band(_ one: Series, _ place: (Double, Double) -> (x: Double, y: Double)) -> String {
        let banded = one.points.filter { $0.low != nil && $0.high != nil }
        if one.isLine, banded.count > 1 {
            let upper = banded.map { place($0.x, $0.high ?? $0.y) }
            let lower = banded.reversed().map { place($0.x, $0.low ?? $0.y) }
            return SVG.polygon(upper + lower, one.color, opacity: 0.16)
        }
        return banded.map { point in
            let (top, bottom) = (place(point.x, point.high ?? 0), place(point.x, point.low ?? 0))
            return SVG.polygon(
                [
                    (top.x - 4, top.y), (top.x + 4, top.y), (bottom.x + 4, bottom.y),
                    (bottom.x - 4, bottom.y),
                ],
                one.color, opacity: 0.16)
        }.joined()
    }

    private func dots(_ one: Series, _ axis: Axis, _ place: (Double, Double) -> (x: Double, y: Double))
        -> String
    {
        one.points.map { point in
            let (x, y) = place(point.x, point.y)
            var body = ""
            if let error = point.error, error > 0 {
                body += SVG.whisker(
                    place(point.x, point.y - error), place(point.x, point.y + error), Palette.ink)
            }
            switch point.shape {
            case .disc: body += SVG.circle(x, y, 3.6, one.color)
            case .diamond: body += SVG.diamond(x, y, 6, one.color)
            case .cross: body += SVG.cross(x, y, 4.2, one.color)
            }
            switch point.mark {
            case .none: break
            case .member: body += SVG.ring(x, y, 7, width: 1)
            case .recommended: body += SVG.ring(x, y, 8, width: 2.6)
            }
            return SVG.titled(body, hover(point, one, axis))
        }.joined()
    }

    private func hover(_ point: Point, _ one: Series, _ axis: Axis) -> String {
        func text(_ value: Double) -> String {
            axis.kind == .percent ? Digits.percent(value) : Digits.plain(value)
        }
        let names = [point.name, series.count > 1 ? one.name : ""].filter { !$0.isEmpty }
        let range =
            point.low.flatMap { low in point.high.map { ", P5 \(text(low)) to P95 \(text($0))" } } ?? ""
        let error = point.error.map { " ± \(text($0))" } ?? ""
        return (names.isEmpty ? "" : names.joined(separator: ", ") + ": ") + text(point.y) + error + range
    }
}
