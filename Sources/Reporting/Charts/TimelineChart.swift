/// When stages began and ended, as bars over one axis of hours, in groups one below the other.
struct TimelineChart {
    struct Bar {
        var label: String
        var begin: Double
        var end: Double
        /// What stands beside the bar, such as how many calls there were.
        var note: String
    }

    struct Group {
        var name: String
        var bars: [Bar]
        /// A line across the group.
        var line: (hour: Double, name: String)
    }

    var title: String
    var xLabel: String
    var groups: [Group]

    private static let (top, rowHeight, headHeight, left) = (28.0, 20.0, 24.0, 104.0)

    var svg: String {
        guard groups.contains(where: { !$0.bars.isEmpty }) else { return "" }
        let hours = groups.flatMap { $0.bars.map(\.end) + [$0.line.hour] }
        let axis = Axis(hours, .fromZero)
        let right = Chart.width - 16
        func place(_ hour: Double) -> Double {
            TimelineChart.left + axis.place(hour) * (right - TimelineChart.left)
        }
        var body = SVG.text(4, 16, title, isBold: true)
        let rows = groups.reduce(0.0) {
            $0 + TimelineChart.headHeight + Double($1.bars.count) * TimelineChart.rowHeight
        }
        let bottom = TimelineChart.top + rows + 4
        for tick in axis.ticks {
            body += SVG.line(
                place(tick), TimelineChart.top, place(tick), bottom, tick == 0 ? Palette.axis : Palette.grid)
            body += SVG.text(place(tick), bottom + 15, axis.label(tick), anchor: "middle")
        }
        var y = TimelineChart.top
        for group in groups {
            let end = y + TimelineChart.headHeight + Double(group.bars.count) * TimelineChart.rowHeight
            body += SVG.text(4, y + 16, group.name, isBold: true)
            body += SVG.line(
                place(group.line.hour), y + 6, place(group.line.hour), end, Palette.ink, isDashed: true)
            body += SVG.text(place(group.line.hour) - 4, y + 16, group.line.name, anchor: "end")
            y += TimelineChart.headHeight
            for bar in group.bars {
                body += drawn(bar, y, right, place)
                y += TimelineChart.rowHeight
            }
        }
        body += SVG.text((TimelineChart.left + right) / 2, bottom + 33, xLabel, anchor: "middle")
        return SVG.figure(body, width: Chart.width, height: bottom + 40, title: title)
    }

    /// Two hours as text, in minutes or seconds where they are short.
    static func span(_ begin: Double, _ end: Double) -> String {
        let (length, unit) =
            end < 1.0 / 60 ? (3_600.0, "s") : end < 2 ? (60.0, "min") : (1.0, "h")
        return "\(Digits.fixed(begin * length, 1)) to \(Digits.fixed(end * length, 1)) \(unit)"
    }

    /// A bar, two units wide at least, with its note where there is more room.
    private func drawn(_ bar: Bar, _ y: Double, _ right: Double, _ place: (Double) -> Double) -> String {
        let (from, to) = (place(bar.begin), max(place(bar.end), place(bar.begin) + 2))
        let note = SVG.cut(bar.note, to: max(from - TimelineChart.left, right - to) - 10)
        let isAfter = right - to >= SVG.textWidth(note) + 8
        return SVG.text(TimelineChart.left - 8, y + 13, bar.label, anchor: "end")
            + SVG.rectangle(
                from, y + 3, to - from, 12, Palette.color(0), title: "\(bar.label): \(bar.note)")
            + SVG.text(isAfter ? to + 6 : from - 6, y + 13, note, anchor: isAfter ? "start" : "end")
    }
}
