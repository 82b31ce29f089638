import Encodings
import Foundation
import Pricing
import Quantities
import Reporting
import Testing
import Workbench

/// An explanation on the terminal, as JSON and as a page.
@Suite struct ExplainDocumentTests {
    /// A run's folder as `finegrain run --bodies` leaves it.
    static let directory = Result {
        let run = try SingleRun(workspace: try DocumentTests.workspace.get(), jobs: 2, keepsBodies: true)
        let folder = DocumentTests.root + "/.build/test-files/explain-document"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let journal = JournalLines(run.journal)
        let lineage = try #require(try LineageFile(run, journal: journal))
        let document = RunDocument(run, lineage: lineage.json).json.text(indent: 2)
        for (bytes, name) in [
            (journal.bytes, JournalLines.file), (lineage.bytes, LineageFile.name),
            (Array(document.utf8), "run.json"),
        ] { try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name)) }
        return try RunDirectory(folder)
    }

    private static func explainer() throws -> Explainer { try Explainer(try directory.get()) }

    /// The three kinds of explanations, by their names.
    private static let documents = Result {
        let list = try explainer().list(campaign: 1)
        let segment = try #require(list.document["segments"]?.array?.first?["segment"]?.string)
        return [
            ("list", ExplainDocument(list)),
            ("segment", ExplainDocument(try explainer().segment(segment, campaign: 1))),
            ("timeline", ExplainDocument(try explainer().timeline(segment))),
        ]
    }

    private func documents() throws -> [(String, ExplainDocument)] {
        try ExplainDocumentTests.documents.get()
    }

    @Test func everyLineFitsTheTerminal() throws {
        for (name, document) in try documents() {
            let lines = document.text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count > 5 && lines.allSatisfy { $0.count <= 80 }, "\(name)")
            #expect(lines.allSatisfy { !$0.hasSuffix(" ") }, "\(name)")
            #expect(document.text.contains("all costs sum to the invoice"))
        }
    }

    @Test func everyNumberOfTheTreeIsInTheDocument() throws {
        let document = try documents()[1].1
        let calls = try #require(document.json["calls"]?.array)
        #expect(calls.count > 5)
        for call in calls {
            #expect(document.text.contains("no. \(call["sequence"]?.integer ?? -1) "))
            for usage in call["usage"]?.array ?? [] {
                let cost = try #require(usage["cost_picousd"]?.money).decimalText
                #expect(document.text.contains("= $\(cost)"))
            }
        }
        let segment = try #require(document.json["cost"]?["segment_picousd"]?.money)
        #expect(document.text.contains("cost: $\(segment.decimalText) in this campaign"))
        #expect(calls.reduce(Money.zero) { $0 + ($1["cost_picousd"]?.money ?? .zero) } == segment)
    }

    @Test func theDocumentHasItsNames() throws {
        for (name, document) in try documents() {
            #expect(document.json["schema"]?.string == "finegrain.explain/1")
            #expect(document.json["kind"]?.string == name)
            #expect(
                document.json["check"]?["holds"] == true && document.json["check"]?["whole_journal"] == true)
            let text = document.json.text(indent: 2)
            #expect(try JSONParser.parse(text).text(indent: 2) == text)
        }
        let segment = try documents()[1].1.json
        for part in [
            "run", "campaign", "segment", "publication", "profile", "persona", "prompts", "calls", "copy",
            "reviews",
            "delivery", "result", "cost",
        ] { #expect(segment[part] != nil && segment[part] != .null, "\(part)") }
    }

    @Test func thePageStandsAlone() throws {
        for (name, document) in try documents() {
            let html = document.html
            #expect(html.contains("prefers-color-scheme:dark") || html.contains("prefers-color-scheme: dark"))
            for outside in ["<script", "http:", "https:", "<link", "@import", "url("] {
                #expect(!html.contains(outside), "\(name): \(outside)")
            }
            for tag in ["details", "ul", "li", "table", "blockquote", "main", "summary"] {
                let opened =
                    html.components(separatedBy: "<\(tag)>").count
                    + html.components(separatedBy: "<\(tag) ").count
                #expect(opened - 2 == html.components(separatedBy: "</\(tag)>").count - 1, "\(name): \(tag)")
            }
        }
        let page = try documents()[1].1
        let text = try #require(page.json["delivery"]?["arms"]?.array?.first?["text"]?.string)
        let first = try #require(text.split(separator: "\n").first).prefix(40)
        #expect(page.html.contains(first.replacingOccurrences(of: "&", with: "&amp;")))
    }

    @Test func aRunDiffersInNothingFromItself() throws {
        let explainer = try ExplainDocumentTests.explainer()
        let segment = try #require(
            try explainer.list(campaign: nil).document["segments"]?.array?.first?["segment"]?.string)
        let one = try explainer.segment(segment, campaign: nil)
        #expect(ExplainDifference(one, one).text.hasSuffix("nothing differs"))
        let other = ExplainDifference(one, try explainer.segment(segment, campaign: 1))
        #expect(other.json["differences"]?.array?.isEmpty == false)
        #expect(other.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
