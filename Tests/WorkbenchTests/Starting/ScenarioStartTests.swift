import Audiences
import Campaigns
import Foundation
import Quantities
import RandomStreams
import Scenarios
import Testing
import Workbench

/// What is written for a file loads and runs, whatever the file looks like.
@Suite struct ScenarioStartTests {
    /// Writes the scenario of a file and sweeps it once.
    private func sweep(
        _ file: String, identifier: String? = nil, older: String? = nil, _ settings: [String] = []
    ) throws -> (workspace: Workspace, result: SweepResult) {
        let path = (file as NSString).deletingPathExtension + ".yaml"
        let start = try ScenarioStart(file: file, identifier: identifier, older: older, scenarioPath: path)
        try start.text.write(toFile: path, atomically: true, encoding: .utf8)
        let workspace = try Workspace(
            scenarioPath: path,
            overrides: [
                "run.campaigns=2", "sweep.replications=1", "sweep.side_replications=1", "uncertainty={}",
            ] + settings)
        return (workspace, try SmallScenario.sweep(workspace))
    }

    /// A table with columns of many kinds, names that YAML and shells dislike, and any separator.
    private struct NastyTable {
        static let names = [
            "yes", "null", "a: b", "#tag", "größe", "say \"hi\"", "two words", "net; EUR=x", "123", "- item",
            "{x}", "[y]", "&anchor", "*", "!", "%", "@at", "`tick`", "O'Neil", "line", "Ünï, cödé", "~",
            "true",
            "n/a", "a|b",
        ]
        static let levels = [
            "yes", "no", "null", "", "a: b", "# c", "x, y", "6) $750 - $1,000", "it's", "\"q\"", "größer",
            "~", "1e3",
            "- 1", "other", "(missing)", " spaced ", "a;b", "0", "true",
        ]

        var text: String
        var encoded: Data

        init(_ seed: Int) {
            var stream = Seed(77).streams("nasty").stream(entity: seed)
            func pick(_ count: Int) -> Int { Int(stream.below(UInt32(count))) }
            let separator = [",", ";", "\t", "|"][pick(4)]
            let rows = [25, 60, 200, 1_100][pick(4)]
            var free = NastyTable.names
            var columns: [(name: String, make: (Int, inout RandomStream) -> String)] = []
            for _ in 0..<(3 + pick(6)) {
                let name = free.remove(at: pick(free.count))
                let kind = pick(9)
                let offset = pick(NastyTable.levels.count)
                let width = 2 + pick(6)
                columns.append((name, NastyTable.column(kind, offset, width)))
            }
            func quoted(_ text: String) -> String {
                let needsQuotes = text.contains { "\";,\t|\n\r".contains($0) } || text.first == "\""
                return needsQuotes ? "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : text
            }
            var lines = [columns.map { quoted($0.name) }.joined(separator: separator)]
            for row in 0..<rows {
                lines.append(columns.map { quoted($0.make(row, &stream)) }.joined(separator: separator))
            }
            text = lines.joined(separator: pick(2) == 0 ? "\n" : "\r\n") + (pick(2) == 0 ? "\n" : "")
            encoded = Data((pick(3) == 0 ? [0xef, 0xbb, 0xbf] : []) + Array(text.utf8))
        }

        private static func column(
            _ kind: Int, _ offset: Int, _ width: Int
        ) -> (Int, inout RandomStream) -> String {
            let levels = (0..<width).map { NastyTable.levels[($0 + offset) % NastyTable.levels.count] }
            switch kind {
            case 0, 1, 2: return { _, stream in levels[Int(stream.below(UInt32(width)))] }
            case 3: return { _, stream in String(Int(stream.below(100)) - offset) }
            case 4:
                return { _, stream in "\(stream.below(9)).\(100 + stream.below(900)),\(10 + stream.below(90))"
                }
            case 5:
                return { _, stream in
                    stream.below(8) == 0 ? "" : "\(stream.below(3_000)).\(stream.below(100))"
                }
            case 6: return { row, _ in "id-\(row)" }
            case 7: return { row, _ in "2026-0\(1 + row % 9)-1\(row % 10)" }
            default: return { row, stream in "v\(min(stream.below(40), stream.below(40)))" }
            }
        }
    }

    @Test(arguments: 0..<30) func nastyTablesBecomeScenariosThatRun(_ seed: Int) throws {
        let folder = try SmallScenario.folder("nasty-\(seed)")
        let table = NastyTable(seed)
        let file = folder + "/ta ble #\(seed).csv"
        try table.encoded.write(to: URL(fileURLWithPath: file))
        do {
            let (workspace, result) = try sweep(file)
            #expect(result.rows.count >= 2 && result.rows.allSatisfy(\.invariants.isClean))
            let lines = table.text.split(whereSeparator: \.isNewline).count
            #expect(workspace.audienceCount == lines - 1)
        } catch let error as FinegrainError {
            // A table of identifiers and dates alone has nothing to segment by; nothing else may go wrong.
            #expect(
                error.problems[0].message.contains("can be an attribute"),
                "\(error)\n\(table.text.prefix(400))")
        }
    }

    @Test func mostNastyTablesCanBeSegmented() throws {
        let folder = try SmallScenario.folder("nasty-count")
        let good = try (0..<30).count { seed in
            let file = folder + "/\(seed).csv"
            try NastyTable(seed).encoded.write(to: URL(fileURLWithPath: file))
            return (try? ScenarioStart(file: file, scenarioPath: folder + "/x.yaml")) != nil
        }
        #expect(good >= 20)
    }

    @Test func aGermanExportNeedsNoCorrection() throws {
        let folder = try SmallScenario.folder("german")
        var text = "\u{feff}Kunden-Nr.;Geburtsjahr;Bundesland;Kontostand, Ø;Online-Banking\r\n"
        for row in 0..<1_500 {
            var stream = Seed(5).streams("german").stream(entity: row)
            text +=
                "\(400_000 + 7 * row);\(1_940 + stream.below(65));\(["Bayern", "Thüringen", "Hessen"][Int(stream.below(3))]);"
                + "\(1 + stream.below(9)).\(100 + stream.below(900)),\(10 + stream.below(90));\(stream.below(2) == 0 ? "ja" : "nein")\r\n"
        }
        try text.write(toFile: folder + "/kunden.csv", atomically: true, encoding: .utf8)
        let (workspace, _) = try sweep(folder + "/kunden.csv")
        #expect(workspace.scenario.audience.numbers == .decimalComma)
        let names = workspace.base.audience.attributes.map(\.name)
        #expect(Set(names) == ["Geburtsjahr", "Bundesland", "Kontostand, Ø", "Online-Banking"])
        let levels = try #require(
            workspace.base.audience.attributes.first { $0.name == "Kontostand, Ø" }?.levels)
        #expect(levels.count == 4 && levels[0].hasPrefix("<"))
    }

    @Test func cellsWithArmsBecomeAMeasuredWorld() throws {
        let folder = try SmallScenario.folder("measured-cells")
        let file = folder + "/cells.csv"
        try FileManager.default.copyItem(
            atPath: SmallScenario.root + "/fixtures/email-campaign-2008.csv", toPath: file)
        let (workspace, result) = try sweep(file)
        let response = workspace.scenario.response
        #expect(
            response.from == .results && response.outcome == "visit" && response.controlArm == "No E-Mail")
        #expect(Set(response.arms.map(\.value)) == ["Mens E-Mail", "Womens E-Mail"])
        #expect(workspace.audienceCount == 64_000 && result.rows.count >= 3)
        // The mail that is best depends on what customers bought before.
        #expect(["mens", "womens"].contains(workspace.scenario.segmentation.dimensions[0].attribute))
    }

    @Test func measuredCellsWithNumbersAreBanded() throws {
        let folder = try SmallScenario.folder("banded-cells")
        var text = "plan,age,arm,n,sum_buy,sumsq_buy\n"
        for plan in ["a", "b"] {
            for age in 20..<60 {
                for (arm, rate) in [("control", 4), ("mail", 6)] {
                    text += "\(plan),\(age),\(arm),40,\(rate + age % 3),\(rate + age % 3)\n"
                }
            }
        }
        try text.write(toFile: folder + "/cells.csv", atomically: true, encoding: .utf8)
        let (workspace, result) = try sweep(folder + "/cells.csv")
        #expect(workspace.base.audience.attributes.first { $0.name == "age" }?.levels.count == 4)
        let results = try #require(workspace.base.results)
        #expect(results.arms == ["control", "mail"] && result.rows.count == 2)
    }

    private func exports(_ folder: String) throws -> (old: String, new: String) {
        var (old, new) = ("Customer ID,plan,area,age\n", "Customer ID,plan,area,age\n")
        for row in 0..<2_000 {
            var stream = Seed(9).streams("exports").stream(entity: row)
            let (plan, area, age) = (stream.below(3), stream.below(4), stream.below(60))
            let later = stream.below(10) == 0 ? stream.below(3) : plan
            old += "K\(row),p\(plan),a\(area),\(age)\n"
            new += "K\(row),p\(later),a\(area),\(age + 1)\n"
        }
        let names = (folder + "/crm-2026-10-01.csv", folder + "/crm-2026-10-29.csv")
        try old.write(toFile: names.0, atomically: true, encoding: .utf8)
        try new.write(toFile: names.1, atomically: true, encoding: .utf8)
        return names
    }

    @Test func twoExportsGiveTheDrift() throws {
        let (old, new) = try exports(SmallScenario.folder("two-exports"))
        let (workspace, _) = try sweep(new, older: old)
        let scenario = workspace.scenario
        #expect(scenario.drift.from == ["crm-2026-10-01.csv", "crm-2026-10-29.csv"])
        #expect(scenario.drift.weeksBetween == 4 && scenario.audience.id == "Customer ID")
        // A tenth is redrawn in four weeks.
        let plan = try #require(workspace.base.audience.attributes.firstIndex { $0.name == "plan" })
        let rate = try #require(try workspace.driftSummary().attributes[plan].redrawn)
        #expect(abs(rate.value - (1 - pow(0.9, 0.25))) < 0.01)
    }

    @Test func theColumnThatJoinsExportsIsAskedForWhenItIsNotClear() throws {
        let folder = try SmallScenario.folder("unclear-id")
        let rows = (0..<100).map { "x\($0),\(["a", "b"][$0 % 2]),\(["c", "d", "e"][$0 % 3])\n" }.joined()
        for name in ["old.csv", "new.csv"] {
            try ("member,plan,area\n" + rows).write(
                toFile: folder + "/" + name, atomically: true, encoding: .utf8)
        }
        func start(_ id: String?) throws -> ScenarioStart {
            try ScenarioStart(
                file: folder + "/new.csv", identifier: id, older: folder + "/old.csv",
                scenarioPath: folder + "/new.yaml")
        }
        let error = #expect(throws: FinegrainError.self) { try start(nil) }
        #expect(
            error?.problems[0].remedy?.hasSuffix("in member") == true && error?.problems[0].field == "--id")
        #expect(throws: FinegrainError.self) { try start("nobody") }
        let repeated = #expect(throws: FinegrainError.self) { try start("plan") }
        #expect(repeated?.description.contains("repeat the identifier") == true)
        let text = try start("member").text
        #expect(text.contains("id: member") && text.contains("weeks_between: 1   # confirm:"))
    }
}
