import Encodings
import Foundation
import Testing

@testable import Experiments
@testable import Reporting

/// What is shown of guardrails, caps, made metrics, retention and periods.
@Suite struct UpliftMetricsTests {
    private let readout: UpliftReadout
    private let followed: UpliftReadout

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var plan = UpliftPlan()
        plan.treatment = "arm"
        plan.control = "none"
        plan.outcomes = ["visit", "spend"]
        plan.by = ["region"]
        plan.id = "id"
        plan.directions = [MetricDirection(metric: "visit", better: .down)]
        plan.guardrails = [
            Guardrail(metric: "visit", margin: 0.001, isRelative: false),
            Guardrail(metric: "spend", margin: 0.5, isRelative: true),
        ]
        plan.ratios = [RatioMetric(name: "per_visit", numerator: "spend", denominator: "visit")]
        plan.caps = [Cap(metric: "spend", rule: .quantile(0.98))]
        plan.margins = [
            UpliftPlan.Margin(metric: "visit", usd: 2), UpliftPlan.Margin(metric: "spend", usd: 0.5),
        ]
        readout = try UpliftAnalysis.readout(
            of: root.appendingPathComponent("fixtures/reference/uplift-small.csv").path, sha256: "abc",
            plan: plan)
        // Unit u leaves at its send u mod 5, the treated one send earlier; the rest stay for four sends.
        var lines = ["id,arm,region,wave,left"]
        for unit in 0..<200 {
            let (treated, end) = (unit % 2 == 1, 1 + unit / 2 % 5)
            for wave in 1...4 {
                let left = wave == (treated ? max(1, end - 1) : end)
                lines.append("u\(unit),\(treated ? "b" : "a"),r\(unit % 3),\(wave),\(left ? 1 : 0)")
                if left { break }
            }
        }
        let path = NSTemporaryDirectory() + "uplift-metrics.csv"
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        var sends = UpliftPlan()
        sends.by = ["region"]
        sends.send = "wave"
        sends.event = SendEvent(column: "left")
        sends.outcomes = ["left"]
        followed = try UpliftAnalysis.readout(of: path, sha256: "abc", plan: sends)
    }

    private func rows(_ name: String, _ readout: UpliftReadout) -> [[String]] {
        (UpliftCSV(readout).files.first { $0.name == name }?.text ?? "").split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test func theJSONSaysWhatWasAskedOfTheMetrics() throws {
        let json = UpliftDocument(readout).json
        let better = (json["directions"]?.array ?? []).map {
            "\($0["metric"]?.string ?? "") \($0["better"]?.string ?? "")"
        }
        #expect(better == ["visit down", "spend up", "per_visit up", "value_usd up"])
        let definitions = (json["derived_metrics"]?.array ?? []).compactMap { $0["definition"]?.string }
        #expect(definitions[0] == "sum of spend / sum of visit")
        #expect(definitions[1].hasPrefix("−2.0 × visit + 0.5 × spend"))
        #expect(json["caps"]?.array?.first?["n_capped"] == .integer(readout.caps[0].cappedCount))
        let verdicts = (json["guardrails"]?.array ?? []).compactMap { $0["verdict"]?.string }
        #expect(verdicts == readout.guardrails.map(\.verdict.rawValue) && verdicts.count == 4)
        #expect(verdicts.contains("breached") && verdicts.contains("ok"))
        #expect(json["timeline"] == .null)
        let retention = try #require(UpliftDocument(followed).json["retention"]?.array)
        #expect(retention.count == 4 && retention[0]["segment"] == .null)
        #expect(retention[0]["sends"]?.array?.count == followed.retention[0].sends.count)
    }

    /// After the first wave a fifth of the control and two fifths of the treated have left.
    @Test func retentionReadsTheSameEverywhere() throws {
        let first = try #require(followed.retention.first?.sends.first)
        #expect(abs(first.control.retained - 0.8) < 1e-12 && abs(first.treatment.retained - 0.6) < 1e-12)
        let text = UpliftTable(followed).text
        #expect(text.contains("Retention by send") && text.contains("−20.0 pp") && text.contains("60.0%"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let csv = rows("retention.csv", followed)
        #expect(csv[0].count == csv[1].count && csv.count == 1 + 4 * 4)
        let column = try #require(csv[0].firstIndex(of: "retained_treatment"))
        #expect(Double(csv[1][column]) == first.treatment.retained)
        #expect(rows("timeline.csv", followed).count == 1 + 4)
        let notebook = UpliftNotebook(followed, command: "finegrain uplift x.csv").text
        #expect(notebook.contains("loses units faster") && notebook.contains("wears off"))
    }

    /// The interval beside a segment is that of its pooled difference, and the test is named as another.
    @Test func retentionBySegmentIsPooledAndItsTestIsNamed() throws {
        let table = RetentionTables(followed).bySegment
        #expect(table.title == "Retention after the last send, by segment, pooled")
        #expect(table.header.suffix(4) == ["observed", "pooled", "interval", "log-rank p"])
        let pooled = try #require(followed.pooling.last { $0.metric == "retention" })
        #expect(table.rows.count == 3)
        for row in table.rows {
            let segment = try #require(pooled.segments.first { $0.segment.text == row[0] })
            #expect(row[5] == EffectText.signed(100 * segment.shrunk) + " pp")
            #expect(row[6].hasPrefix(EffectText.signed(100 * segment.lower) + " to "))
        }
        var unpooled = followed
        unpooled.pooling = []
        let plain = RetentionTables(unpooled).bySegment
        #expect(plain.title.hasSuffix("not pooled") && plain.header.suffix(2) == ["interval", "log-rank p"])
    }

    @Test(arguments: [false, true]) func thePageHasTheSectionsAndIsWellFormed(_ isFollowed: Bool) {
        let page = UpliftReport(isFollowed ? followed : readout, command: "finegrain uplift x.csv").html
        let parser = XMLBalance(page)
        #expect(parser.isBalanced, "\(parser.complaint)")
        for part in isFollowed
            ? ["<h2>Retention</h2>", "Share of units left", "<h2>Effects by wave</h2>", "log-rank"]
            : ["<h2>Guardrails</h2>", "Lower is better for visit", "98.0th percentile", "any-time interval"]
        {
            #expect(page.contains(part), "\(part)")
        }
        #expect(page.contains("p (Holm)") && page.contains("false coverage interval"))
    }

    @Test func aBreachedGuardrailIsInTheSummary() {
        let breached = readout.guardrails.filter { $0.verdict == .breached }
        #expect(!breached.isEmpty)
        let sentences = UpliftSummary(readout).sentences.filter { $0.hasPrefix("Guardrail breached: visit") }
        #expect(sentences.count == breached.count)
    }

    @Test func familiesAreInTheTerminalWhenAsked() throws {
        let (plain, detailed) = (UpliftTable(readout).text, UpliftTable(readout, details: true).text)
        #expect(!plain.contains("any-time interval") && detailed.contains("any-time interval"))
        #expect(detailed.contains("p (Dunnett)") && detailed.contains("p (Holm)"))
        #expect(detailed.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
