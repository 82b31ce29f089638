import Foundation
import Testing

@testable import Experiments
@testable import Reporting

/// A segment in which the treatment sells and breaks a guardrail.
@Suite struct GuardrailSegmentTests {
    private let readout: UpliftReadout

    init() throws { readout = try GuardrailSegmentTests.made.get() }

    /// Made once for all tests.
    private static let made = Result {
        var lines = ["arm,region,bought,complaint"]
        for unit in 0..<12_000 {
            let (letter, region) = (unit % 2 == 0, unit / 2 % 6)
            let draw = unit / 12 % 100
            let bought = draw * 37 % 100 < (letter ? 40 : 25)
            let complains = draw < (letter && region == 3 ? 15 : 3)
            lines.append("\(letter ? "letter" : "none"),r\(region),\(bought ? 1 : 0),\(complains ? 1 : 0)")
        }
        let path = NSTemporaryDirectory() + "guardrail-segments-\(getpid()).csv"
        defer { unlink(path) }
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        var plan = UpliftPlan()
        plan.outcomes = ["bought"]
        plan.by = ["region"]
        plan.guardrails = [Guardrail(metric: "complaint", margin: 0.03, isRelative: false)]
        plan.directions = [MetricDirection(metric: "complaint", better: .down)]
        return try UpliftAnalysis.readout(of: path, sha256: "abc", plan: plan)
    }

    @Test func itIsNamedInWordsAndIsNotShownAsSentTo() throws {
        let sentences = UpliftSummary(readout).sentences
        #expect(
            sentences.contains {
                $0.hasPrefix("Guardrail breached in r3: complaint is harmed by letter there")
            })
        let line = try #require(ActionTable(readout).segments.first { $0.cells[0] == "r3" })
        #expect(line.cells[1] == "none" && line.cells[6] == "guardrail" && line.isBarred)
        let text = UpliftTable(readout).text
        #expect(text.contains("- r3: "))
        #expect(text.replacing("\n", with: " ").contains("guardrail where one forbids to send"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func filesHaveTheSegment() throws {
        let csv = try #require(UpliftCSV(readout).files.first { $0.name == "guardrails.csv" }).text
        let rows = csv.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows.count == 3 && rows[0][1] == "segment" && rows[1][1] == "" && rows[2][1] == "region=r3")
        let table = GuardrailText(readout).table
        #expect(table.header[1] == "segment" && table.rows.map { $0[1] } == ["everybody", "r3"])
        #expect(table.rows.allSatisfy { $0.count == table.header.count })
    }
}
