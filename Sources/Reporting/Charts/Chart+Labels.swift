extension Chart {
    /// Labels, that of the recommended row first, each only where there is room.
    func labels(_ place: (Double, Double) -> (x: Double, y: Double)) -> String {
        let points = series.flatMap(\.points)
        var placer = LabelPlacer(
            points: points.map { place($0.x, $0.y) }, avoided: thin(points, place), left: Chart.plot.left,
            top: Chart.plot.top, right: Chart.plot.right, bottom: Chart.plot.bottom)
        var body = ""
        for mark in [Mark.recommended, .member, .none] {
            for one in series {
                for point in one.points where point.mark == mark {
                    guard let label = point.label ?? lineName(at: point, of: one),
                        let corner = placer.place(label, at: place(point.x, point.y))
                    else { continue }
                    body += SVG.text(
                        corner.x, corner.y, label, isBold: mark == .recommended, hasHalo: true)
                }
            }
        }
        return body
    }

    /// A line among several has its name at its end, so that colour is not all that tells it apart.
    private func lineName(at point: Point, of one: Series) -> String? {
        let isEnd = point.x == one.points.last?.x && point.y == one.points.last?.y
        return series.count > 1 && one.isLine && isEnd ? one.name : nil
    }

    /// Points along whiskers and the reference line.
    private func thin(_ points: [Point], _ place: (Double, Double) -> (x: Double, y: Double)) -> [(
        x: Double, y: Double
    )] {
        var list: [(x: Double, y: Double)] = []
        for point in points {
            guard let error = point.error, error > 0 else { continue }
            let (top, bottom) = (place(point.x, point.y + error), place(point.x, point.y - error))
            list += stride(from: top.y, through: bottom.y, by: 4).map { (x: top.x, y: $0) }
        }
        if let reference {
            let height = place(0, reference.value).y
            list += stride(from: Chart.plot.left, through: Chart.plot.right, by: 8).map { (x: $0, y: height) }
        }
        return list
    }

    var key: [Legend.Entry] {
        let points = series.flatMap(\.points)
        var entries =
            series.count > 1
            ? series.map { Legend.Entry(name: $0.name, color: $0.color, symbol: .square) } : []
        let signs: [(Bool, String, Legend.Symbol)] = [
            (points.contains { $0.mark == .recommended }, ringName, .recommended),
            (points.contains { $0.mark == .member }, memberName, .member),
            (points.contains { $0.shape == .diamond }, diamondName, .diamond),
            (points.contains { $0.shape == .cross }, crossName, .cross),
            (points.contains { ($0.error ?? 0) > 0 }, errorName, .whisker),
        ]
        for (isShown, name, symbol) in signs where isShown {
            entries.append(Legend.Entry(name: name, color: Palette.ink, symbol: symbol))
        }
        if let reference {
            entries.append(.init(name: reference.name, color: Palette.ink, symbol: .reference))
        }
        return entries
    }

    /// The points with what is drawn of them.
    /// - Parameters x, y: names of the two columns.
    func csv(x: String, y: String) -> String {
        var csv = CSVText()
        csv.row(["series", "row", x, y, "p5", "p95", "error", "mark"])
        for one in series {
            for point in one.points {
                let marks = [
                    point.mark == .recommended ? "recommended" : point.mark == .member ? "member" : "",
                    point.shape == .diamond ? "best" : point.shape == .cross ? "infeasible" : "",
                ].filter { !$0.isEmpty }
                csv.row(
                    [one.name, point.name]
                        + [point.x, point.y, point.low, point.high, point.error].map(CSVText.number)
                        + [marks.joined(separator: " ")])
            }
        }
        return csv.text
    }
}
