import Foundation
import Quantities
import RandomStreams
import Tabular
import Testing

@testable import Workbench

/// What is proposed for a table, and what is refused.
@Suite struct StartingPointTests {
    private func survey(_ name: String, _ text: String) throws -> TableSurvey {
        let path = try SmallScenario.folder("starting-" + name) + "/table.csv"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try TableSurvey(file: path)
    }

    /// Customers with one column of each kind that comes up in exports.
    private static func export(_ count: Int, seed: UInt64 = 1) -> String {
        var text =
            "customer_id,first_name,email,plan,plan code,age,signed up,spend,town,zip,notes,active,country,vip,phone\n"
        for row in 0..<count {
            var stream = Seed(seed).streams("export").stream(entity: row)
            let plan = Int(stream.below(3))
            let spend = stream.below(3) == 0 ? "" : "\(stream.below(900_000)).\(10 + stream.below(90))"
            text +=
                "C\(row),\(["Ann", "Bob"][row % 2]),u\(row)@shop.example,\(["basic", "plus", "pro"][plan]),"
                + "\(["B", "P", "X"][plan]),\(18 + Int(stream.below(60))),2026-0\(1 + row % 9)-1\(row % 10),\(spend),"
                + "town \(stream.below(200)),\(10_000 + stream.below(80_000)),"
                + "\"asked \(row) times for a refund of it, pending\",\(stream.below(2) == 0 ? "yes" : "no"),DE,"
                + "\(row < 3 ? "yes" : "no"),+49 30 \(1_000_000 + row)\n"
        }
        return text
    }

    @Test func columnsOfAnExportAreReadAsPeopleDo() throws {
        let point = try StartingPoint(survey("columns", Self.export(2_000)))
        #expect(Set(point.attributes.map(\.name)) == ["plan", "age", "spend", "active"])
        let reasons = Dictionary(uniqueKeysWithValues: point.leftOut.map { ($0.name, $0.reason) })
        let expected = [
            "customer_id": "identifier", "first_name": "personal", "email": "e-mail",
            "plan code": "repeats 'plan'",
            "signed up": "dates", "town": "200 values", "zip": "values", "notes": "free text",
            "country": "one value only: DE", "vip": "all but 3 customers", "phone": "telephone",
        ]
        for (name, words) in expected {
            #expect(reasons[name]?.contains(words) == true, "\(name): \(reasons[name] ?? "kept")")
        }
        #expect(point.leftOut.map(\.name).first == "customer_id" && point.leftOut.count == expected.count)
        #expect(point.k == 50 && (1...3).contains(point.finest))
    }

    @Test func theOrderOfRowsLeavesNoTrace() throws {
        let lines = Self.export(1_500).split(separator: "\n").map(String.init)
        let straight = try StartingPoint(survey("straight", Self.export(1_500)))
        let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n")
        let reversed = try StartingPoint(survey("reversed", turned))
        #expect(straight.attributes.map(\.name) == reversed.attributes.map(\.name))
        #expect(straight.steps.map(\.published) == reversed.steps.map(\.published))
        #expect(straight.leftOut == reversed.leftOut && straight.finest == reversed.finest)
    }

    @Test func manyValuesAreGroupedWhereAFewHoldMost() throws {
        var text = "state,plan\n"
        for row in 0..<3_000 {
            var stream = Seed(2).streams("states").stream(entity: row)
            let state = min(Int(stream.below(20)), Int(stream.below(20)))
            text += "S\(state),\(["a", "b"][Int(stream.below(2))])\n"
        }
        let point = try StartingPoint(survey("grouped", text))
        let state = try #require(point.attributes.first { $0.name == "state" })
        guard case .groups(let groups) = state.cut else {
            Issue.record("not grouped")
            return
        }
        #expect(groups.count == 8 && groups.last?.name == "other" && groups.last?.levels.count == 13)
        #expect(Set(groups.flatMap(\.levels)).count == 20)
    }

    @Test func aSmallTableGetsASmallK() throws {
        let point = try StartingPoint(survey("small", Self.export(300)))
        #expect(point.k == 15)
        #expect(try StartingPoint(survey("smaller", Self.export(60))).k == 5)
    }

    @Test(arguments: [
        ("five", "region,plan\nn,a\ns,b\nn,a\ne,b\ns,a\n", ["5 customers are too few", "at least 20"]),
        (
            "one-column", "region\n" + String(repeating: "n\ns\n", count: 50),
            ["only 'region' can be an attribute", "needs two", "export more"]
        ),
        (
            "only-ids", "id,email\n" + (0..<100).map { "\($0),u\($0)@x.example\n" }.joined(),
            ["no column can be an attribute", "id: left out: an identifier", "email: left out: e-mail"]
        ),
    ]) func whatCannotBeAScenarioIsRefused(_ name: String, _ text: String, _ words: [String]) throws {
        let survey = try survey(name, text)
        let error = #expect(throws: FinegrainError.self) { _ = try StartingPoint(survey) }
        #expect(error?.kind == .badInput && error?.problems[0].remedy != nil)
        for word in words {
            #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
        }
    }

    /// The experiment of 2008 as its authors publish it; the file is not part of the repository.
    @Test func theArmsOfAnExperimentAreNoAttributes() throws {
        let path = ProcessInfo.processInfo.environment["FINEGRAIN_HILLSTROM"] ?? ""
        guard FileManager.default.fileExists(atPath: path) else {
            print("skipped: FINEGRAIN_HILLSTROM does not name hillstrom.csv")
            return
        }
        let point = try StartingPoint(TableSurvey(file: path))
        #expect(point.experiment?.arm == "segment")
        #expect(point.experiment.map { Set($0.results) } == ["visit", "conversion"])
        let names = point.attributes.map(\.name)
        #expect(["history_segment", "mens", "womens", "zip_code"].allSatisfy { names.contains($0) })
        #expect(!point.attributes.contains { $0.name == "history" || $0.name == "segment" })
    }

    @Test func anExperimentAmongTheColumnsIsSetAside() throws {
        var text = "plan,age,area,group,bought\n"
        for row in 0..<6_000 {
            var stream = Seed(12).streams("experiment").stream(entity: row)
            let arm = stream.below(2)
            let isBuyer = stream.below(1_000) < (arm == 1 ? 300 : 200)
            text +=
                "\(["a", "b", "c"][Int(stream.below(3))]),\(stream.below(60)),\(["n", "s"][Int(stream.below(2))]),"
                + "\(arm == 1 ? "mail" : "none"),\(isBuyer ? 1 : 0)\n"
        }
        let point = try StartingPoint(survey("experiment", text))
        #expect(point.experiment?.arm == "group" && point.experiment?.results == ["bought"])
        #expect(Set(point.attributes.map(\.name)) == ["plan", "age", "area"])
        // A column of that name on which others depend is an attribute like any other.
        let tied = text.split(separator: "\n").map { line in
            let fields = line.split(separator: ",")
            return fields[0] == "plan"
                ? String(line)
                : fields[0...2].joined(separator: ",") + ",\(fields[0])\(Int(fields[1])! / 30),\(fields[4])"
        }.joined(separator: "\n")
        #expect(try StartingPoint(survey("no-experiment", tied)).experiment == nil)
    }

    @Test(
        arguments: [
            ("2026-01-05", TextShape.date), ("05.01.2026", .date), ("1/5/26", .date),
            ("2026-01-05T10:00:00Z", .date),
            ("20260105", .date), ("a.b@c.example", .email), ("https://x.example/y", .url),
            ("+49 30 1234567", .telephone),
            ("(030) 123-4567", .telephone), ("1.5", nil), ("0.1234567", nil), ("13/13/2026", nil),
            ("plus", nil),
            ("20261305", nil), ("a@b", nil), ("1234567", nil),
        ] as [(String, TextShape?)]) func textsHaveShapes(_ text: String, _ shape: TextShape?)
    {
        #expect(TextShape(text) == shape)
    }

    @Test func weeksComeFromTheNamesOfTheFiles() throws {
        #expect(try DatedNames(older: "a/crm-2026-10-01.csv", newer: "b/crm_20261029.csv").weeks == 4)
        #expect(try DatedNames(older: "2026-02-28.csv", newer: "2026-03-01.csv").weeks == 0.14)
        #expect(try DatedNames(older: "old.csv", newer: "crm-2026-10-29.csv").weeks == nil)
        #expect(throws: FinegrainError.self) {
            try DatedNames(older: "2026-03-01.csv", newer: "2026-03-01.csv")
        }
        // Days between dates agree with the calendar.
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "UTC")!
        let first = calendar.date(from: DateComponents(year: 2024, month: 1, day: 1))!
        for step in stride(from: 0, to: 1_200, by: 37) {
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: calendar.date(byAdding: .day, value: step, to: first)!)
            let name = String(format: "x-%04d-%02d-%02d.csv", parts.year!, parts.month!, parts.day!)
            #expect(DatedNames.day(name).map { $0 - DatedNames.day("2024-01-01")! } == step)
        }
    }

    @Test func pathsAreThoseOfTheScenariosFolder() {
        #expect(ScenarioStart.path("/data/a/x.csv", from: "/data/a/mine.yaml") == "x.csv")
        #expect(ScenarioStart.path("/data/a/b/x y.csv", from: "/data/a/mine.yaml") == "b/x y.csv")
        #expect(ScenarioStart.path("/data/x.csv", from: "/data/a/b/mine.yaml") == "../../x.csv")
        #expect(ScenarioStart.path("/elsewhere/x.csv", from: "/data/mine.yaml") == "/elsewhere/x.csv")
        #expect(ScenarioStart.path("/data/synthetic", from: "/data/mine.yaml") == "./synthetic")
    }
}
