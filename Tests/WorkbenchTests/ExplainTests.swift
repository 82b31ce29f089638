import Audiences
import Campaigns
import Encodings
import Foundation
import Pricing
import Quantities
import Testing

@testable import Workbench

/// The lineage of a segment agrees with what is known of the run by other ways.
@Suite struct ExplainTests {
    static let plain = Result { try KeptRun("lineage", ["experiment.holdout=0.1"]) }

    @Test func lineageChangesNoResult() throws {
        let kept = try ExplainTests.plain.get()
        let without = try SingleRun(
            workspace: SmallScenario.workspace("no-lineage", ["experiment.holdout=0.1"]), jobs: 2,
            keepsBodies: false)
        #expect(without.digest == kept.run.digest && without.lineage == nil)
        #expect(without.cells.json == kept.run.cells.json)
    }

    @Test(arguments: ["briefs", "smoothed", "pooled"])
    func hitsAndMissesAreThoseOfTheCampaign(_ name: String) throws {
        let kept = try KeptRun("hits-" + name, ExplainCostTests.settings[name] ?? [])
        for record in kept.run.campaigns {
            let rows = try #require(
                try kept.quickExplainer().list(campaign: record.index).document["segments"]?.array)
            let personas = rows.compactMap { $0["persona"]?.string }
            let copies = rows.compactMap { $0["copy"]?.string }
            #expect(Double(rows.count) == record.metrics[.segments])
            #expect(Double(personas.count { $0 == "held" }) == record.metrics[.heldSegments])
            let lookedUp = personas.count { $0 != "held" }
            func rate(_ list: [String]) -> Double? {
                lookedUp == 0 ? nil : Double(list.count { $0 == "hit" }) / Double(lookedUp)
            }
            #expect(rate(personas) == record.metrics[.personaHitRate])
            #expect(rate(copies) == record.metrics[.copyHitRate])
            for (cause, count) in record.misses {
                #expect((personas + copies).count { $0 == cause } == count, "\(cause)")
            }
        }
    }

    /// Shares from the customers themselves, rounded by hand.
    @Test func sharesAreThoseOfTheCustomersAndRoundedToTheNearestBucket() throws {
        let kept = try ExplainTests.plain.get()
        let audience = kept.run.workspace.base.audience
        func level(_ attribute: String, _ name: String) throws -> (column: Int, level: UInt8) {
            let column = try #require(audience.attributes.firstIndex { $0.name == attribute })
            return (column, UInt8(try #require(audience.attributes[column].levels.firstIndex(of: name))))
        }
        let cuts = try [level("region", "south"), level("plan", "plus"), level("age", "middle")]
        let members = (0..<audience.count).filter { customer in
            cuts.allSatisfy { audience.columns[$0.column][customer] == $0.level }
        }
        let document = try kept.quickExplainer().segment("plan=plus, age=middle, region=south", campaign: 1)
            .document
        #expect(document["segment"]?["label"]?.string == "region=south|plan=plus|age=middle")
        #expect(document["publication"]?["customers"]?.integer == members.count)
        let season = try #require(
            document["profile"]?["attributes"]?.array?.first { $0["attribute"]?.string == "season" })
        for entry in try #require(season["levels"]?.array) {
            let (column, level) = try level("season", try #require(entry["level"]?.string))
            let count = members.count { audience.columns[column][$0] == level }
            let share = Double(count) / Double(members.count)
            let rounded = (share * 20).rounded() / 20
            #expect(entry["customers"]?.integer == count)
            #expect(abs(try #require(entry["share"]?.double) - share) < 1e-15)
            #expect(abs(try #require(entry["rounded"]?.double) - rounded) < 1e-12)
            let distance = try #require(entry["distance_to_edge"]?.double)
            #expect(abs(distance - (0.025 - abs(share - rounded))) < 1e-12 && distance > 0)
        }
        let arms = try #require(document["result"]?["arms"]?.array)
        #expect(arms.reduce(0) { $0 + ($1["customers"]?.integer ?? 0) } == members.count)
        #expect(arms.map { $0["arm"]?.string } == ["personalised", "generic", "holdout"])
    }

    @Test func aMissSaysWhichShareMovedAndByHowMuch() throws {
        let kept = try ExplainTests.plain.get()
        var found = 0
        for campaign in 2...4 {
            for row in try #require(
                try kept.quickExplainer().list(campaign: campaign).document["segments"]?.array)
            where row["persona"]?.string == "persona.share_moved.season" {
                let name = try #require(row["segment"]?.string)
                let now = try kept.quickExplainer().segment(name, campaign: campaign).document
                let moved = try #require(now["profile"]?["moved"])
                // The cache before is what the campaign before left, and no share of it moved farther.
                let before = try kept.quickExplainer().segment(name, campaign: campaign - 1).document
                func season(_ document: JSONValue) -> [JSONValue] {
                    document["profile"]?["attributes"]?.array?.first { $0["attribute"]?.string == "season" }?[
                        "levels"]?
                        .array ?? []
                }
                let cached = season(before).map { $0["rounded"]?.double ?? .nan }
                let shares = season(now).map { $0["share"]?.double ?? .nan }
                let beyond = zip(shares, cached).map { abs($0 - $1) - 0.025 }
                #expect(abs(try #require(moved["beyond_edge"]?.double) - beyond.max()!) < 1e-12)
                #expect(beyond.max()! > 0)
                #expect(now["persona"]?["now"]?["campaign"]?.integer == campaign)
                #expect(now["persona"]?["before"] == before["persona"]?["now"])
                found += 1
            }
        }
        #expect(found > 3)
    }

    @Test func outcomesAndTruthSumToThoseOfTheRun() throws {
        let kept = try ExplainTests.plain.get()
        var incremental = 0.0
        for campaign in 1...4 {
            var effects = 0.0
            for row in try #require(
                try kept.quickExplainer().list(campaign: campaign).document["segments"]?.array)
            {
                let document = try kept.quickExplainer().segment(
                    try #require(row["segment"]?.string), campaign: campaign
                )
                .document
                effects += try #require(document["result"]?["true_incremental_outcomes"]?.double)
            }
            let expected = try #require(kept.run.campaigns[campaign - 1].metrics[.incrementalOutcomes])
            #expect(abs(effects - expected) < 1e-6 * max(1, abs(expected)))
            incremental += effects
        }
        #expect(incremental != 0)
        let timeline = try kept.explainer().timeline("20").document
        #expect(timeline["timeline"]?.array?.count == 4 && timeline["check"]?["holds"] == true)
    }

    @Test func reviewsAreThoseOfTheJournalAndTheTextIsTheApprovedDraft() throws {
        let kept = try KeptRun(
            "reviewed", (ExplainCostTests.settings["rejected"] ?? []) + ["run.campaigns=2"])
        var rejected = 0
        for row in try #require(try kept.quickExplainer().list(campaign: 1).document["segments"]?.array) {
            let identity = try #require(row["identity"]?.integer)
            let document = try kept.quickExplainer().segment(String(identity), campaign: 1).document
            let reviews = try #require(document["reviews"]?.array)
            let lines = try kept.lines.filter {
                $0["service"] as? String == "review" && $0["entity"] as? String == String(identity)
                    && ($0["time_ns"] as? Int ?? 0) < 176 * 3_600_000_000_000
            }
            #expect(reviews.count == lines.count)
            guard !reviews.isEmpty else {
                // Nothing to review: no answer of the persona writer or of the copy writer passed.
                #expect(document["delivery"]?["copy"]?.string == "generic")
                continue
            }
            for (review, line) in zip(reviews, lines) {
                let milliseconds = (line["usage"] as? [String: Int])?.values.first ?? 0
                #expect(abs((review["seconds"]?.double ?? 0) - Double(milliseconds) / 1_000) < 1e-9)
            }
            rejected += reviews.count - 1
            let verdicts = reviews.last?["drafts"]?.array?.map { $0["verdict"]?.string ?? "" } ?? []
            let approved = verdicts.contains { $0 != "rejected" }
            #expect(document["copy"]?["outcome"]?.string == (approved ? "approved" : "rejected"))
            if document["delivery"]?["copy"]?.string == "own",
                let first = verdicts.firstIndex(of: "approved"),
                verdicts.firstIndex(where: { $0 != "rejected" }) == first
            {
                let text = document["delivery"]?["arms"]?.array?.first?["text"]
                #expect(text == reviews.last?["drafts"]?.array?[first]["body"])
            }
        }
        #expect(rejected > 0)
    }

    @Test func aSegmentIsFoundByAnyOfItsNames() throws {
        let explainer = try ExplainTests.plain.get().quickExplainer()
        for name in [
            "region=north|plan=basic|age=young", "age=young,region=north,plan=basic", "20",
            " Plan=Basic ; region=NORTH ; age=young",
        ] {
            #expect(try explainer.segment(name, campaign: 1).document["segment"]?["identity"]?.integer == 20)
        }
        func problem(_ name: String, campaign: Int? = nil) throws -> Problem {
            let error = try #require(throws: FinegrainError.self) {
                try explainer.segment(name, campaign: campaign)
            }
            #expect(error.kind == .badInput && error.problems.count == 1)
            return error.problems[0]
        }
        #expect(
            try problem("region=nort|plan=basic|age=young").remedy?.contains(
                "'region=north|plan=basic|age=young'") == true)
        #expect(try problem("region=north,plan=basic").message.contains("3 have these conditions"))
        #expect(try problem("21").message.contains("no segment number 21"))
        #expect(try problem("20", campaign: 9).remedy == "campaigns are 1 to 4")
    }

    @Test func aCellBelowKShowsWhereItWent() throws {
        let kept = try KeptRun("cells", ["privacy.k=150"])
        let explainer = try kept.quickExplainer()
        let rest = try explainer.segment("region=east|plan=plus|age=old", campaign: 4).document
        #expect(rest["segment"]?["label"]?.string == "region=east|plan=plus (rest)")
        let customers = try #require(rest["pooled"]?["customers"]?.integer)
        let cells = try #require(rest["publication"]?["cells"]?.array)
        #expect(customers < 150 && cells.contains { $0["customers"]?.integer == customers })
        #expect(
            cells.reduce(0) { $0 + ($1["customers"]?.integer ?? 0) }
                == rest["publication"]?["customers"]?.integer)
    }

    /// A new segment needs k(1 + h) = 4,200 of the 4,000 customers: all are withheld.
    @Test func aWithheldCellSaysThatItGotTheGenericCopy() throws {
        let kept = try KeptRun(
            "all-withheld", ["privacy.k=3500", "privacy.k_hysteresis=0.2", "run.campaigns=2"])
        let explanation = try kept.quickExplainer().segment("region=north,plan=basic,age=young", campaign: 1)
        let withheld = try #require(explanation.document["withheld"])
        #expect(withheld["withheld_customers"]?.integer == 4_000 && withheld["k"]?.integer == 3_500)
        #expect((withheld["customers"]?.integer ?? 0) > 100 && explanation.problems.isEmpty)
        let list = try kept.quickExplainer().list(campaign: 2)
        #expect(list.document["segments"]?.array?.isEmpty == true && list.problems.isEmpty)
        #expect(list.document["cost"]?["run_shared_picousd"]?.money == kept.run.invoice.total)
    }

    @Test func aRunWithoutBodiesSaysHowToKeepThem() throws {
        let folder = try SmallScenario.folder("bodiless")
        try
            #"{"schema": "finegrain.run/1", "digest": "0123456789abcdef", "inputs": [{"path": "a/b.yaml"}], "lineage": null}"#
            .write(toFile: folder + "/run.json", atomically: true, encoding: .utf8)
        let error = try #require(throws: FinegrainError.self) { try Explainer(try RunDirectory(folder)) }
        #expect(error.kind == .badInput)
        #expect(error.problems[0].remedy?.contains("finegrain run a/b.yaml --bodies --out \(folder)") == true)
    }

    @Test func aRunIsFoundByItsNameAndByItsID() throws {
        let parent = try SmallScenario.folder("runs-parent")
        for (name, digest) in [("first", "0123456789abcdef"), ("second", "0123ffff89abcdef")] {
            try FileManager.default.createDirectory(
                atPath: parent + "/" + name, withIntermediateDirectories: true)
            try "{\n  \"schema\": \"finegrain.run/1\",\n  \"digest\": \"\(digest)\"\n}".write(
                toFile: parent + "/\(name)/run.json", atomically: true, encoding: .utf8)
        }
        #expect(try RunDirectory("second", below: parent).id == "0123ffff89ab")
        #expect(try RunDirectory("0123ffff89ab", below: parent).path == parent + "/second")
        #expect(throws: FinegrainError.self) { try RunDirectory("0123eeee89ab", below: parent) }
        #expect(throws: FinegrainError.self) { try RunDirectory("0123", below: parent) }
    }

    @Test func twoRunsDifferWhereTheyDiffer() throws {
        let one = try ExplainTests.plain.get().quickExplainer().segment("20", campaign: 1)
        #expect(one.differences(from: one).isEmpty)
        let other = try KeptRun("other-wage", ["experiment.holdout=0.1", "review.wage_usd_per_hour=90"])
            .quickExplainer()
            .segment("20", campaign: 1)
        let paths = one.differences(from: other).map(\.path)
        #expect(!paths.isEmpty && paths.allSatisfy { $0.hasPrefix("calls.") || $0.hasPrefix("cost.") })
        #expect(paths.contains { $0.hasSuffix("unit_price_usd") })
    }
}
