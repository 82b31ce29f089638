/// A chart as inline SVG: axes with units, lines with bands, bars or points. No script, no style sheet.
struct Chart {
    struct Point {
        var x: Double
        var y: Double
        var low: Double?
        var high: Double?
        var label: String?
    }
    struct Series {
        var name: String
        var points: [Point]
        var color: String
        var isLine = true
        /// Which points are drawn large.
        var marked: Set<Int> = []
    }

    var title: String
    var xLabel: String
    var yLabel: String
    var series: [Series]
    var isXLogarithmic = false
    /// The y axis as a share in percent.
    var isPercent = false

    static let colors = [
        "#1b6ca8", "#d1495b", "#3a7d44", "#8f5fbf", "#c77d0a", "#4a4e69", "#00798c", "#9c6644",
    ]
    private static let width = 640.0, height = 320.0
    private static let left = 74.0, right = 16.0, top = 34.0, bottom = 52.0

    var svg: String {
        let all = series.flatMap(\.points)
        guard !all.isEmpty else { return "" }
        let x = Axis(all.map(\.x), isLogarithmic: isXLogarithmic, includesZero: false)
        let y = Axis(
            all.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] }, isLogarithmic: false, includesZero: true)
        func px(_ value: Double) -> Double {
            Chart.left + x.place(value) * (Chart.width - Chart.left - Chart.right)
        }
        func py(_ value: Double) -> Double {
            Chart.height - Chart.bottom - y.place(value) * (Chart.height - Chart.top - Chart.bottom)
        }
        var body = frame(x, y, px, py)
        for one in series { body += draw(one, px, py) }
        return SVG.figure(
            body, width: Chart.width, height: Chart.height + Double((series.count - 1) / 3) * 16, title: title
        )
    }

    private func frame(_ x: Axis, _ y: Axis, _ px: (Double) -> Double, _ py: (Double) -> Double) -> String {
        var body = SVG.text(Chart.left, 18, title, anchor: "start", weight: "bold")
        for tick in y.ticks {
            body += SVG.line(
                Chart.left, py(tick), Chart.width - Chart.right, py(tick), tick == 0 ? "#888" : "#e3e3e3")
            body += SVG.text(
                Chart.left - 6, py(tick) + 4, isPercent ? Digits.percent(tick, 0) : Short.plain(tick),
                anchor: "end")
        }
        for tick in x.ticks {
            body += SVG.line(
                px(tick), Chart.height - Chart.bottom, px(tick), Chart.height - Chart.bottom + 4, "#888")
            body += SVG.text(px(tick), Chart.height - Chart.bottom + 17, Short.plain(tick), anchor: "middle")
        }
        body += SVG.text((Chart.left + Chart.width) / 2, Chart.height - 18, xLabel, anchor: "middle")
        body += SVG.rotated(14, (Chart.height - Chart.bottom + Chart.top) / 2, yLabel)
        for (index, one) in series.enumerated() where series.count > 1 {
            let (column, row) = (index % 3, index / 3)
            let (x0, y0) = (Chart.left + Double(column) * 185, Chart.height - 4 + Double(row) * 16)
            body +=
                SVG.rectangle(x0, y0 - 9, 10, 10, one.color)
                + SVG.text(x0 + 14, y0, one.name, anchor: "start")
        }
        return body
    }

    private func draw(_ one: Series, _ px: (Double) -> Double, _ py: (Double) -> Double) -> String {
        var body = ""
        let banded = one.points.filter { $0.low != nil && $0.high != nil }
        if one.isLine, banded.count > 1 {
            let upper = banded.map { (px($0.x), py($0.high ?? 0)) }
            let lower = banded.reversed().map { (px($0.x), py($0.low ?? 0)) }
            body += SVG.polygon(upper + lower, one.color, opacity: 0.14)
        }
        if one.isLine { body += SVG.polyline(one.points.map { (px($0.x), py($0.y)) }, one.color) }
        for (index, point) in one.points.enumerated() {
            body += SVG.circle(px(point.x), py(point.y), one.marked.contains(index) ? 6 : 3.2, one.color)
            if let label = point.label {
                body += SVG.text(px(point.x) + 7, py(point.y) - 6, label, anchor: "start")
            }
        }
        return body
    }
}
