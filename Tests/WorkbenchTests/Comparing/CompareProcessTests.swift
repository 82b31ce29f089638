import Encodings
import Foundation
import Testing

/// `finegrain runs` and `finegrain compare` as they are typed.
@Suite struct CompareProcessTests {
    /// A folder with a small scenario, swept once into `before`.
    private func swept(_ name: String) throws -> String {
        let folder = try SmallScenario.folder(name)
        try SmallScenario.text.write(toFile: folder + "/small.yaml", atomically: true, encoding: .utf8)
        try sweep(folder, "before", [])
        return folder
    }

    @discardableResult
    private func sweep(_ folder: String, _ out: String, _ options: [String]) throws -> JSONValue {
        let outcome = try ProcessTests.run(
            ["sweep", "small.yaml", "--quiet", "--format", "json", "--out", out] + options, folder: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        return try JSONParser.parse(outcome.output)
    }

    private func compare(_ folder: String, _ arguments: [String]) throws -> ProcessTests.Outcome {
        try ProcessTests.run(["compare"] + arguments, folder: folder)
    }

    @Test func exitCodesTellBrokenBudgetsFromBadInput() throws {
        let folder = try swept("compare-codes")
        try sweep(folder, "after", ["--set", "review.wage_usd_per_hour=90"])
        let kept = try compare(
            folder, ["before", "after", "--budget", "row(segmentation.depth=1).cost_usd<=1000"])
        #expect(kept.code == 0 && kept.output.contains("holds: row(segmentation.depth=1).cost_usd<=1000"))
        let broken = ["--budget", "row(segmentation.depth=1).delta(cost_usd)<=1%"]
        for format in ["table", "markdown", "json", "csv"] {
            let outcome = try compare(folder, ["before", "after", "--format", format] + broken)
            #expect(outcome.code == 3 && outcome.errors.contains("broken: row(segmentation.depth=1)"))
            #expect(outcome.output.contains("row(segmentation.depth=1).delta(cost_usd)<=1%"), "\(format)")
        }
        let absent = try compare(folder, ["before", "after", "--budget", "cost<=1000"])
        #expect(absent.code == 3 && absent.errors.contains("not computed"))
        let malformed = try compare(folder, ["before", "after", "--budget", "cost_usd=<5", "--budget", "<1"])
        #expect(malformed.code == 2 && malformed.errors.contains("character 9") && malformed.output.isEmpty)
        #expect(malformed.errors.contains("2 problems"))
        #expect(try compare(folder, ["before", "nowhere"]).code == 2)
        #expect(try compare(folder, ["before", "after", "--tolerance", "much"]).code == 2)
        #expect(try compare(folder, ["before", "after", "--tag", "a-->b"]).code == 2)
    }

    @Test func aRunAgainstItselfIsUnchangedAndCanBeSilent() throws {
        let folder = try swept("compare-self")
        let outcome = try compare(folder, ["before", "before", "--format", "json"])
        let document = try JSONParser.parse(outcome.output)
        #expect(outcome.code == 0 && document["schema"]?.string == "finegrain.compare/1")
        #expect(document["paired"] == true && document["unchanged"] == true)
        for row in document["rows"]?.array ?? [] {
            guard case .object(let metrics)? = row["metrics"] else { continue }
            for metric in metrics {
                #expect(metric.value["difference"]?.double == 0 && metric.value["std_error"]?.double == 0)
                #expect(metric.value["verdict"] == "unchanged", "\(metric.key)")
            }
        }
        let silent = try compare(folder, ["before", "before", "--skip-no-diff", "--format", "markdown"])
        #expect(silent.code == 0 && silent.output.isEmpty)
        let broken = try compare(folder, ["before", "before", "--skip-no-diff", "--budget", "segments>100"])
        #expect(broken.code == 3 && broken.output.contains("broken: segments>100"))
    }

    @Test func anotherSeedIsNotPairedAndSaysSo() throws {
        let folder = try swept("compare-seed")
        try sweep(folder, "after", ["--seed", "8"])
        let outcome = try compare(folder, ["before", "after"])
        #expect(outcome.code == 0 && outcome.output.contains("Not paired: seeds differ (7 and 8)"))
    }

    @Test func scenarioFilesAreRunNowWithOneSeedAndKept() throws {
        let folder = try swept("compare-files")
        let text =
            SmallScenario.text.replacingOccurrences(of: "seed: 7", with: "seed: 9")
            + "review: {wage_usd_per_hour: 90}\nname: dearer\n"
        try text.write(toFile: folder + "/dearer.yaml", atomically: true, encoding: .utf8)
        let outcome = try compare(folder, ["before", "dearer.yaml", "--format", "json", "--quiet"])
        let document = try JSONParser.parse(outcome.output)
        #expect(outcome.code == 0 && document["paired"] == true && document["seed"] == 7)
        #expect(document["b"]?["command"]?.string == "finegrain sweep dearer.yaml --seed 7")
        let stored = try #require(document["b"]?["id"]?.string)
        let shown = try ProcessTests.run(["runs", "show", String(stored.prefix(6))], folder: folder)
        #expect(shown.code == 0 && shown.output.contains(stored) && shown.output.contains("dearer"))
    }

    @Test func runsAreListedAndShown() throws {
        let folder = try swept("runs-list")
        let run = try ProcessTests.run(["run", "small.yaml"], folder: folder)
        #expect(run.code == 0)
        let list = try ProcessTests.run(["runs", "--format", "json"], folder: folder)
        let runs = try #require(try JSONParser.parse(list.output)["runs"]?.array)
        // The sweep went to another folder.
        #expect(runs.map { $0["kind"]?.string } == ["run"] && runs[0]["folder"] == "notebooks-out/small")
        let sweeps = try ProcessTests.run(["runs", "--out", "before", "--format", "csv"], folder: folder)
        #expect(sweeps.output.contains(",sweep,small,4,2,7,"))
        let id = try #require(runs[0]["id"]?.string)
        let values = try ProcessTests.run(["runs", "show", id, "--format", "csv"], folder: folder)
        #expect(values.output.hasPrefix("row,replication,seed,part,metric,value\n0,0,7,steady,segments,"))
        let unknown = try ProcessTests.run(["runs", "show", "zzzz"], folder: folder)
        #expect(unknown.code == 2 && unknown.errors.contains("known: \(id)"))
        #expect(try ProcessTests.run(["runs", "--out", "nowhere"], folder: folder).code == 2)
    }

    @Test func replicatesHoldTheValuesBehindTheBands() throws {
        let folder = try swept("replicates")
        let text = try String(contentsOfFile: folder + "/before/replicates.csv", encoding: .utf8)
        let document = try JSONParser.parse(
            try String(contentsOfFile: folder + "/before/sweep.json", encoding: .utf8))
        let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        #expect(lines[0] == ["row", "replication", "seed", "part", "metric", "value"])
        for (part, member) in [
            ("steady", "metrics"), ("first", "first_campaign"), ("total", "horizon_total"),
        ] {
            let values = lines.filter { $0[0] == "2" && $0[3] == part && $0[4] == "cost_usd" }
                .compactMap { Double($0[5]) }
            let mean = document["rows"]?.array?[2][member]?["cost_usd"]?["mean"]?.double
            #expect(values.count == 2 && values.reduce(0, +) / 2 == mean)
        }
    }
}
