/// Horizontal bars of stacked parts, one bar a row, with the sum at its end.
struct BarChart {
    struct Bar {
        var label: String
        /// One amount a part, in the order of `parts`; negative ones stack to the left.
        var amounts: [Double]
        var isRecommended = false
    }

    var title: String
    var xLabel: String
    var parts: [String]
    var bars: [Bar]

    private static let (top, rowHeight, thickness) = (30.0, 21.0, 15.0)

    var svg: String {
        guard !bars.isEmpty, !parts.isEmpty else { return "" }
        let left = min(190, 14 + (bars.map { SVG.textWidth($0.label) }.max() ?? 0))
        let right = Chart.width - 58
        let ends = bars.flatMap { bar in
            [bar.amounts.reduce(0) { $0 + max(0, $1) }, bar.amounts.reduce(0) { $0 + min(0, $1) }]
        }
        let axis = Axis(ends, .fromZero)
        func place(_ value: Double) -> Double { left + axis.place(value) * (right - left) }
        let bottom = BarChart.top + Double(bars.count) * BarChart.rowHeight + 4
        var body = SVG.text(4, 16, title, isBold: true)
        for tick in axis.ticks {
            let color = tick == 0 ? Palette.axis : Palette.grid
            body += SVG.line(place(tick), BarChart.top - 4, place(tick), bottom, color)
            body += SVG.text(place(tick), bottom + 15, axis.label(tick), anchor: "middle")
        }
        for (index, bar) in bars.enumerated() {
            body += drawn(bar, top: BarChart.top + Double(index) * BarChart.rowHeight, left: left, place)
        }
        body += SVG.text((left + right) / 2, bottom + 33, xLabel, anchor: "middle")
        let entries = parts.indices.map { Legend.Entry(name: parts[$0], color: Palette.color($0)) }
        let legend = Legend(entries: entries).drawn(left: 8, top: bottom + 42, width: Chart.width - 16)
        return SVG.figure(
            body + legend.svg, width: Chart.width, height: bottom + 42 + legend.height + 4, title: title)
    }

    /// One line per bar, one column per part.
    /// - Parameter first: name of the column of labels.
    func csv(_ first: String) -> String {
        var csv = CSVText()
        csv.row([first] + parts)
        for bar in bars { csv.row([bar.label] + bar.amounts.map(CSVText.number)) }
        return csv.text
    }

    private func drawn(_ bar: Bar, top: Double, left: Double, _ place: (Double) -> Double) -> String {
        var body = SVG.text(left - 8, top + 12, bar.label, anchor: "end", isBold: bar.isRecommended)
        var (above, below) = (0.0, 0.0)
        for (index, amount) in bar.amounts.enumerated() where amount != 0 {
            let start = amount > 0 ? above : below
            if amount > 0 { above += amount } else { below += amount }
            let (from, to) = (place(min(start, start + amount)), place(max(start, start + amount)))
            body += SVG.rectangle(
                from, top, to - from, BarChart.thickness, Palette.color(index),
                title: "\(parts[index]): \(Short.plain(amount))")
        }
        return body + SVG.text(place(above) + 5, top + 12, Short.plain(bar.amounts.reduce(0, +)))
    }
}
