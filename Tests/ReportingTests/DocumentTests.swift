import Campaigns
import Encodings
import Foundation
import Pricing
import Reporting
import Scenarios
import ServiceModels
import Testing
import Workbench

@Suite struct DocumentTests {
    static var root: String {
        var url = URL(fileURLWithPath: #filePath)
        while !FileManager.default.fileExists(atPath: url.path + "/Package.swift") {
            url.deleteLastPathComponent()
        }
        return url.path
    }

    static let settings = [
        "run.campaigns=3", "audience.synthetic.customers=6000", "sweep.replications=3",
        "sweep.side_replications=1",
        "sweep.vary={segmentation.depth: [1, 2], cache.hysteresis: [0, 1]}",
    ]

    static let workspace = Result {
        try Workspace(scenarioPath: root + "/scenarios/weekly-email.yaml", overrides: settings)
    }

    static let sweep = Result {
        let workspace = try DocumentTests.workspace.get()
        var options = Sweep.Options()
        options.jobs = 2
        return try Sweep(
            workspace: workspace, plan: try SweepPlan(scenario: workspace.scenario, options: []),
            options: options
        ).run()
    }

    private func names(_ value: JSONValue?) -> [String] {
        if case .object(let members)? = value { members.map(\.key) } else { [] }
    }

    @Test func theSweepHasTheNamesOfTheContract() throws {
        let json = try JSONParser.parse(SweepDocument(try DocumentTests.sweep.get()).json.text(indent: 2))
        for name in [
            "schema", "finegrain_version", "seed", "digest", "inputs", "scenario", "replications", "rows",
            "recommended",
            "recommended_set", "recommendation",
        ] { #expect(names(json).contains(name)) }
        #expect(json["schema"]?.string == "finegrain.sweep/1")
        let rows = try #require(json["rows"]?.array)
        #expect(rows.count == 5 && rows[0]["vary"] == .members(["baseline": true]))
        #expect(names(rows[1]["vary"]) == ["segmentation.depth", "cache.hysteresis"])
        for row in rows {
            for name in [
                "vary", "metrics", "first_campaign", "horizon_total", "cost_by_service_usd",
                "misses_by_cause", "binding", "pareto", "digest",
            ] {
                #expect(names(row).contains(name))
            }
            for part in ["metrics", "first_campaign", "horizon_total"] {
                for metric in [
                    "segments", "reached_share", "fallback_share", "persona_hit_rate", "copy_hit_rate",
                    "persona_calls", "copy_calls",
                    "input_tokens", "output_tokens", "llm_cost_usd", "cost_usd", "review_hours",
                    "on_time_share",
                    "minimum_detectable_lift", "powered_segments", "incremental_outcomes",
                    "measured_incremental_outcomes", "net_value_usd",
                ] {
                    let band = names(row[part]?[metric])
                    #expect(band == ["mean", "p5", "p50", "p95"], "\(metric)")
                }
            }
        }
        let set = try #require(json["recommended_set"]?.array)
        #expect(
            !set.isEmpty
                && set.allSatisfy { $0["row"]?.integer != nil && $0["expected_regret_usd"]?.double != nil })
    }

    @Test func theTerminalTableFitsIn80Columns() throws {
        let result = try DocumentTests.sweep.get()
        for line in SweepTable(result).text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        let run = try SingleRun(workspace: try DocumentTests.workspace.get(), jobs: 2, keepsBodies: true)
        for line in RunDocument(run).table.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        let book = try PriceBook.load([DocumentTests.root + "/fixtures/prices"])
        for line in PricesDocument(book, pattern: "haiku").table.split(separator: "\n") {
            #expect(line.count <= 80, "\(line)")
        }
    }

    @Test func theReportIsWellFormedAndNeedsNothingElse() throws {
        let html = SweepReport(try DocumentTests.sweep.get(), command: "finegrain sweep x").html
        #expect(!html.contains("<script") && !html.contains("src=") && html.contains("default-src 'none'"))
        #expect(!html.contains("href=\"http"))
        var open: [Substring] = []
        for tag in html.matches(of: /<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/)
        where !["meta"].contains(tag.output.2) && tag.output.3.isEmpty {
            if tag.output.1.isEmpty {
                open.append(tag.output.2)
            } else {
                let last = open.popLast()
                #expect(last == tag.output.2)
            }
        }
        #expect(open.isEmpty)
        #expect(html == SweepReport(try DocumentTests.sweep.get(), command: "finegrain sweep x").html)
        #expect(html.components(separatedBy: "<svg").count >= 6)
    }

    @Test func theRunHasTheNamesOfTheContractAndItsJournalIsWhole() throws {
        let run = try SingleRun(workspace: try DocumentTests.workspace.get(), jobs: 1, keepsBodies: false)
        let json = try JSONParser.parse(RunDocument(run).json.text())
        for name in ["schema", "campaigns", "invoice", "usage_reconciled", "invariants", "digest", "inputs"] {
            #expect(names(json).contains(name))
        }
        #expect(json["usage_reconciled"] == .bool(true))
        let line = names(json["invoice"]?.array?.first)
        #expect(line.contains("unit_price_usd"))
        let lines = JournalLines(run.journal).text.split(separator: "\n")
        #expect(lines.count == run.journal.entries.count)
        #expect(
            try lines.prefix(50).allSatisfy { try JSONParser.parse(String($0))["sequence"]?.integer != nil })
    }

    @Test func theLongCSVHasALineARowPartAndMetric() throws {
        let result = try DocumentTests.sweep.get()
        let lines = SweepCSV(result).text.split(separator: "\n")
        #expect(lines.count == 1 + 5 * 3 * Metric.allCases.count)
        #expect(lines.allSatisfy { $0.filter { $0 == "," }.count == lines[0].filter { $0 == "," }.count })
    }
}
