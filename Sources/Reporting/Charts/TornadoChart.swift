/// What would change the answer: for each input the change from the base at its low and its high value.
struct TornadoChart {
    struct End {
        /// The input's value here.
        var value: String
        /// Change from the base.
        var change: Double
        /// Half the length of its error bar.
        var error: Double?
    }

    struct Bar {
        var name: String
        var low: End
        var high: End
        /// What is best at an end that turns the answer, one line each; else empty.
        var flips: [String]
    }

    var title: String
    var xLabel: String
    var bars: [Bar]

    private static let (top, rowHeight, lineHeight) = (44.0, 26.0, 15.0)
    private static let (steady, deciding) = (Palette.color(0), Palette.color(1))

    var svg: String {
        guard !bars.isEmpty else { return "" }
        let left = min(190, 14 + (bars.map { SVG.textWidth($0.name) }.max() ?? 0))
        let ends = bars.flatMap { [$0.low, $0.high] }
        // The ends' labels stand outside the spans.
        let room = 12 + (ends.map { SVG.textWidth($0.value) }.max() ?? 0)
        let (from, to) = (left + room, Chart.width - 6 - room)
        let axis = Axis(
            ends.flatMap { [$0.change - ($0.error ?? 0), $0.change + ($0.error ?? 0)] }, .fromZero)
        func place(_ value: Double) -> Double { from + axis.place(value) * (to - from) }
        var tops: [Double] = []
        var bottom = TornadoChart.top
        for bar in bars {
            tops.append(bottom)
            bottom += TornadoChart.rowHeight + Double(bar.flips.count) * TornadoChart.lineHeight
        }
        var body = SVG.text(4, 16, title, isBold: true)
        for tick in axis.ticks where tick != 0 {
            body += SVG.line(place(tick), TornadoChart.top - 4, place(tick), bottom, Palette.grid)
        }
        body += SVG.line(place(0), TornadoChart.top - 8, place(0), bottom + 4, Palette.ink)
        body += SVG.text(place(0), TornadoChart.top - 11, "base", anchor: "middle")
        for tick in axis.ticks {
            body += SVG.text(place(tick), bottom + 17, axis.label(tick), anchor: "middle")
        }
        for (bar, top) in zip(bars, tops) { body += drawn(bar, top: top, left: left, place) }
        body += SVG.text(Chart.width / 2, bottom + 35, SVG.cut(xLabel, to: Chart.width - 8), anchor: "middle")
        let legend = Legend(entries: key).drawn(left: 8, top: bottom + 44, width: Chart.width - 16)
        return SVG.figure(
            body + legend.svg, width: Chart.width, height: bottom + 44 + legend.height + 4, title: title)
    }

    private func drawn(_ bar: Bar, top: Double, left: Double, _ place: (Double) -> Double) -> String {
        let color = bar.flips.isEmpty ? TornadoChart.steady : TornadoChart.deciding
        let middle = top + 10
        var body = SVG.text(left - 8, middle + 4, SVG.cut(bar.name, to: left - 12), anchor: "end")
        if bar.low.change == 0, bar.high.change == 0 {
            return body + SVG.circle(place(0), middle, 3.2, Palette.muted)
                + SVG.text(place(0) + 8, middle + 4, "no effect (\(bar.low.value) to \(bar.high.value))")
        }
        let (low, high) = (place(bar.low.change), place(bar.high.change))
        body += SVG.rectangle(
            min(low, high, place(0)), middle - 5, max(low, high, place(0)) - min(low, high, place(0)), 10,
            color)
        let isRising = bar.low.change <= bar.high.change
        let (first, last) = isRising ? (bar.low, bar.high) : (bar.high, bar.low)
        for (end, isHigh) in [(bar.low, false), (bar.high, true)] {
            var mark = ""
            if let error = end.error, error > 0 {
                mark += SVG.whisker(
                    (place(end.change - error), middle), (place(end.change + error), middle), Palette.ink)
            }
            mark += SVG.circle(place(end.change), middle, isHigh ? 5 : 4.5, color, isHollow: !isHigh)
            let error = end.error.map { " ± \(Digits.usd($0))" } ?? ""
            body += SVG.titled(
                mark, "\(bar.name) at \(end.value): \(Digits.signedUSD(end.change))\(error)")
        }
        body += SVG.text(place(first.change - (first.error ?? 0)) - 9, middle + 4, first.value, anchor: "end")
        body += SVG.text(place(last.change + (last.error ?? 0)) + 9, middle + 4, last.value)
        for (line, flip) in bar.flips.enumerated() {
            body += SVG.text(
                Chart.width - 6, middle + 21 + Double(line) * TornadoChart.lineHeight,
                SVG.cut("▸ " + flip, to: Chart.width - 12), anchor: "end", isBold: true)
        }
        return body
    }

    private var key: [Legend.Entry] {
        var entries = [
            Legend.Entry(name: "at the low value", color: Palette.ink, symbol: .hollow),
            Legend.Entry(name: "at the high value", color: Palette.ink, symbol: .disc),
        ]
        if bars.contains(where: { ($0.low.error ?? 0) > 0 || ($0.high.error ?? 0) > 0 }) {
            entries.append(.init(name: "simulation error", color: Palette.ink, symbol: .whisker))
        }
        if bars.contains(where: { !$0.flips.isEmpty }) {
            entries.append(.init(name: "▸ turns the answer", color: TornadoChart.deciding))
        }
        return entries
    }
}
