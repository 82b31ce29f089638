import Encodings
import Foundation
import Quantities
import Testing

@testable import Experiments
@testable import Reporting

/// What must stand before every number: guesses, alarms, segments of one arm; and arms whose names are bare numbers.
@Suite struct UpliftCautionTests {
    private struct Row {
        var isTreated: Bool
        var town: String
        var bought: Bool
    }

    private let rows = (0..<800).map { unit -> Row in
        let isTreated = unit % 2 == 1
        return Row(
            isTreated: isTreated, town: unit / 2 % 2 == 0 ? "big" : "small",
            bought: unit % 10 < (isTreated ? 4 : 2))
    }

    private func readout(
        _ name: String, _ header: String, _ plan: UpliftPlan = UpliftPlan(), _ line: (Int) -> String
    ) throws -> UpliftReadout {
        var plan = plan
        plan.outcomes = ["bought"]
        let path = NSTemporaryDirectory() + "uplift-caution-\(name)-\(getpid()).csv"
        defer { unlink(path) }
        try ([header] + rows.indices.map(line)).joined(separator: "\n").write(
            toFile: path, atomically: true, encoding: .utf8)
        return try UpliftAnalysis.readout(of: path, sha256: "abc", plan: plan)
    }

    private func line(_ unit: Int) -> String {
        "\(rows[unit].isTreated ? "mail" : "none"),\(rows[unit].town),\(rows[unit].bought ? 1 : 0)"
    }

    private func planned(_ share: Double) throws -> UpliftReadout {
        var plan = UpliftPlan()
        plan.by = ["town"]
        plan.planned = [("none", 1 - share), ("mail", share)].map {
            UpliftPlan.PlannedShare(arm: $0.0, share: $0.1)
        }
        return try readout("planned-\(share)", "arm,town,bought", plan, line)
    }

    @Test func aGuessedColumnOfArmsIsTheFirstLineEverywhere() throws {
        let found = try readout("guess", "variant,group,bought") { unit in
            "\(rows[unit].isTreated ? "mail" : "none"),\(rows[unit].town),\(rows[unit].bought ? 1 : 0)"
        }
        #expect(UpliftTable(found).text.hasPrefix("The arms were read from variant, a guess: group could be"))
        let page = UpliftReport(found, command: "x").html
        let body = try #require(page.range(of: "</h1>\n")).upperBound
        #expect(page[body...].hasPrefix("<p class=\"badge alarm\">The arms were read from variant, a guess"))
        let notebook = UpliftNotebook(found, command: "x").text
        let title = try #require(notebook.range(of: "# What worked")).lowerBound
        let guess = try #require(notebook.range(of: "**The arms were read from variant")).lowerBound
        #expect(notebook[title..<guess].split(separator: "\n").count <= 3)
    }

    @Test func anAlarmLeadsAndNoWinnerIsNamed() throws {
        let (fine, alarmed) = (try planned(0.5), try planned(0.3))
        #expect(UpliftReport(fine, command: "x").html.contains("Best of several, corrected"))
        #expect(UpliftDocument(alarmed).json["alarm"]?.string == alarmed.alarm)
        let text = UpliftTable(alarmed).text
        #expect(text.hasPrefix("Do not use these numbers yet: the arms do not have their planned sizes"))
        #expect(text.contains("SAMPLE RATIO MISMATCH: sizes do not fit the planned shares (p = "))
        #expect(text.contains("mail, not to be relied on: bought is") && !text.contains("mail works"))
        let page = UpliftReport(alarmed, command: "x").html
        #expect(!page.contains("Best of several, corrected") && page.contains("is withheld until the cause"))
        #expect(page.contains("<div class=\"answer alarm\">\n<p><strong>Do not use these numbers yet"))
    }

    @Test func segmentsOfOneArmAreTheFirstSentence() throws {
        var plan = UpliftPlan()
        plan.by = ["town"]
        let found = try readout("confounded", "arm,town,bought", plan) { unit in
            "\(rows[unit].town == "big" ? "mail" : "none"),\(rows[unit].town),\(rows[unit].bought ? 1 : 0)"
        }
        let sentences = UpliftSummary(found).sentences
        #expect(
            sentences[0].hasPrefix(
                "Nothing can be concluded by segment: no town has both none and a treatment"))
        #expect(sentences[0].contains("(big: mail, small: none)"))
        #expect(!sentences.contains { $0.contains("By segment:") })
        #expect(UpliftTable(found).text.hasPrefix("Nothing can be concluded by segment"))
    }

    @Test func bareArmsReadAsArms() throws {
        let found = try readout("bare", "treatment,town,bought") { unit in
            "\(rows[unit].isTreated ? 1 : 0),\(rows[unit].town),\(rows[unit].bought ? 1 : 0)"
        }
        let text = UpliftTable(found).text
        #expect(text.contains("Use arm 1 (column treatment) for everybody") && !text.contains("Use 1 "))
        #expect(UpliftReport(found, command: "x").html.contains(found.digest))
        // Files keep the names of the input.
        let decisions = try #require(UpliftCSV(found).files.first { $0.name == "decisions.csv" }).text
        #expect(decisions.split(separator: "\n")[1].hasPrefix(",1,"))
    }

    @Test func theLevelIsNeverAHundredPercent() throws {
        var plan = UpliftPlan()
        plan.alpha = 0.001
        plan.by = ["town"]
        plan.guardrails = [Guardrail(metric: "bought", margin: 0.1, isRelative: false)]
        let found = try readout("level", "arm,town,bought", plan, line)
        for text in [
            UpliftTable(found).text, UpliftReport(found, command: "x").html,
            UpliftNotebook(found, command: "x").text,
        ] {
            #expect(text.contains("99.9%") && !text.contains("100% interval") && !text.contains("are 100%"))
        }
    }

    @Test func wholeClustersAreCountedInWords() throws {
        var plan = UpliftPlan()
        plan.cluster = "store"
        let found = try readout("clusters", "arm,store,bought", plan) { unit in
            "\(unit / 20 % 2 == 0 ? "none" : "mail"),s\(unit / 20),\(rows[unit].bought ? 1 : 0)"
        }
        let ratio = try #require(SampleRatioText(found))
        #expect(ratio.statement.contains("a test of clusters: none 20, mail 20"))
        #expect(UpliftTable(found).text.contains("numbers of clusters fit equal shares"))
        let header = try #require(UpliftCSV(found).files.first { $0.name == "srm.csv" }).text
        #expect(header.contains("clusters"))
    }

    @Test func longNamesStandAboveTheirNumbersUncut() throws {
        var plan = UpliftPlan()
        plan.by = ["town"]
        func name(_ unit: Int) -> String {
            "the town number \(unit / 2 % 4) on the northern coast of the lake"
        }
        let arm = "long letter with a picture by the large model"
        let found = try readout("long", "arm,town,bought", plan) { unit in
            "\(rows[unit].isTreated ? arm : "none"),\(name(unit)),\(rows[unit].bought ? 1 : 0)"
        }
        let text = ActionTable(found).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 80 })
        for unit in [0, 2, 4, 6] { #expect(lines.contains { $0 == name(unit) }) }
        #expect(lines[1] == "segment" && lines.contains { $0 == "everybody" })
        #expect(lines.contains { $0.hasPrefix("  long letter") && $0.hasSuffix("send") })
    }

    @Test func anOrderThatDecidesIsSaidBesideTheAdvice() throws {
        let found = try readout("order", "arm,town,bought") { unit in
            let value = unit == 101 ? 900_000 : rows[unit].bought ? 20 + unit % 7 : 0
            return "\(rows[unit].isTreated ? "mail" : "none"),\(rows[unit].town),\(value)"
        }
        let sentences = UpliftSummary(found).sentences
        #expect(sentences[0].contains("Use mail for everybody"))
        #expect(sentences[1].hasPrefix("One bought of 900,000 (mail, row 102) decides the effect"))
    }

    @Test func smallNumbersAreNoRowsOfZeros() {
        #expect(
            EffectText.significant(3.21e-9) == "3.2e-09" && EffectText.significant(0.000012) == "0.0000120")
        #expect(EffectText.signed(-2e-8) == "−2.0e-08" && EffectText.significant(0) == "0")
    }

    @Test func aCovariateThatTheTreatmentMovesIsSaidBesideTheAdvice() throws {
        var plan = UpliftPlan()
        plan.covariates = ["clicks"]
        let found = try readout("moved", "arm,clicks,bought", plan) { unit in
            let row = rows[unit]
            return
                "\(row.isTreated ? "mail" : "none"),\(unit % 3 + (row.isTreated ? 2 : 0)),\(row.bought ? 1 : 0)"
        }
        #expect(
            UpliftSummary(found).sentences.contains { $0.hasPrefix("clicks differs between mail and none") })
    }

    @Test func whereNothingVariesNoAmountIsNamed() throws {
        var plan = UpliftPlan()
        plan.by = ["town"]
        let found = try readout("flat", "arm,town,bought", plan) { unit in
            "\(rows[unit].isTreated ? "mail" : "none"),\(rows[unit].town),0"
        }
        let sentences = UpliftSummary(found).sentences
        #expect(sentences.contains("By segment: none in all 2 segments too."))
        #expect(EffectText.pStatement(1e-310) == "p < 1e-300" && EffectText.pStatement(0.031) == "p = 0.031")
    }
}
