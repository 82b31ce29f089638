import Testing

@testable import Experiments
@testable import Reporting

/// Charts, rankings, columns and files of an uplift readout.
@Suite struct UpliftEvidenceTests {
    private let readout: UpliftReadout

    init() throws { readout = try UpliftFixture.readout() }

    /// Labels of a forest in the order drawn.
    private func order(_ readout: UpliftReadout) -> [String] {
        let svg = UpliftCharts(readout: readout, metric: "visit").forest("long")?.svg ?? ""
        let names = readout.decisions.compactMap { $0.segment?.text }
        return svg.split(separator: "\n").compactMap { line in
            names.first { line.contains(">\($0)</text>") }
        }
    }

    /// A cost of 0.1 and a margin of 2 break even at 0.05 visits, 5 points.
    @Test func theBreakEvenIsDrawnInForestAndTenths() throws {
        let charts = UpliftCharts(readout: readout, metric: "visit")
        #expect(
            charts.forest("long")?.svg.contains("break-even +5.00 pp: above it the treatment pays") == true)
        #expect(charts.effects?.svg.contains("break-even +5.00 pp") == true)
        var ranked = readout
        ranked.plan.costUSD = nil
        #expect(
            UpliftCharts(readout: ranked, metric: "visit").forest("long")?.svg.contains("break-even") == false
        )
        #expect(
            UpliftCharts(readout: readout, metric: "spend").forest("long")?.svg.contains("break-even")
                == false)
        if let tenths = charts.deciles("long") { #expect(tenths.svg.contains("break-even +5.00 pp")) }
    }

    @Test func theForestHasTheBestSegmentFirstWhicheverWayIsBetter() throws {
        let pooled = try #require(
            readout.pooling.last { $0.metric == "visit" && $0.treatment == "long" && $0.isOfOneTreatment })
        let descending = pooled.segments.sorted { $0.shrunk > $1.shrunk }.map(\.segment.text)
        #expect(order(readout) == descending)
        var down = readout
        down.plan.directions = [MetricDirection(metric: "visit", better: .down)]
        #expect(order(down) == descending.reversed())
        #expect(down.plan.breakEven(of: "visit") == -0.05)
        let reading = UpliftCharts(readout: down, metric: "visit").effects?.reading ?? ""
        #expect(reading.contains("Lower is better for visit"))
    }

    @Test func theBestTreatmentStandsFirst() throws {
        let effects = try readout.treatments.map {
            try #require(readout.headline(metric: "visit", treatment: $0)?.effect)
        }
        let best = zip(readout.treatments, effects).sorted { $0.1 > $1.1 }.map(\.0)
        #expect(readout.treatmentsBestFirst("visit") == best)
        var down = readout
        down.plan.directions = [MetricDirection(metric: "visit", better: .down)]
        #expect(down.treatmentsBestFirst("visit") == best.reversed())
        #expect(readout.headline(metric: "visit", treatment: best[0])?.estimator == .cuped)
    }

    @Test(arguments: [(-0.1, true), (0, true), (0.01, false)])
    func aRankingWhoseIntervalHoldsZeroIsNoBetterThanChance(_ lower: Double, _ isChance: Bool) throws {
        var ranked = readout
        guard var row = ranked.ranking.first(where: { !$0.isInSample && $0.metric == "visit" }) else {
            Issue.record("no ranking")
            return
        }
        row.qiniLower = lower
        row.qiniUpper = 0.2
        ranked.ranking = [row]
        #expect(row.isNoBetterThanChance == isChance)
        #expect(UpliftTable(ranked).text.contains("no better than chance") == isChance)
        let page = UpliftReport(ranked, command: "x").html
        #expect(page.contains("This ranking is no better than chance") == isChance)
    }

    @Test func columnsGuessesAndMissingValuesStandAtTheTop() {
        var guessed = readout
        guessed.roles = [
            .init(part: "treatment", column: "arm", isRecognised: true),
            .init(part: "outcome", column: "visit", isRecognised: false),
        ]
        guessed.missing = [.init(column: "visit", rows: 1234, treatment: "rows left out")]
        let text = UpliftTable(guessed).text.split(separator: "\n").prefix(12).joined(separator: " ")
        #expect(text.contains("Columns: arm: arm; outcome: visit."))
        #expect(text.contains("Recognised by name, not stated in the command: arm (arm)."))
        #expect(text.contains("visit in 1,234 rows (rows left out)"))
    }

    @Test func decisionsAreListedWithEverybodyFirst() throws {
        let text = UpliftCSV(readout).files.first { $0.name == "decisions.csv" }?.text ?? ""
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(lines[0].prefix(3) == ["segment", "action", "expected_net_usd"])
        #expect(lines.count == 1 + readout.decisions.count)
        let places = lines.dropFirst().map { String($0[0]) }
        #expect(places.prefix(2) == ["", ""] && places.dropFirst(2).allSatisfy { !$0.isEmpty })
        let column = try #require(lines[0].firstIndex(of: "treatment"))
        #expect(lines[1...2].map { String($0[column]) } == readout.treatmentsBestFirst("visit"))
    }
}
