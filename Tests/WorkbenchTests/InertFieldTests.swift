import Encodings
import Foundation
import Scenarios
import ServiceModels
import Testing
import Workers
import YAMLReading

@testable import Workbench

/// Fields that are said to have no effect have none, and those that have none are said.
@Suite struct InertFieldTests {
    private static let text = SmallScenario.text
        .replacingOccurrences(of: "customers: 4000", with: "customers: 900")
        .replacingOccurrences(of: "{campaigns: 4}", with: "{campaigns: 3}")

    private static let cells: String = {
        var lines = ["region,plan,arm,n,sum_buy,sumsq_buy"]
        for (i, region) in ["north", "south", "east"].enumerated() {
            for (j, plan) in ["basic", "plus"].enumerated() {
                lines.append("\(region),\(plan),mail,\(120 + 30 * i),\(12 + 3 * j),\(12 + 3 * j)")
                lines.append("\(region),\(plan),none,\(110 + 20 * j),\(8 + i),\(8 + i)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    private static func export(_ shift: Int) -> String {
        (["id,region,plan,age,season"]
            + (0..<900).map { i in
                let s = i < shift ? i + 1 : i
                return "c\(i),\(["north", "south", "east"][i % 3]),\(i % 5 < 3 ? "basic" : "plus"),"
                    + "\(["young", "middle", "old"][i % 7 % 3]),\(["steady", "spring", "winter"][s % 11 % 3])"
            }).joined(separator: "\n") + "\n"
    }

    /// The settings of a scenario in which a rule holds, and for each of its fields two values.
    static let cases: [(settings: [String], values: [String: [String]])] = [
        (
            [
                "response={from: results, outcome: buy, control_arm: none, margin_usd: 30, angles: [price, quality], "
                    + "arms: {price: mail, quality: mail}}", "audience={from: cells.csv}",
                "segmentation.dimensions=[region]", "profile.attributes=[plan]",
            ],
            [
                "response.lift": ["0.02", "0.3"], "response.calibrate_on": ["individual", "attributes"],
                "response.explained_share": ["0.1", "0.9"], "response.taste_sd": ["0.1", "2"],
                "response.decay": ["0.1", "1"], "response.base_rate": ["0.01", "0.2"],
                "response.mail_logit": ["0", "2"],
                "audience.synthetic.customers": ["10", "20"], "audience.synthetic.classes": ["2", "5"],
                "audience.synthetic.dependence": ["0", "1"],
                "audience.synthetic.attributes": [
                    "[{name: a, levels: {x: 0.5, y: 0.5}}]", "[{name: b, levels: {x: 0.1, y: 0.9}}]",
                ],
            ]
        ),
        (
            [],
            [
                "response.control_arm": ["a", "b"], "response.arms": ["{price: a}", "{price: b}"],
                "drift.weeks_between": ["1", "9"], "drift.classes": ["2", "5"],
                "drift.transition": ["[]", "[{attribute: plan, level: plus, to: {basic: 1}}]"],
                "audience.attributes": ["[region]", "[plan]"], "audience.bands": ["[]", "['plan=1-2']"],
                "audience.id": ["a", "b"], "copy.prompt_cache": ["on", "off"],
                "copy.prompt_cache_ttl": ["5m", "1h"], "response.test_sends": ["1", "9"],
                "response.mail_logit": ["0", "2"],
            ]
        ),
        (["response.lift=0"], ["response.calibrate_on": ["individual", "attributes"]]),
        (
            ["drift.from=[old.csv, new.csv]", "audience.id=id"],
            [
                "drift.kernel": ["within_class", "marginal"], "drift.weekly_rate": ["0", "0.5"],
                "drift.classes": ["2", "5"], "drift.arrival_rate": ["0", "0.5"],
                "drift.departure_rate": ["0", "0.5"],
                "drift.transition": ["[]", "[{attribute: plan, level: plus, to: {basic: 1}}]"],
            ]
        ),
        (["drift.kernel=marginal"], ["drift.classes": ["2", "5"]]),
        (
            ["drift.kernel=transition", "drift.transition=[{attribute: plan, level: plus, to: {basic: 1}}]"],
            ["drift.weekly_rate": ["0", "0.5"]]
        ),
        (
            ["copy.offbrand_rate=0"],
            [
                "response.offbrand_logit": ["0", "2"], "review.catch_rate": ["0", "1"],
                "review.fatigue_drafts": ["1", "500"],
            ]
        ),
        (
            ["copy.offbrand_rate=0.5", "review.catch_rate=0"], ["review.fatigue_drafts": ["1", "500"]]
        ),
        (["review.edit_share=0"], ["review.edit_factor": ["0", "9"]]),
        (
            ["cache.policy=never"],
            [
                "cache.hysteresis": ["0", "3"], "cache.memory": ["last", "all"],
                "cache.maximum_age": ["1", "never"], "cache.smoothing": ["0.2", "1"],
            ]
        ),
        (["persona.failure_rate=0.1"], ["persona.schema": ["strict", "prompt"]]),
        (["prices.cortex_regime=edition_credits"], ["prices.routing": ["global", "regional"]]),
        (
            ["campaign.brand=long.md"], ["copy.prompt_cache_ttl": ["5m", "1h"]]
        ),
    ]

    private func workspace(_ name: String, _ settings: [String]) throws -> Workspace {
        let folder = try SmallScenario.folder(name)
        let files = [
            "small.yaml": InertFieldTests.text, "cells.csv": InertFieldTests.cells,
            "old.csv": InertFieldTests.export(0), "new.csv": InertFieldTests.export(70),
            "long.md": String(repeating: "Write plainly, and say one thing in each sentence. ", count: 600),
        ]
        for (file, text) in files.sorted(by: { $0.key < $1.key }) {
            try text.write(toFile: folder + "/" + file, atomically: true, encoding: .utf8)
        }
        return try Workspace(scenarioPath: folder + "/small.yaml", overrides: settings)
    }

    /// Everything that a sweep would keep of the scenario's first world.
    private func result(_ workspace: Workspace, _ values: [Named<YAMLTree>]) throws -> String {
        var text = ""
        try ReplicationRunner(workspace: workspace, detail: .totals).run(
            [try workspace.design(values)], replication: 0, workers: .init()
        ) { text = $1.json.text() }
        return text
    }

    @Test(arguments: cases.indices) func aFieldWithoutEffectHasNoneAndIsNamed(_ index: Int) throws {
        let (settings, values) = InertFieldTests.cases[index]
        let workspace = try workspace("inert-\(index)", settings)
        for path in values.keys.sorted() {
            let results = try (values[path] ?? []).map { value in
                try result(workspace, [ScenarioFile.override("\(path)=\(value)")])
            }
            #expect(results.count == 2 && results[0] == results[1], "\(path)")
            #expect(try workspace.inertFields(varied: [path]).contains { $0.path == path }, "\(path)")
        }
    }

    @Test func everyRuleIsTried() {
        let tried = InertFieldTests.cases.flatMap { $0.values.keys.sorted() }
        for rule in InertRule.all {
            for path in rule.paths { #expect(tried.contains(path), "\(path)") }
        }
    }

    /// A scenario in which as much as possible matters: much changes, much is rejected, reviewers are late.
    static let busy = [
        "drift.weekly_rate=0.1", "privacy={publication: off, k: 10}", "copy.offbrand_rate=0.3",
        "copy.failure_rate=0.2", "review.reject_rate=0.8", "review.reviewers=1",
        "review.overhead_seconds=2400",
        "experiment.holdout=0.1", "cache.bucket_width=0.1", "response.lift=0.5",
        "audience.synthetic.customers=500",
    ]

    /// Whatever else has no effect on that scenario is one of these.
    static let knownSilent: [String: String] = [
        "limits.bedrock_requests_per_minute": "far above what is used",
        "limits.retries": "nothing is throttled",
        "limits.review_queue": "it never fills", "limits.pooled_share": "nobody is pooled",
        "limits.lambda_concurrency": "fan_out is lower",
        "limits.cortex_concurrency": "few segments", "persona.max_tokens": "answers are shorter",
    ]

    /// Fields with another value than the small scenario's.
    static let candidates = [
        "run.interval_hours=336", "run.start_hour=100", "run.send_after_hours=30", "drift.weekly_rate=0.3",
        "drift.arrival_rate=0.1", "drift.departure_rate=0.1", "drift.kernel=marginal", "privacy.k=80",
        "privacy.k_hysteresis=3", "privacy.publication=on", "cache.bucket_width=0.2", "cache.hysteresis=2",
        "cache.smoothing=0.5", "cache.policy=never", "campaign.brief_changes_every=1", "persona.door=rest",
        "persona.max_tokens=900", "persona.wording_noise=1", "persona.mix_temperature=0.1",
        "persona.confidence=0.3", "persona.failure_rate=0.5", "persona.schema=prompt", "copy.mode=batch",
        "copy.variants=3", "copy.failure_rate=0.4", "copy.offbrand_rate=0.5", "copy.maximum_words=60",
        "copy.minimum_words=150", "copy.repairs=0", "review.wage_usd_per_hour=90",
        "review.words_per_minute=100",
        "review.passes=3", "review.overhead_seconds=90", "review.edit_share=0.9", "review.edit_factor=5",
        "review.reject_rate=0.6", "review.skip_known=off", "experiment.name=other", "experiment.generic=0.3",
        "experiment.holdout=0.2", "experiment.target_lift=9", "response.lift=0.2",
        "response.calibrate_on=attributes", "response.explained_share=0.9", "response.knowledge=1",
        "response.taste_sd=1", "response.decay=0.1", "response.draft_sd=0.3", "response.wear_out=0.3",
        "response.base_rate=0.2", "response.margin_usd=3", "limits.bedrock_tokens_per_minute=9000",
        "limits.budget_usd=3", "limits.review_hours=2", "limits.pooled_share=0.1",
        "limits.detectable_lift=0.3",
        "limits.lambda_memory_mb=2000", "prices.cortex_regime=edition_credits", "prices.edition=standard",
        "prices.routing=regional", "prices.send_usd=0.01", "prices.sunk_usd=4", "response.mail_logit=1",
        "response.test_sends=2", "response.offbrand_logit=1", "drift.classes=3", "drift.weeks_between=4",
        "copy.prompt_cache=on", "copy.prompt_cache_ttl=1h", "cache.memory=all", "cache.maximum_age=1",
        "limits.bedrock_requests_per_minute=1000", "limits.retries=2", "limits.review_queue=5000",
        "limits.lambda_concurrency=500", "limits.cortex_concurrency=40", "limits.fan_out=2",
        "review.reviewers=3", "review.order=audience", "review.after_deadline=drop", "review.opens=11",
        "review.closes=13", "review.days_per_week=2", "review.regenerations=0", "review.catch_rate=0.1",
        "review.fatigue_drafts=5", "copy.max_tokens=3000",
        "copy.model=us.anthropic.claude-haiku-4-5-20251001-v1:0",
    ]

    @Test func everyFieldWithoutEffectIsNamedOrKnown() throws {
        let workspace = try workspace("inert-candidates", InertFieldTests.busy)
        let base = try result(workspace, [])
        for candidate in InertFieldTests.candidates {
            let value = try ScenarioFile.override(candidate)
            let isSilent = try result(workspace, [value]) == base
            let isNamed = try workspace.inertFields(varied: [value.name]).contains { $0.path == value.name }
            let isKnown = InertFieldTests.knownSilent[value.name] != nil
            #expect(
                isSilent == (isNamed || isKnown),
                "\(candidate): \(isSilent ? "no effect, not named" : "named, has an effect")")
        }
    }

    @Test func onlyWhatTheUserGaveIsNamedAndNotWhereRowsVaryThePremise() throws {
        #expect(try workspace("inert-given", []).inertFields().isEmpty)
        let given = try workspace(
            "inert-set", ["copy.prompt_cache=on", "drift={weekly_rate: 0.1, classes: 4}"])
        let fields = try given.inertFields()
        #expect(fields.map(\.path) == ["drift.classes", "copy.prompt_cache"])
        #expect(
            fields.note
                == "Without effect here: drift.classes (a synthetic audience has its own classes); copy.prompt_cache "
                + "(brand and instructions are shorter than the model caches).")
        #expect(try given.inertFields(varied: ["drift.kernel"]).map(\.path) == ["copy.prompt_cache"])
        #expect([InertField]().note == nil)
    }
}
