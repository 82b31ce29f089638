import Encodings
import Foundation
import Quantities
import Reporting
import Scenarios
import Testing
import Workbench

@Suite struct CompareMarkdownTests {
    private func stored() throws -> StoredRun {
        try StoredRun(
            try DocumentTests.sweep.get(), command: "finegrain sweep x.yaml",
            document: .members(["recommended": 1, "recommendation": "Build it."]))
    }

    private func markdown(_ comparison: RunComparison, tag: String? = nil) throws -> String {
        try CompareMarkdown(comparison, command: "finegrain compare a b", tag: tag).text
    }

    /// The run with its row repeated under names of its own.
    private func enlarged(_ run: StoredRun, rows: Int, name: String) -> StoredRun {
        var large = run
        large.rows =
            [run.rows[0]]
            + (0..<rows).map { index in
                var row = run.rows[1]
                row.vary = [Named("segmentation.depth", .string("\(name) \(index)"))]
                return row
            }
        large.header.rowCount = large.rows.count
        return large
    }

    @Test func moreRowsThanACommentHoldsAreCutAndCounted() throws {
        let run = enlarged(
            try stored(), rows: 900, name: "row of a long name " + String(repeating: "x", count: 60))
        let text = try markdown(try RunComparison(run, run))
        #expect(text.utf8.count <= CompareMarkdown.mostCharacters && text.utf8.count > 60_000)
        #expect(text.hasSuffix("\n<!-- finegrain-compare:weekly-email -->\n"))
        let shown = text.split(separator: "\n").filter { $0.hasPrefix("| depth row of ") }
        let match = try #require(text.firstMatch(of: /… and (\d+) more rows/))
        // The baseline stands before them.
        #expect(shown.count + (Int(match.1) ?? 0) == 900)
        #expect(shown.allSatisfy { $0.hasSuffix(" |") })
        #expect(text.matches(of: /<details>/).count == text.matches(of: /<\/details>/).count)
    }

    @Test func namesCannotBecomeMarkup() throws {
        let evil = "a|b <img src=x> --> `x` @team\n| c [l](u)"
        var run = enlarged(try stored(), rows: 1, name: evil)
        run.header.name = evil
        run.header.inputs = [InputFile(path: evil, sha256: "aa")]
        run.header.command = evil + "` | <script>"
        let text = try markdown(try RunComparison(run, run))
        let spans = try Regex("`[^`\n]*`")
        let outside = text.replacing(spans, with: "")
        #expect(!outside.contains("<img") && !outside.contains("<script") && !outside.contains("@team"))
        #expect(text.hasSuffix("\n<!-- finegrain-compare:a-b-img-src-x-x-team-c-l-u- -->\n"))
        // Every row of a table has as many cells as its header.
        var columns = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                columns = 0
                continue
            }
            let cells = line.replacing("\\|", with: "").filter { $0 == "|" }.count
            if columns == 0 { columns = cells }
            #expect(cells == columns, "\(line)")
        }
    }

    @Test func aTagThatWouldEndTheCommentIsRefused() throws {
        let run = try stored()
        let comparison = try RunComparison(run, run)
        for tag in ["", "a-->", "a b", "a--b", "<x>"] {
            #expect(throws: FinegrainError.self) { _ = try markdown(comparison, tag: tag) }
        }
        #expect(try markdown(comparison, tag: "mails/weekly.v2").hasSuffix("compare:mails/weekly.v2 -->\n"))
    }

    @Test func theSentenceSaysWhatMovedAndWhatIsRecommended() throws {
        let run = try stored()
        #expect(
            ComparisonText(try RunComparison(run, run)).sentence.hasPrefix(
                "Nothing changed: every metric of 5 rows stays within 1.0%; the recommendation stays depth 1")
        )
        var other = run
        other.header.decision = .members(["recommended": nil])
        let sentence = ComparisonText(try RunComparison(run, other)).sentence
        #expect(
            sentence.contains("the recommendation changes from depth 1, hysteresis 0 to one generic copy"))
    }

    @Test func everyFormatSpeaksOfTheSameRowsAndBudgets() throws {
        let run = try stored()
        var options = RunComparison.Options()
        options.budgets = [
            try BudgetExpression("cost_usd<=0"), try BudgetExpression("row(cache.hysteresis=1).x<1"),
        ]
        let comparison = try RunComparison(run, run, options: options)
        let document = CompareDocument(comparison)
        #expect(document.json["rows"]?.array?.count == 5 && document.json["budget"]?.array?.count == 2)
        #expect(document.json["budget"]?.array?[0]["holds"] == false)
        #expect(document.csv.split(separator: "\n").filter { $0.hasPrefix("budget,") }.count == 2)
        let width = CompareTable(comparison).text.split(separator: "\n").map(\.count).max() ?? 0
        #expect(width <= 80)
        #expect(document.json["digest"]?.string == CompareDocument(comparison).json["digest"]?.string)
    }
}
