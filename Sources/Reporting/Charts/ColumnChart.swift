/// Vertical bars with whiskers, such as the uplift of tenths of a ranking.
struct ColumnChart {
    struct Bar {
        var label: String
        var value: Double
        var lower: Double?
        var upper: Double?
    }

    var title: String
    var xLabel: String
    var yLabel: String
    var bars: [Bar]
    var color = Palette.color(0)
    /// A dashed line at a height, with its name in the key.
    struct Reference {
        var value: Double
        var name: String
        var color = Palette.ink
    }

    var references: [Reference] = []

    private static let plot = (left: 66.0, top: 34.0, right: 506.0, bottom: 250.0)

    var svg: String {
        guard !bars.isEmpty else { return "" }
        let plot = ColumnChart.plot
        let heights = bars.flatMap { [$0.value, $0.lower ?? $0.value, $0.upper ?? $0.value] }
        let axis = Axis(heights + references.map(\.value), .fromZero)
        func place(_ value: Double) -> Double { plot.bottom - axis.place(value) * (plot.bottom - plot.top) }
        var body = SVG.text(4, 16, SVG.cut(title, to: Chart.width - 8), isBold: true)
        for tick in axis.ticks {
            let color = tick == 0 ? Palette.axis : Palette.grid
            body += SVG.line(plot.left, place(tick), plot.right, place(tick), color)
            body += SVG.text(plot.left - 6, place(tick) + 4, axis.label(tick), anchor: "end")
        }
        let step = (plot.right - plot.left) / Double(bars.count)
        for (index, bar) in bars.enumerated() {
            let center = plot.left + (Double(index) + 0.5) * step
            let (high, low) = (place(max(0, bar.value)), place(min(0, bar.value)))
            body += SVG.rectangle(center - 0.35 * step, high, 0.7 * step, low - high, color)
            if let lower = bar.lower, let upper = bar.upper {
                body += SVG.line(center, place(lower), center, place(upper), Palette.ink)
                for end in [lower, upper] {
                    body += SVG.line(center - 5, place(end), center + 5, place(end), Palette.ink)
                }
            }
            body += SVG.text(center, plot.bottom + 17, bar.label, anchor: "middle")
        }
        var key: [Legend.Entry] = []
        for reference in references {
            body += SVG.line(
                plot.left, place(reference.value), plot.right, place(reference.value), reference.color,
                isDashed: true)
            key.append(Legend.Entry(name: reference.name, color: reference.color, symbol: .reference))
        }
        body += SVG.text((plot.left + plot.right) / 2, plot.bottom + 34, xLabel, anchor: "middle")
        body += SVG.rotated(13, (plot.top + plot.bottom) / 2, yLabel)
        let legend = Legend(entries: key).drawn(left: 8, top: plot.bottom + 42, width: Chart.width - 16)
        return SVG.figure(
            body + legend.svg, width: Chart.width, height: plot.bottom + 42 + legend.height + 4, title: title)
    }
}
