import Testing

@testable import Reporting

@Suite struct ReportChartTests {
    private func numbers(_ svg: String, _ name: String) -> [Double] {
        svg.matches(of: /([a-z0-9]+)="(-?[0-9.]+)"/).filter { $0.output.1 == name }.compactMap {
            Double($0.output.2)
        }
    }

    @Test(arguments: [Axis.Kind.linear, .fromZero, .percent, .logarithmic])
    func axesHoldTheirValuesAndHaveDistinctRoundTicks(_ kind: Axis.Kind) {
        for low in [0.0, 1, 3, 17, 99.5, 1_234] {
            for span in [0.0, 0.001, 0.3, 2, 7, 45, 999, 54_321] {
                let values = kind == .percent ? [low / 2_000, (low + span) / 60_000] : [low, low + span]
                let axis = Axis(values, kind)
                for value in values where kind != .logarithmic || value >= 1 {
                    #expect((-1e-9...1 + 1e-9).contains(axis.place(value)), "\(kind) \(values)")
                }
                let places = axis.ticks.map(axis.place)
                #expect(
                    places == places.sorted() && !places.isEmpty && places.count <= 12, "\(kind) \(values)")
                let labels = axis.ticks.map(axis.label)
                #expect(
                    zip(labels, labels.dropFirst()).allSatisfy { $0 != $1 }, "\(kind) \(values) \(labels)")
            }
        }
    }

    @Test func anAxisFromZeroHoldsZeroAndNegativeValues() {
        let axis = Axis([-130, 420], .fromZero)
        #expect(axis.ticks.map(axis.label) == ["-200", "0", "200", "400", "600"])
        #expect(Axis([5, 9], .fromZero).ticks.first == 0)
        #expect(
            Axis([0.913, 0.997], .percent).ticks.map { Axis([0.913, 0.997], .percent).label($0) }
                == ["90%", "92%", "94%", "96%", "98%", "100%"])
    }

    @Test func pointsStandWhereTheAxesSay() {
        let points = [Chart.Point(x: 0, y: 0), Chart.Point(x: 10, y: 100), Chart.Point(x: 5, y: 25)]
        let chart = Chart(
            title: "", xLabel: "", yLabel: "",
            series: [.init(name: "", points: points, color: "#000", isLine: false)])
        // The plot is 66 to 506 by 34 to 250, with a margin of 12 to either side.
        #expect(numbers(chart.svg, "cx") == [78, 494, 286])
        #expect(numbers(chart.svg, "cy") == [250, 34, 196])
    }

    @Test func labelsCoverNeitherPointsNorEachOther() {
        let points = (0..<40).map { (index: Int) -> (x: Double, y: Double) in
            let (across, down) = (index * 37 % 300, index * 53 % 180)
            return (Double(100 + across), Double(60 + down))
        }
        var placer = LabelPlacer(points: points, left: 66, top: 34, right: 506, bottom: 250)
        var boxes: [(left: Double, top: Double, right: Double, bottom: Double)] = []
        for (index, point) in points.enumerated() {
            let text = "depth \(index)"
            guard let corner = placer.place(text, at: point) else { continue }
            boxes.append((corner.x, corner.y - 10, corner.x + SVG.textWidth(text), corner.y + 3))
        }
        #expect(boxes.count >= 5)
        for (index, box) in boxes.enumerated() {
            #expect(box.left >= 66 && box.right <= 506 && box.top >= 34 && box.bottom <= 250)
            for point in points {
                let isCovered =
                    box.left < point.x && point.x < box.right && box.top < point.y && point.y < box.bottom
                #expect(!isCovered)
            }
            for other in boxes[..<index] {
                let isApart =
                    box.right <= other.left || other.right <= box.left || box.bottom <= other.top
                    || other.bottom <= box.top
                #expect(isApart)
            }
        }
    }

    @Test func theKeyBreaksItsLinesAtTheWidth() {
        let entries = (0..<15).map {
            Legend.Entry(name: "hysteresis \($0), bucket width 0.05", color: "#000")
        }
        let drawn = Legend(entries: entries).drawn(left: 8, top: 100, width: 504)
        let texts = drawn.svg.matches(of: /<text x="([0-9.]+)"/).compactMap { Double($0.output.1) }
        #expect(texts.count == 15)
        #expect(texts.allSatisfy { $0 + SVG.textWidth("hysteresis 14, bucket width 0.05") <= 8 + 504 + 14 })
        #expect(drawn.height > 17 * 4)
        #expect(Legend(entries: []).drawn(left: 0, top: 0, width: 100).svg.isEmpty)
    }

    @Test func barsStackFromZeroToBothSides() {
        let chart = BarChart(
            title: "", xLabel: "", parts: ["a", "b", "c"], bars: [.init(label: "x", amounts: [3, 1, -2])])
        // The axis is -2 to 4 from the end of the label to 462; the last three squares are the key.
        let left = 14 + SVG.textWidth("x")
        let unit = (462 - left) / 6
        let rectangles = chart.svg.matches(of: /<rect x="([0-9.]+)" y="[0-9.]+" width="([0-9.]+)"/).map {
            (Double($0.output.1) ?? 0, Double($0.output.2) ?? 0)
        }
        for (rectangle, expected) in zip(rectangles, [(2.0, 3.0), (5.0, 1.0), (0.0, 2.0)]) {
            #expect(abs(rectangle.0 - (left + expected.0 * unit)) < 0.06)
            #expect(abs(rectangle.1 - expected.1 * unit) < 0.06)
        }
        #expect(rectangles.count == 6)
        #expect(chart.svg.contains(">2</text>"))
    }

    @Test func aTornadoNamesTheEndsInTheirPlaces() throws {
        let svg = TornadoChart(
            title: "", xLabel: "",
            bars: [
                .init(
                    name: "wage", low: .init(value: "35", change: 100, error: 10),
                    high: .init(value: "90", change: -50), flips: ["generic instead of 3 at 90"]),
                .init(
                    name: "idle", low: .init(value: "1", change: 0), high: .init(value: "2", change: 0),
                    flips: []),
            ]
        ).svg
        // The high wage has the lower value, so it stands to the left.
        let ends = svg.matches(of: /x="([0-9.]+)"[^>]*>(35|90)</).map {
            (String($0.output.2), Double($0.output.1) ?? 0)
        }
        #expect(ends.map(\.0) == ["90", "35"] && ends[0].1 < ends[1].1)
        #expect(
            svg.contains("no effect (1 to 2)") && svg.contains("▸ generic instead of 3 at 90")
                && svg.contains("▸ turns the answer"))
        // Bars start at the base line, which stands where the axis has zero.
        let base = try #require(
            svg.firstMatch(of: /<text x="([0-9.]+)"[^>]*>base</).map { Double($0.output.1) })
        let bar = svg.matches(of: /<rect x="([0-9.]+)" y="[0-9.]+" width="([0-9.]+)"/).map {
            (Double($0.output.1) ?? 0, Double($0.output.2) ?? 0)
        }[0]
        #expect(bar.0 < base ?? 0 && base ?? 0 < bar.0 + bar.1)
        #expect(svg.contains("<title>wage at 35: +$100 ± $10</title>"))
    }

    @Test func aTimelineHasItsBarsInTheOrderAndProportionOfTime() {
        let svg = TimelineChart(
            title: "", xLabel: "",
            groups: [
                .init(
                    name: "campaign 1",
                    bars: [
                        .init(label: "personas", begin: 0, end: 1, note: "3 calls"),
                        .init(label: "review", begin: 10, end: 40, note: "2 cases"),
                    ], line: (50, "send"))
            ]
        ).svg
        let bars = svg.matches(of: /<rect x="([0-9.]+)" y="[0-9.]+" width="([0-9.]+)"/).map {
            (Double($0.output.1) ?? 0, Double($0.output.2) ?? 0)
        }
        // The axis is 0 to 50 h over 104 to 504.
        #expect(bars.map(\.0) == [104, 184] && bars.map(\.1) == [8, 240])
        #expect(svg.contains(">send<") && svg.contains(">2 cases<"))
        #expect(TimelineChart.span(0, 1.0 / 120) == "0.0 to 30.0 s")
        #expect(
            TimelineChart.span(0.5, 1.5) == "30.0 to 90.0 min" && TimelineChart.span(1, 40) == "1.0 to 40.0 h"
        )
    }

    @Test func shapesAndLabelsSayWhatColoursSay() {
        let svg = Chart(
            title: "", xLabel: "", yLabel: "",
            series: [
                .init(
                    name: "",
                    points: [
                        .init(x: 1, y: 1, error: 0.5, name: "depth 1", mark: .recommended),
                        .init(x: 2, y: 3, name: "depth 2", shape: .diamond), .init(x: 3, y: 2, shape: .cross),
                    ], color: "#000")
            ]
        ).svg
        for name in ["recommended", "highest mean", "outside a limit", "simulation error"] {
            #expect(svg.contains(">\(name)</text>"))
        }
        #expect(svg.contains("<title>depth 1: 1 ± 0.50</title>"))
    }

    @Test func anAxisOfSharesBeginsAtZeroOrSaysWhere() {
        #expect(Axis([0.9, 0.99], .percent).startNote == " (axis starts at 90%)")
        #expect(Axis([0, 0.4], .percent).startNote.isEmpty && Axis([3, 9], .linear).startNote.isEmpty)
    }

    @Test func textIsEscaped() {
        #expect(HTML.escaped("a<b>&\"c\"\r\n") == "a&lt;b&gt;&amp;&quot;c&quot;\r\n")
        let chart = Chart(
            title: "<&>", xLabel: "", yLabel: "",
            series: [.init(name: "", points: [.init(x: 1, y: 1)], color: "#000")])
        #expect(!chart.svg.contains("<&>") && chart.svg.contains("&lt;&amp;&gt;"))
    }

    @Test func nothingToShowIsNoChart() {
        #expect(Chart(title: "", xLabel: "", yLabel: "", series: []).svg.isEmpty)
        #expect(BarChart(title: "", xLabel: "", parts: [], bars: []).svg.isEmpty)
        #expect(TornadoChart(title: "", xLabel: "", bars: []).svg.isEmpty)
    }
}
