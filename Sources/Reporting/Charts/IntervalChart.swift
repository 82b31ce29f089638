/// Horizontal intervals, one line a row, about a vertical line at zero: forest, lift, balance and calibration plots.
struct IntervalChart {
    /// One value of a row, with its interval if it has one.
    struct Mark {
        enum Shape { case disc, hollow, diamond }

        var value: Double
        var lower: Double?
        var upper: Double?
        var color: String
        var shape = Shape.disc
    }

    struct Row {
        var label: String
        var marks: [Mark]
        /// Words to the right of the plot.
        var note = ""
        var isBold = false
    }

    var title: String
    var xLabel: String
    var rows: [Row]
    var key: [Legend.Entry] = []
    /// Dashed vertical lines beside zero.
    var references: [Double] = []
    /// A dashed vertical line with its name in the key, such as the break-even.
    var bar: (value: Double, name: String)?

    private static let (top, rowHeight) = (30.0, 24.0)

    var svg: String {
        guard !rows.isEmpty else { return "" }
        let widest = rows.map { SVG.textWidth($0.label) }.max() ?? 0
        let left = min(230, 16 + widest)
        let notes = rows.map { SVG.textWidth($0.note) }.max() ?? 0
        let right = Chart.width - 12 - min(150, notes + 8)
        let values = rows.flatMap { row in
            row.marks.flatMap { [$0.value, $0.lower ?? $0.value, $0.upper ?? $0.value] }
        }
        let dashed = references + (bar.map { [$0.value] } ?? [])
        let labels = DistinctLabels(rows.map(\.label), limit: left - 15.9, width: SVG.textWidth)
        let axis = Axis(values + dashed, .fromZero)
        func place(_ value: Double) -> Double { left + axis.place(value) * (right - left) }
        let bottom = IntervalChart.top + Double(rows.count) * IntervalChart.rowHeight + 4
        var body = SVG.text(4, 16, SVG.cut(title, to: Chart.width - 8), isBold: true)
        for tick in axis.ticks {
            let color = tick == 0 ? Palette.axis : Palette.grid
            body += SVG.line(place(tick), IntervalChart.top - 4, place(tick), bottom, color)
            body += SVG.text(place(tick), bottom + 15, axis.label(tick), anchor: "middle")
        }
        for reference in dashed {
            body += SVG.line(
                place(reference), IntervalChart.top - 4, place(reference), bottom, Palette.ink, isDashed: true
            )
        }
        for (index, row) in rows.enumerated() {
            let middle = IntervalChart.top + (Double(index) + 0.5) * IntervalChart.rowHeight
            body += SVG.text(
                left - 8, middle + 4, labels[row.label], anchor: "end",
                isBold: row.isBold)
            let gap = row.marks.count > 1 ? 7.0 : 0
            for (position, mark) in row.marks.enumerated() {
                let offset = (Double(position) - Double(row.marks.count - 1) / 2) * gap
                body += IntervalChart.drawn(mark, middle + offset, place)
            }
            if !row.note.isEmpty { body += SVG.text(right + 8, middle + 4, SVG.cut(row.note, to: 150)) }
        }
        body += SVG.text(
            (left + right) / 2, bottom + 33,
            SVG.cut(xLabel, to: min(left + right, 2 * Chart.width - left - right)),
            anchor: "middle")
        let named = bar.map { [Legend.Entry(name: $0.name, color: Palette.ink, symbol: .reference)] } ?? []
        let legend = Legend(entries: key + named).drawn(left: 8, top: bottom + 42, width: Chart.width - 16)
        return SVG.figure(
            body + legend.svg, width: Chart.width, height: bottom + 42 + legend.height + 4, title: title)
    }

    private static func drawn(_ mark: Mark, _ y: Double, _ place: (Double) -> Double) -> String {
        let x = place(mark.value)
        if mark.shape == .diamond, let lower = mark.lower, let upper = mark.upper {
            let ends = [(place(lower), y), (x, y - 7), (place(upper), y), (x, y + 7)]
            return SVG.polygon(ends, mark.color, opacity: 1)
        }
        var body = ""
        if let lower = mark.lower, let upper = mark.upper {
            body += SVG.line(place(lower), y, place(upper), y, mark.color)
            for end in [lower, upper] { body += SVG.line(place(end), y - 3, place(end), y + 3, mark.color) }
        }
        return body + SVG.circle(x, y, 3.6, mark.color, isHollow: mark.shape == .hollow)
    }
}
