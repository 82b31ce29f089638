import Foundation
import Testing

@testable import Experiments
@testable import Reporting

/// The table that a reader acts on, from decisions whose numbers are known.
@Suite struct ActionTableTests {
    static func readout(_ decisions: [DecisionResult], better: MetricDirection.Better = .up) throws
        -> UpliftReadout
    {
        var readout = try UpliftFixture.readout()
        readout.plan.directions = [MetricDirection(metric: "visit", better: better)]
        readout.decisions = decisions
        return readout
    }

    static func decision(
        _ segment: String?, treatment: String = "long", action: String = "long", gain: Double = 0.01,
        regret: Double = 0.001, probability: Double? = 0.9, units: Int = 100, margin: Double? = 2,
        _ evidence: DecisionResult.Decision = .noEvidence
    ) -> DecisionResult {
        DecisionResult(
            metric: "visit", segment: segment.map { SegmentName([.init(column: "region", value: $0)]) },
            treatment: treatment, decision: evidence, action: action, why: "Because of \(segment ?? "all").",
            unitsNeeded: nil, effect: 0.02, lower: 0, upper: 0.04, controlCount: units / 2,
            treatmentCount: units / 2, unitCount: units, probabilityPositive: probability, expectedGain: gain,
            expectedRegret: regret, marginUSD: margin)
    }

    /// A gain of 0.01 visits at $2 is $20 per 1,000 units, $2 for 100; a regret of 0.001 is $2 per 1,000.
    @Test func everybodyStandsFirstWithMoneyPerThousandAndInAll() throws {
        let rows = [Self.decision("north"), Self.decision(nil, gain: 0.03, units: 1000)]
        let lines = ActionTable(try Self.readout(rows)).lines(limit: 10)
        #expect(lines[0].cells == ["everybody", "long", "$60", "$60", "$2.00", "90%", "no evidence"])
        #expect(lines[1].cells == ["north", "long", "$20", "$2.00", "$2.00", "90%", "no evidence"])
        #expect(lines[1].why == "Because of north.")
    }

    @Test func withoutAMarginAmountsAreInTheMetric() throws {
        let rows = [Self.decision(nil, margin: nil)]
        #expect(
            ActionTable(try Self.readout(rows)).lines(limit: 10)[0].cells[2...4] == [
                "+10.0", "+1.00", "1.00",
            ])
        #expect(ActionTable(try Self.readout(rows)).header[2] == "gain per 1,000")
        #expect(ActionText(try Self.readout(rows, better: .down)).unit == "visit avoided")
    }

    @Test func severalTreatmentsMakeOneLineOfTheArmThatIsUsed() throws {
        let rows = [
            Self.decision("north", treatment: "short", probability: 0.95),
            Self.decision("north", treatment: "long", probability: 0.7),
            Self.decision("south", treatment: "short", action: "none", probability: 0.2),
            Self.decision("south", treatment: "long", action: "none", probability: 0.4),
        ]
        let lines = ActionTable(try Self.readout(rows)).lines(limit: 10)
        #expect(
            lines.map { [$0.cells[0], $0.cells[1], $0.cells[5]] } == [
                ["north", "long", "70%"], ["south", "none", "40%"],
            ])
    }

    /// 100 segments of 100 units at $20 and 50 of 100 units at $40 per 1,000, each with its own evidence.
    @Test func hundredsOfSegmentsAreGroupedByActionAndEvidence() throws {
        let rows =
            (0..<100).map { Self.decision("a\($0)", probability: 0.6 + 0.001 * Double($0)) }
            + (0..<50).map { Self.decision("b\($0)", gain: 0.02, regret: 0.0001, .send) }
            + (0..<3).map { Self.decision("c\($0)", action: "none", gain: 0, regret: 0.05) }
        let table = ActionTable(try Self.readout(rows))
        let lines = table.lines(limit: 40)
        #expect(
            lines.map(\.cells) == [
                ["100 segments", "long", "$20", "$200", "$2.00", "60–70%", "no evidence"],
                ["50 segments", "long", "$40", "$200", "$0.20", "90%", "send"],
                ["3 segments", "none", "$0", "$0", "$100", "90%", "no evidence"],
            ])
        #expect(lines[0].why.contains("decisions.csv"))
        // Regrets of the last group are the largest.
        #expect(table.mostAtStake(limit: 40).prefix(3).map { $0.cells[0] } == ["c0", "c1", "c2"])
        #expect(table.text.contains("100 segments") && !table.text.contains("a57"))
        #expect(table.html.contains("All 153 segments") && table.html.contains(">a57<"))
    }

    @Test func anEffectThatNobodyKnowsHasDashesNotZeros() throws {
        var row = Self.decision("north", action: "none", probability: nil, .notIdentified)
        row.expectedGain = nil
        row.expectedRegret = nil
        let line = ActionTable(try Self.readout([row])).lines(limit: 10)[0]
        #expect(line.cells == ["north", "none", "-", "-", "-", "-", "not identified"])
    }

    @Test func theSummaryBeginsWithTheArmToUse() throws {
        let rows = [
            Self.decision(nil, gain: 0.03, units: 1000), Self.decision("north"),
            Self.decision("south", action: "none", gain: 0),
        ]
        let sentences = UpliftSummary(try Self.readout(rows)).sentences
        #expect(
            sentences[0].hasPrefix(
                "Use long for everybody: expected net $60 per 1,000 units, $60 for the 1,000 units here."))
        #expect(sentences[0].contains("not yet evidence"))
        #expect(
            sentences[1] == "By segment: use long in 1, none in 1 of 2 segments, expected net $2.00 in all.")
    }

    @Test func probabilitiesAreNeverCertain() {
        #expect(ActionText.probability(1) == ">99.9%" && ActionText.probability(0) == "<0.1%")
        #expect(ActionText.probability(0.993) == "99.3%" && ActionText.probability(0.5) == "50%")
        #expect(ActionText.probability(nil) == "-")
    }

    @Test func segmentsThatShareALongPrefixStayDistinctIn80Columns() throws {
        let names = (0..<20).map {
            "Metropolitan area of the north-western region number \($0) of the company"
        }
        let text = ActionTable(try Self.readout(names.map { Self.decision($0) })).text
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 })
        let labels = lines.filter { $0.contains("$20") }.map { $0.prefix { $0 != "$" } }
        #expect(labels.count == 20 && Set(labels).count == 20)
    }
}
