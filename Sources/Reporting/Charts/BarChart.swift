/// Horizontal bars: stacked parts from zero, or one span a bar from a low to a high value.
struct BarChart {
    struct Part {
        var low: Double
        var high: Double
        var color: String
        var name: String
    }
    struct Bar {
        var label: String
        var parts: [Part]
    }

    var title: String
    var xLabel: String
    var bars: [Bar]
    var legend: [(name: String, color: String)] = []

    var svg: String {
        let (width, left, right) = (640.0, 190.0, 20.0)
        let rowHeight = 22.0
        let ends = bars.flatMap { $0.parts.flatMap { [$0.low, $0.high] } }
        guard !ends.isEmpty else { return "" }
        let axis = Axis(ends, isLogarithmic: false, includesZero: true)
        func px(_ value: Double) -> Double { left + axis.place(value) * (width - left - right) }
        let bottom = 30 + Double(bars.count) * rowHeight
        var body = SVG.text(8, 18, title, anchor: "start", weight: "bold")
        for tick in axis.ticks {
            body += SVG.line(px(tick), 28, px(tick), bottom, tick == 0 ? "#888" : "#e3e3e3")
            body += SVG.text(px(tick), bottom + 15, Short.plain(tick), anchor: "middle")
        }
        for (index, bar) in bars.enumerated() {
            let y = 32 + Double(index) * rowHeight
            body += SVG.text(left - 8, y + 13, bar.label, anchor: "end")
            for part in bar.parts {
                body += SVG.rectangle(
                    px(min(part.low, part.high)), y, max(1, abs(px(part.high) - px(part.low))), rowHeight - 6,
                    part.color)
            }
        }
        body += SVG.text((left + width) / 2, bottom + 34, xLabel, anchor: "middle")
        for (index, entry) in legend.enumerated() {
            let (x, y) = (8 + Double(index % 3) * 210, bottom + 54 + Double(index / 3) * 16)
            body +=
                SVG.rectangle(x, y - 9, 10, 10, entry.color)
                + SVG.text(x + 14, y, entry.name, anchor: "start")
        }
        let rows = Double((legend.count + 2) / 3)
        return SVG.figure(
            body, width: width, height: bottom + 40 + rows * 16 + (rows > 0 ? 8 : 0), title: title)
    }
}
