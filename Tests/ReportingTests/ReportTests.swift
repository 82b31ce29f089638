import Campaigns
import Foundation
import Pricing
import Scenarios
import Testing

@testable import Reporting
@testable import Workbench

@Suite struct ReportTests {
    /// The small sweep of the other tests: depth by hysteresis.
    private func sweep() throws -> SweepResult { try DocumentTests.sweep.get() }

    private func sections(_ html: String) -> [String] {
        html.matches(of: /<h2>(.*?)<\/h2>/).map { String($0.output.1) }
    }

    private func count(_ part: String, in html: String) -> Int {
        html.components(separatedBy: part).count - 1
    }

    @Test func theReportSaysWhatItRestsOn() throws {
        let result = try sweep()
        let html = SweepReport(result, command: "finegrain sweep a<b").html
        #expect(
            sections(html) == [
                "Limits", "What to confirm first", "Rows", "Charts", "Month and year", "What it rests on",
                "Provenance",
            ])
        #expect(html.contains("finegrain sweep a&lt;b") && !html.contains("a<b"))
        #expect(html.contains(result.digest) && html.contains("seed \(result.scenario.seed)"))
        for input in result.workspace.inputs {
            #expect(html.contains(input.sha256) && html.contains(input.path))
        }
        #expect(!result.assumptions.isEmpty)
        for price in result.assumptions {
            #expect(html.contains("<td>\(price.price.description)</td>"))
            #expect(html.contains(HTML.escaped(price.provenance.source)))
        }
        let weakPrices = result.assumptions.filter { $0.provenance.grade == .c }.count
        // One rule: documented assumptions and uncertain inputs, and prices of grade C.
        let assumed = ScenarioFields.entries(of: result.scenario).filter { field in
            field.documentation.contains("(assumption")
                && !result.inertFields.map(\.path).contains(field.path)
                || result.scenario.uncertainty.contains { $0.name == field.path }
        }
        #expect(count("<tr class=\"weak\">", in: html) == weakPrices + assumed.count)
        #expect(assumed.count > 10)
        #expect(html.contains("drift.weekly_rate") && html.contains("limits.budget_usd"))
        for invariant in Invariant.allCases { #expect(html.contains(HTML.escaped(invariant.rawValue))) }
    }

    @Test func everySentenceOfTheDecisionStandsOnThePageOnce() throws {
        let result = try sweep()
        let html = SweepReport(result, command: "").html
        let text = DecisionText(result)
        #expect(html.contains("<strong>\(HTML.escaped(text.answer))</strong>"))
        let shown = text.firstSentences + text.furtherSentences + [text.limits].compactMap(\.self)
        #expect(Set(shown) == Set(text.sentences))
        for sentence in shown where sentence != text.staleness {
            #expect(count(HTML.escaped(sentence), in: html) == 1)
        }
    }

    @Test func theThreeAssumptionsSayWhyAndHow() throws {
        let result = try sweep()
        let list = KeyAssumptions(result).list
        #expect(list.count == 3 && Set(list.map(\.path)).count == 3)
        let html = SweepReport(result, command: "").html
        for entry in list {
            #expect(!entry.why.isEmpty && !entry.how.isEmpty)
            #expect(html.contains("<code>\(entry.path)</code>") && html.contains(HTML.escaped(entry.how)))
        }
        // What moves the answer most is asked for before what moves it less.
        let swings = list.compactMap { entry in result.tornado.bars.first { $0.path == entry.path }?.swing }
        let isTurned = result.tornado.bars.contains { $0.low.isFlipTold || $0.high.isFlipTold }
        #expect(isTurned || swings == swings.sorted(by: >))
    }

    @Test func limitsNameConditionValueAndTheRowsThatBreakThem() throws {
        let result = try sweep()
        let lines = LimitLines(result).lines
        // The scenario sets review hours; the quota has a default; nobody limits how many are pooled.
        #expect(lines.map(\.limit).contains(.quota) && !lines.map(\.limit).contains(.kAnonymity))
        for line in lines {
            #expect(line.broken == result.rows.indices.filter { result.rows[$0].breaks.contains(line.limit) })
            let subject = try #require(result.decision.subject)
            if let value = line.value, !line.broken.contains(subject) {
                #expect(line.isUpper ? value <= line.bound : value >= line.bound)
            }
        }
    }

    @Test func eachTableMarksOneRowAndTheRestOfTheSetInWordsToo() throws {
        let result = try sweep()
        let html = SweepReport(result, command: "").html
        #expect(count("<tr class=\"chosen\">", in: html) == 3)
        #expect(count("<tr class=\"member\">", in: html) == 3 * (result.decision.set.count - 1))
        #expect(count("<tr class=\"beside\">", in: html) == (result.neverRefresh == nil ? 0 : 3))
        let standing = RowStanding(result: result)
        let words = result.rows.indices.map(standing.text)
        #expect(words.filter { $0.hasPrefix("recommended") }.count == 1)
        for place in result.rows.indices {
            #expect(words[place].contains("outside: ") == !result.rows[place].isFeasible)
        }
    }

    @Test func rowsThatDifferInGranularityOnlyMakeOneLine() throws {
        let families = RowFamilies(try sweep().rows)
        #expect(families.isOrdered)
        #expect(families.families.map(\.name) == ["hysteresis 0", "hysteresis 1"])
        // Rows 1 to 4 are depth 1 and 2 by hysteresis 0 and 1.
        #expect(families.families.map(\.rows) == [[1, 3], [2, 4]])
    }

    @Test func partsOfBarsAddUpToTheWhole() {
        let lists = (0..<3).map { row in (0..<12).map { (name: "part \($0)", amount: Double($0 * (row + 1))) }
        }
        let (parts, amounts) = SweepCharts.stacked(lists)
        #expect(parts == ["part 11", "part 10", "part 9", "part 8", "part 7", "part 6", "part 5", "other"])
        #expect(amounts[0] == [11, 10, 9, 8, 7, 6, 5, 4 + 3 + 2 + 1])
        for row in 0..<3 { #expect(amounts[row].reduce(0, +) == Double(66 * (row + 1))) }
        #expect(SweepCharts.stacked([[("a", 0)], [("b", -2)]]).parts == ["b"])
        #expect(SweepCharts.stacked([]).parts.isEmpty)
    }

    @Test func theBarsOfCostAddUpToTheMarginalCost() throws {
        let result = try sweep()
        let svg = SweepCharts(result).cost.svg
        for row in result.rows.dropFirst() { #expect(svg.contains(">\(Short.plain(row[.costUSD]))</text>")) }
    }

    /// The result with its rows repeated, as of a much larger sweep.
    private func enlarged(_ result: SweepResult, to count: Int) -> SweepResult {
        let rows = [result.rows[0]] + (0..<count).map { result.rows[1 + $0 % (result.rows.count - 1)] }
        return SweepResult(
            workspace: result.workspace, rows: rows, cells: [],
            decision: Decision(rows: rows, settings: result.scenario.decision), tornado: result.tornado,
            neverRefresh: nil, drift: result.drift, inertFields: [], assumptions: result.assumptions)
    }

    @Test func aLargeSweepKeepsItsChartsReadable() throws {
        let charts = SweepCharts(enlarged(try sweep(), to: 300))
        let labels = charts.cost.svg.matches(of: /text-anchor="end"/).count
        #expect(labels <= 24 && charts.cost.svg.contains("of 300 designs"))
        #expect(charts.all.allSatisfy { $0.svg.hasPrefix("<svg") && !$0.csv.isEmpty })
    }

    @Test func oneWorldAndNoUncertaintyAreNoProblem() throws {
        let result = try sweep()
        let rows = result.rows.map { row in
            var row = row
            row.netValues = [row.netValues[0]]
            row.metrics = row.metrics.map { ($0.metric, Band([$0.band.mean])) }
            return row
        }
        let one = SweepResult(
            workspace: result.workspace, rows: rows, cells: [],
            decision: Decision(rows: rows, settings: result.scenario.decision),
            tornado: Tornado(
                subject: 1, baseNetUSD: 0, bars: [], netWithoutEffect: result.tornado.netWithoutEffect,
                netWithoutKnowledge: result.tornado.netWithoutKnowledge, worlds: 1),
            neverRefresh: nil, drift: result.drift, inertFields: [], assumptions: [])
        let html = SweepReport(one, command: "").html
        #expect(html.contains("campaigns, 1 world.") && !html.contains("What would change it"))
        #expect(html.firstMatch(of: /[>"\s-](nan|inf)["<\s,]/) == nil)
        // Marks may be polygons; bands are the translucent ones.
        #expect(html.firstMatch(of: /<polygon[^>]*fill-opacity="0\./) == nil)
    }

    @Test func whereMostWorkFailedNothingIsToBeConfirmed() throws {
        let workspace = try Workspace(
            scenarioPath: DocumentTests.root + "/scenarios/weekly-email.yaml",
            overrides: DocumentTests.settings + ["copy.max_tokens=100", "sweep.replications=1", "uncertainty={}"])
        let failed = try Sweep(
            workspace: workspace, plan: try SweepPlan(scenario: workspace.scenario, options: []), options: .init()
        ).run()
        #expect(!failed.decision.isConclusive)
        let html = SweepReport(failed, command: "").html
        #expect(sections(html).first == "Limits" && !html.contains("to confirm first"))
        #expect(html.contains("Nothing can be concluded") && html.contains("set copy.max_tokens to"))
        let markdown = SweepMarkdown(failed, command: "").text
        #expect(!markdown.contains("to confirm first") && markdown.contains("Nothing can be concluded"))
    }
}
