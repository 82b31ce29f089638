import Encodings
import Foundation
import Testing

@testable import Experiments
@testable import Reporting

/// What people and scripts see of an uplift readout.
@Suite struct UpliftReportTests {
    private let readout: UpliftReadout

    init() throws {
        readout = try UpliftFixture.readout()
    }

    private func keys(_ value: JSONValue?) -> Set<String> {
        guard case .object(let members) = value else { return [] }
        return Set(members.map(\.key))
    }

    @Test func theJSONHasEveryKeyOfTheContract() throws {
        let json = UpliftDocument(readout).json
        let parts: [(String, String)] = [
            ("srm", "segment arms observed expected assumed_equal statistic df pvalue"),
            (
                "results",
                """
                metric segment estimator control treatment n_control n_treatment mean_control mean_treatment effect_size std_error
                effect_size_ci_lower effect_size_ci_upper rel_effect_size rel_effect_size_ci_lower rel_effect_size_ci_upper
                statistic df pvalue pvalue_holm pvalue_bh se_type
                """
            ),
            ("pooling", "metric treatment by method mean std_error tau2 q i2 segments"),
            ("learners", "name metric treatment ate std_error cate_file"),
            (
                "ranking",
                "score metric treatment in_sample qini_per_head qini_per_head_ci_lower qini_per_head_ci_upper uplift_at_30 conventions"
            ),
            ("policy", "policy share_treated value_per_head std_error net_per_head"),
            ("decisions", "segment treatment decision why n_needed"),
            ("warnings", "code message"),
        ]
        #expect(keys(json).isSuperset(of: ["schema", "finegrain_version", "seed", "digest", "inputs"]))
        #expect(json["schema"]?.string == "finegrain.uplift/1")
        for (part, names) in parts {
            let rows = try #require(json[part]?.array)
            #expect(!rows.isEmpty, "\(part)")
            let wanted = Set(names.split(whereSeparator: \.isWhitespace).map(String.init))
            for row in rows {
                #expect(keys(row).isSuperset(of: wanted), "\(part): \(wanted.subtracting(keys(row)))")
            }
        }
        let conventions = json["ranking"]?.array?.first?["conventions"]
        #expect(
            keys(conventions).isSuperset(of: [
                "sklift_qini", "sklift_auuc", "causalml_qini", "causalml_auuc", "grf_qini", "grf_autoc",
            ]))
        let segment = json["pooling"]?.array?.first?["segments"]?.array?.first
        #expect(
            keys(segment).isSuperset(of: [
                "segment", "effect_size", "std_error", "shrunk", "shrunk_std_error", "weight_on_mean",
            ]))
        #expect(
            Set((json["policy"]?.array ?? []).compactMap { $0["policy"]?.string }) == [
                "all", "none", "top_share", "profitable", "best_share",
            ])
        #expect(
            Set((json["learners"]?.array ?? []).compactMap { $0["name"]?.string }) == [
                "S", "T", "X", "R", "DR",
            ])
    }

    @Test func theCSVHasTheKeysOfTheResultsAndOneRowEach() {
        let lines = UpliftCSV(readout).results.split(separator: "\n")
        #expect(lines.count == readout.results.count + 1)
        #expect(lines[0].hasPrefix("metric,segment,estimator,control,treatment,n_control,n_treatment,"))
        #expect(lines.contains { $0.hasPrefix("visit,region=north,") })
        let effects = UpliftCSV(readout).files.first { $0.name == "cate_visit_long.csv" }?.text ?? ""
        #expect(effects.hasPrefix("row,id,S,T,X,R,DR\n"))
        // Row 2 of the file is u0001, who got the long text.
        #expect(effects.contains("\n2,u0001,"))
        let names = UpliftCSV(readout).files.map(\.name)
        #expect(
            names.contains("segments.csv") && names.contains("cate_visit_short.csv")
                && Set(names).count == names.count)
    }

    /// The expected weight times the mean is not quite the expected product: both vary with the spread.
    @Test func shrunkEffectsAreTheWeightedMeansButForTheSpread() {
        for pooled in readout.pooling where pooled.method == "reml" {
            for row in pooled.segments {
                let mixed = row.weightOnMean * pooled.mean + (1 - row.weightOnMean) * row.effect
                #expect(abs(row.shrunk - mixed) < 0.1 * row.shrunkStandardError)
            }
        }
    }

    @Test func theReportNeedsNothingButItself() {
        let page = UpliftReport(readout, command: "finegrain uplift x.csv").html
        #expect(page == UpliftReport(readout, command: "finegrain uplift x.csv").html)
        for forbidden in ["<script", "http://", "https://", "<link", "src="] {
            #expect(!page.contains(forbidden))
        }
        #expect(page.contains("<svg") && page.contains("Sample sizes") && page.contains("Provenance"))
        let parser = XMLBalance(page)
        #expect(parser.isBalanced, "\(parser.complaint)")
    }

    @Test func namesCannotBecomeMarkup() {
        var hostile = readout
        hostile.fileName = "<b>x</b>.csv"
        hostile.treatments = hostile.treatments.map { $0 + "<script>" }
        for index in hostile.results.indices { hostile.results[index].treatment += "<script>" }
        for index in hostile.decisions.indices { hostile.decisions[index].treatment += "<script>" }
        for index in hostile.pooling.indices { hostile.pooling[index].treatment += "<script>" }
        let page = UpliftReport(hostile, command: "a").html
        #expect(!page.contains("<script>") && !page.contains("<b>x"))
        #expect(!UpliftNotebook(hostile, command: "a").text.contains("<script>"))
    }

    @Test func manySegmentsAndEmptyPartsStillMakeAReport() {
        var many = readout
        many.learners = []
        many.ranking = []
        many.policy = []
        many.profitCurves = []
        many.calibration = []
        many.pooling = many.pooling.map { pooled in
            var pooled = pooled
            pooled.segments = (0..<500).map { number in
                var row = pooled.segments[0]
                row.segment = SegmentName([
                    .init(column: "region", value: "a very long name of segment number \(number)")
                ])
                return row
            }
            return pooled
        }
        #expect(UpliftReport(many, command: "a").html.contains("more segments are in segments.csv"))
        many.pooling = []
        many.decisions = many.decisions.filter { $0.segment == nil }
        #expect(UpliftReport(many, command: "a").html.contains("What to do"))
    }

    @Test func theTerminalTableKeepsToEightyColumns() {
        for line in UpliftTable(readout).text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test func theNotebookIsJSONWithTheKeysOfFormatFour() throws {
        let notebook = try JSONParser.parse(UpliftNotebook(readout, command: "finegrain").text)
        #expect(notebook["nbformat"]?.integer == 4 && notebook["nbformat_minor"]?.integer == 5)
        let cells = try #require(notebook["cells"]?.array)
        #expect(Set(cells.compactMap { $0["id"]?.string }).count == cells.count)
        #expect(cells.allSatisfy { ["markdown", "code"].contains($0["cell_type"]?.string ?? "") })
    }

    @Test func pValuesKeepTwoDigitsHoweverSmall() {
        #expect(EffectText.pValue(1.4e-112, log10: nil) == "1.4e-112")
        #expect(EffectText.pValue(0.0312, log10: nil) == "0.031")
        #expect(EffectText.pValue(0, log10: -400.3) == "5.0e-401")
        #expect(EffectText.pValue(nil, log10: nil) == "-")
    }
}

/// A small check that tags open and close in order.
struct XMLBalance {
    private(set) var isBalanced = true
    private(set) var complaint = ""

    init(_ page: String) {
        let single: Set<String> = ["meta", "!DOCTYPE", "line", "rect", "circle", "polyline", "polygon"]
        var open: [String] = []
        for part in page.split(separator: "<").dropFirst() {
            guard let end = part.firstIndex(of: ">") else { continue }
            let tag = part[..<end]
            let name = String(tag.drop { $0 == "/" }.prefix { !$0.isWhitespace && $0 != "/" && $0 != ">" })
            if tag.hasPrefix("/") {
                if open.last == name {
                    open.removeLast()
                } else {
                    fail("</\(name)> after <\(open.last ?? "")>")
                }
            } else if !tag.hasSuffix("/"), !single.contains(name) {
                open.append(name)
            }
        }
        if let left = open.last { fail("<\(left)> stays open") }
    }

    private mutating func fail(_ text: String) {
        isBalanced = false
        if complaint.isEmpty { complaint = text }
    }
}
