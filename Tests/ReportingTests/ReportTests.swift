import Campaigns
import Foundation
import Pricing
import Quantities
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
        #expect(sections(html) == ["Rows", "Charts", "What it rests on", "Provenance"])
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
        // Beside the prices, drift is the only field that documents itself as grade C.
        #expect(count("<tr class=\"weak\">", in: html) == weakPrices + 1)
        #expect(html.contains("drift.weekly_rate") && html.contains("limits.budget_usd"))
        for invariant in Invariant.allCases { #expect(html.contains(HTML.escaped(invariant.rawValue))) }
    }

    @Test func theSentencesOfTheRecommendationStandInTheAnswer() throws {
        let result = try sweep()
        let html = SweepReport(result, command: "").html
        let sentences = RecommendationText(result).sentences
        #expect(html.contains("<strong>\(HTML.escaped(sentences[0]))</strong>"))
        for sentence in sentences.dropFirst() { #expect(html.contains("<li>\(HTML.escaped(sentence))</li>")) }
    }

    @Test func eachTableMarksOneRowAndTheRestOfTheSet() throws {
        let result = try sweep()
        let html = SweepReport(result, command: "").html
        #expect(count("<tr class=\"chosen\">", in: html) == 3)
        #expect(count("<tr class=\"member\">", in: html) == 3 * (result.recommendation.set.count - 1))
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
        let svg = SweepCharts(result).cost
        for row in result.rows.dropFirst() { #expect(svg.contains(">\(Short.plain(row[.costUSD]))</text>")) }
    }

    /// The result with its rows repeated, as of a much larger sweep.
    private func enlarged(_ result: SweepResult, to count: Int) -> SweepResult {
        let rows = [result.rows[0]] + (0..<count).map { result.rows[1 + $0 % (result.rows.count - 1)] }
        return SweepResult(
            workspace: result.workspace, replications: result.replications, rows: rows,
            recommendation: Recommendation(rows: rows), tornado: result.tornado,
            assumptions: result.assumptions)
    }

    @Test func aLargeSweepKeepsItsChartsReadable() throws {
        let charts = SweepCharts(enlarged(try sweep(), to: 300))
        let labels = charts.cost.matches(of: /text-anchor="end"/).count
        #expect(labels <= 24 && charts.cost.contains("of 300 designs"))
        #expect(charts.all.allSatisfy { $0.isEmpty || $0.hasPrefix("<svg") })
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
            workspace: result.workspace, replications: 1, rows: rows,
            recommendation: Recommendation(rows: rows),
            tornado: Tornado(
                bars: [], netWithoutEffect: result.tornado.netWithoutEffect,
                netWithoutKnowledge: result.tornado.netWithoutKnowledge, replications: 1),
            assumptions: [])
        let html = SweepReport(one, command: "").html
        #expect(html.contains("in one world") && !html.contains("What would change it: each input"))
        #expect(html.firstMatch(of: /[>"\s-](nan|inf)["<\s,]/) == nil)
        #expect(!html.contains("<polygon"))
    }
}
