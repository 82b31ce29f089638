import Encodings
import Foundation
import Scenarios
import Testing
import Workbench

@testable import Reporting

/// Every number on the page is one of sweep.json, rounded.
@Suite struct ReportNumbersTests {
    private let result: SweepResult
    private let json: JSONValue
    private let html: String

    init() throws {
        result = try DocumentTests.sweep.get()
        json = try JSONParser.parse(SweepDocument(result).json.text(indent: 2))
        html = SweepReport(result, command: "finegrain sweep x").html
    }

    private func numbers(_ value: JSONValue) -> [Double] {
        switch value {
        case .object(let members): members.flatMap { numbers($0.value) }
        case .array(let list): list.flatMap(numbers)
        default: value.double.map { [$0] } ?? []
        }
    }

    private func strings(_ value: JSONValue) -> [String] {
        switch value {
        case .object(let members): members.flatMap { [$0.key] + strings($0.value) }
        case .array(let list): list.flatMap(strings)
        default: value.string.map { [$0] } ?? []
        }
    }

    /// A number as written: its value, half a unit of its last place, and whether it is a percentage.
    private struct Written {
        var value: Double
        var slack: Double

        init?(_ text: String) {
            let digits = text.filter { $0 != "," && $0 != "$" && $0 != "+" && $0 != "%" }
            guard let number = Double(digits) else { return nil }
            let places = digits.firstIndex(of: ".").map { digits[$0...].count - 1 } ?? 0
            let scale = text.hasSuffix("%") ? 0.01 : 1
            value = number * scale
            slack = 0.5000001 * pow(10, -Double(places)) * scale
        }

        func isRounding(of number: Double) -> Bool { abs(abs(number) - abs(value)) <= slack }
    }

    private func plain(_ html: String) -> String {
        html.replacing(/<svg[\s\S]*?<\/svg>/, with: " ").replacing(/<[^>]*>/, with: " ")
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&amp;", with: "&")
    }

    /// What the page says before it lists assumptions and prices, which are not results.
    private var said: String {
        let body = html[(html.range(of: "<h1>")?.lowerBound ?? html.startIndex)...]
        return plain(String(body[..<(body.range(of: "<h2>What it rests on")?.lowerBound ?? body.endIndex)]))
    }

    @Test func allNumbersOfTheTextAreInTheDocument() throws {
        // Rounding up is the rule of the quota request alone.
        let request = numbers(try #require(json["decision"]?["quota_request"])).map { $0.rounded(.up) }
        let scenario = numbers(result.scenario.canonical)
        let known =
            numbers(json) + scenario + request + [
                Double(result.workspace.audienceCount), Double(result.rows.count - 1),
                Double(result.replications), Double(result.scenario.run.campaigns),
            ]
        var sums: [Double] = []
        for row in try #require(json["rows"]?.array) + [json["never_refresh"]].compactMap(\.self) {
            for part in ["first_campaign", "horizon_total", "metrics"] {
                guard let metrics = row[part] else { continue }
                sums.append(
                    (metrics["persona_calls"]?["mean"]?.double ?? 0)
                        + (metrics["copy_calls"]?["mean"]?.double ?? 0))
            }
            // Worlds that are won are a share of the worlds.
            sums.append((row["beats_baseline_share"]?.double ?? 0) * Double(result.replications))
        }
        let words = strings(json) + strings(result.scenario.canonical)
        var checked = 0
        // Digits that belong to a name, such as those of a model or a field, are no numbers.
        for match in said.matches(of: /([A-Za-z0-9_.\/-]?)([-+]?\$?[0-9][0-9,]*(?:\.[0-9]+)?%?)/)
        where match.output.1.isEmpty {
            let text = String(match.output.2)
            guard let written = Written(text) else { continue }
            checked += 1
            let isKnown = (known + sums).contains { written.isRounding(of: $0) }
            // The conventions of percentiles, power and error rates, and names that hold digits.
            let isWord =
                ["2", "5", "80", "95", "1"].contains(text.filter { $0 != "%" })
                || words.contains { $0.contains(text) }
            #expect(isKnown || isWord, "\(text) is not in sweep.json")
        }
        #expect(checked > 200)
    }

    @Test func theCellsOfTheValueTableAreThoseOfTheirRows() throws {
        let table = try #require(
            html.components(separatedBy: "<table aria-label=\"Value of each row\">").dropFirst().first)
        let body = try #require(table.components(separatedBy: "</table>").first)
        let lines = body.matches(of: /<tr[^>]*><th scope="row"[\s\S]*?<\/tr>/).map {
            $0.output.matches(of: /<t[hd][^>]*>([^<]*)<\/t[hd]>/).map { String($0.output.1) }
        }.filter { $0.first != "never refresh" }
        let rows = try #require(json["rows"]?.array)
        #expect(lines.count == rows.count)
        let columns: [(Int, [String])] = [
            (2, ["net_mean_usd"]), (3, ["net_error_usd"]), (4, ["net_p5_usd"]), (5, ["net_p95_usd"]),
            (6, ["beats_baseline_share"]), (7, ["expected_regret_usd"]),
            (8, ["metrics", "segments", "mean"]),
            (12, ["metrics", "cost_usd", "mean"]), (13, ["metrics", "net_value_usd", "mean"]),
        ]
        for (line, row) in zip(lines, rows) {
            for (column, path) in columns where !line[column].isEmpty {
                let number = try #require(path.reduce(row as JSONValue?) { $0?[$1] }?.double, "\(path)")
                let written = try #require(Written(line[column]), "\(line[column])")
                #expect(written.isRounding(of: number), "\(path): \(line[column]) is not \(number)")
            }
        }
    }

    @Test func theDataOfChartsAreThoseOfTheDocument() throws {
        let charts = SweepCharts(result).all
        #expect(Set(charts.map(\.name)).count == charts.count)
        let rows = try #require(json["rows"]?.array)
        func name(_ row: JSONValue) -> String {
            guard case .object(let members)? = row["vary"] else { return "" }
            return members.map {
                "\($0.key.split(separator: ".").last ?? "") \($0.value.string ?? $0.value.text())"
            }
            .joined(separator: ", ")
        }
        func lines(_ chart: String) throws -> [[String]] {
            try #require(charts.first { $0.name == chart }, "\(chart)").csv.split(separator: "\n").dropFirst()
                .map { CSVLine.fields(String($0)) }
        }
        for (chart, path) in [
            ("net-value", ["net_mean_usd"]), ("cost", ["metrics", "cost_usd", "mean"]),
            ("review", ["metrics", "review_hours", "mean"]), ("regret", ["expected_regret_usd"]),
        ] {
            let lines = try lines(chart)
            #expect(lines.count == rows.count - 1)
            for line in lines {
                let row = try #require(rows.first { name($0) == line[1] }, "\(line)")
                #expect(Double(line[2]) == row["metrics"]?["segments"]?["mean"]?.double)
                #expect(Double(line[3]) == path.reduce(row as JSONValue?) { $0?[$1] }?.double)
            }
        }
        let bars = try #require(json["tornado"]?.array)
        let ends = try lines("tornado")
        #expect(ends.count == 2 * bars.count)
        for (index, bar) in bars.enumerated() {
            #expect(Double(ends[2 * index][3]) == bar["change_at_low_usd"]?.double)
            #expect(Double(ends[2 * index + 1][4]) == bar["change_at_high_error_usd"]?.double)
        }
        let stages = try #require(json["decision"]?["timeline"]?.array).flatMap { $0["stages"]?.array ?? [] }
        let spans = try lines("timeline").filter { $0[1] != "send" }
        #expect(spans.count == stages.count && !spans.isEmpty)
        for (span, stage) in zip(spans, stages) {
            #expect(span[1] == stage["stage"]?.string && Double(span[3]) == stage["end_hours"]?.double)
        }
    }

    @Test func linksLeadToTheFilesThatAreWritten() {
        let report = SweepReport(result, command: "x")
        let links = html.matches(of: /href="([^"]*)"/).map { String($0.output.1) }
        #expect(Set(links) == Set(report.files.map(\.path)) && links.count == report.files.count)
        #expect(links.allSatisfy { $0.hasPrefix("charts/") && $0.hasSuffix(".csv") })
    }
}

/// One line of CSV (RFC 4180), the slow way.
enum CSVLine {
    static func fields(_ line: String) -> [String] {
        var fields = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}
