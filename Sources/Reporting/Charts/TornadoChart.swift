/// What would change the answer: a span from the low to the high value of each input.
struct TornadoChart {
    struct Bar {
        var name: String
        var low: String
        var high: String
        var valueAtLow: Double
        var valueAtHigh: Double
        /// What is best at both ends, where the ends differ; else empty.
        var change: String
    }

    var title: String
    var xLabel: String
    var bars: [Bar]

    private static let (top, rowHeight) = (30.0, 36.0)
    private static let (steady, deciding) = ("#1b6ca8", "#c2410c")

    var svg: String {
        guard !bars.isEmpty else { return "" }
        let left = min(190, 14 + (bars.map { SVG.textWidth($0.name) }.max() ?? 0))
        // The ends' labels stand outside the spans.
        let room = 10 + (bars.flatMap { [$0.low, $0.high] }.map(SVG.textWidth).max() ?? 0)
        let (from, to) = (left + room, Chart.width - 10 - room)
        let axis = Axis(bars.flatMap { [$0.valueAtLow, $0.valueAtHigh] }, .fromZero)
        func place(_ value: Double) -> Double { from + axis.place(value) * (to - from) }
        let bottom = TornadoChart.top + Double(bars.count) * TornadoChart.rowHeight + 4
        var body = SVG.text(4, 16, title, isBold: true)
        for tick in axis.ticks {
            let color = tick == 0 ? Palette.axis : Palette.grid
            body += SVG.line(place(tick), TornadoChart.top - 4, place(tick), bottom, color)
            body += SVG.text(place(tick), bottom + 15, axis.label(tick), anchor: "middle")
        }
        for (index, bar) in bars.enumerated() {
            body += drawn(
                bar, top: TornadoChart.top + Double(index) * TornadoChart.rowHeight, left: left, place)
        }
        body += SVG.text((from + to) / 2, bottom + 33, xLabel, anchor: "middle")
        let legend = Legend(entries: key).drawn(left: 8, top: bottom + 42, width: Chart.width - 16)
        return SVG.figure(
            body + legend.svg, width: Chart.width, height: bottom + 42 + legend.height + 4, title: title)
    }

    private func drawn(_ bar: Bar, top: Double, left: Double, _ place: (Double) -> Double) -> String {
        let color = bar.change.isEmpty ? TornadoChart.steady : TornadoChart.deciding
        let (low, high) = (place(bar.valueAtLow), place(bar.valueAtHigh))
        let (first, last) = low <= high ? (bar.low, bar.high) : (bar.high, bar.low)
        let middle = top + 9
        var body = SVG.text(left - 8, middle + 4, bar.name, anchor: "end")
        if abs(bar.valueAtHigh - bar.valueAtLow) < 0.005 {
            return body + SVG.circle(low, middle, 3.2, Palette.muted)
                + SVG.text(low + 8, middle + 4, "no effect")
        }
        body += SVG.rectangle(min(low, high), middle - 5, abs(high - low), 10, color)
        body += SVG.circle(low, middle, 4.5, color, isHollow: true) + SVG.circle(high, middle, 5.5, color)
        body += SVG.text(min(low, high) - 9, middle + 4, first, anchor: "end")
        body += SVG.text(max(low, high) + 9, middle + 4, last)
        guard !bar.change.isEmpty else { return body }
        let half = SVG.textWidth(bar.change) / 2
        let centre = min(max((low + high) / 2, left + half), Chart.width - 4 - half)
        return body + SVG.text(centre, middle + 21, bar.change, anchor: "middle", color: color)
    }

    private var key: [Legend.Entry] {
        var entries = [
            Legend.Entry(name: "at the low value", color: Palette.ink, symbol: .hollow),
            Legend.Entry(name: "at the high value", color: Palette.ink, symbol: .disc),
        ]
        if bars.contains(where: { !$0.change.isEmpty }) {
            entries.append(.init(name: "changes which row is best", color: TornadoChart.deciding))
        }
        return entries
    }
}
