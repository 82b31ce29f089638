import Encodings
import Foundation
import Quantities
import Scenarios
import Testing

@Suite struct ScenarioTests {
    static var root: String {
        var url = URL(fileURLWithPath: #filePath)
        while !FileManager.default.fileExists(atPath: url.path + "/Package.swift") {
            url.deleteLastPathComponent()
        }
        return url.path
    }

    static let small = """
        audience:
          from: synthetic
          synthetic:
            attributes:
              - {name: a, levels: {x: 0.5, y: 0.5}}
              - {name: b, levels: {x: 0.5, y: 0.5}}
        segmentation: {dimensions: [a]}
        campaign: {brief_changes_every: never}
        response: {base_rate: 0.02, margin_usd: 30}
        limits: {bedrock_tokens_per_minute: 100000}
        prices: {send_usd: 0.001}

        """

    private func problems(_ text: String, _ overrides: [String] = []) -> [Problem] {
        do {
            _ = try ScenarioFile(text: text, path: "s.yaml").scenario(overrides: overrides)
            return []
        } catch let error as FinegrainError {
            return error.problems
        } catch {
            return [Problem("\(error)")]
        }
    }

    @Test func everyShippedScenarioDecodes() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: ScenarioTests.root + "/scenarios")
        let names = files.filter { $0.hasSuffix(".yaml") }.sorted()
        #expect(
            names == [
                "closed-form.yaml", "email-2008.yaml", "million.yaml", "unreliable.yaml",
                "weekly-email.yaml", "zero-effect.yaml",
            ])
        for name in names {
            let scenario = try ScenarioFile(path: ScenarioTests.root + "/scenarios/" + name).scenario()
            #expect(scenario.name + ".yaml" == name)
        }
    }

    @Test func aSmallScenarioHasTheDocumentedDefaults() throws {
        let scenario = try ScenarioFile(text: ScenarioTests.small, path: "s.yaml").scenario()
        #expect(scenario.name == "s" && scenario.privacy.k == 50 && scenario.cache.bucketWidth == 0.05)
        #expect(
            scenario.run.campaigns == 26 && scenario.response.knowledge == 0.5 && scenario.privacy.publication
        )
        #expect(scenario.campaign.briefChangesEvery == nil)
    }

    @Test func anUnknownFieldIsNamedWithLineAndTheNearestField() {
        let found = problems(ScenarioTests.small + "privacy: {kk: 40}\n")
        #expect(found.count == 1 && found[0].line == 12 && found[0].field == "privacy.kk")
        #expect(found[0].remedy == "did you mean 'k'?")
    }

    @Test func allProblemsComeAtOnceEachWithItsLine() {
        let text =
            ScenarioTests.small + """
                run: {campaigns: 1}
                review: {opens: 17, closes: 9}
                cache: {smoothing: fast}
                privacy: {publication: perhaps}
                """
        let found = problems(text)
        #expect(found.map(\.line) == [12, 14, 15, 13])
        #expect(
            found.map(\.field) == [
                "run.campaigns", "cache.smoothing", "privacy.publication", "review.closes",
            ])
        #expect(found.allSatisfy { !$0.message.isEmpty && $0.file == "s.yaml" })
    }

    @Test(arguments: [
        "campaign.brief_changes_every", "response.margin_usd", "limits.bedrock_tokens_per_minute",
        "prices.send_usd",
    ])
    func whatOnlyTheUserCanKnowIsRequired(field: String) {
        let key = String(field.split(separator: ".")[1])
        let text = ScenarioTests.small.replacingOccurrences(of: key, with: "description")
            .replacingOccurrences(of: ", description: 30", with: "")
        #expect(problems(text).contains { $0.field == field && $0.message.hasPrefix("required") })
    }

    @Test func aMissingSectionWithARequiredFieldIsSaid() {
        let text = ScenarioTests.small.replacingOccurrences(of: "prices: {send_usd: 0.001}\n", with: "")
        #expect(problems(text).contains { $0.field == "prices" || $0.field == "prices.send_usd" })
    }

    @Test func sharesThatDoNotSumAreSaid() {
        let text = ScenarioTests.small.replacingOccurrences(
            of: "{name: a, levels: {x: 0.5, y: 0.5}}", with: "{name: a, levels: {x: 0.5, y: 0.4}}")
        let found = problems(text)
        #expect(found.count == 1 && found[0].message.contains("0.9") && found[0].line != nil)
    }

    @Test func aDepthBeyondTheDimensionsIsSaid() {
        #expect(
            problems(ScenarioTests.small, ["segmentation.depth=2"]).first?.message.contains("exceeds the 1")
                == true)
    }

    @Test(
        arguments: [
            ("response.base_rate=2%", "write 0.02 for 2%"), ("response.base_rate=2 %", "write 0.02 for 2 %"),
            ("response.knowledge=50", "write 0.5 for 50 %"), ("prices.send_usd=0,02", "write 0.02 for 0,02"),
            ("prices.send_usd=$12", "write 12 for $12"),
            ("limits.bedrock_tokens_per_minute=20k", "write 20000 for 20k"),
            ("privacy.k=1,000", "write 1000 for 1,000"), ("privacy.k=fifty", nil), ("privacy.k=2%", nil),
            ("response.base_rate=0", nil),
        ] as [(String, String?)]) func aNumberInAnotherFormIsSaidPlainly(_ option: String, _ remedy: String?)
    {
        let found = problems(ScenarioTests.small, [option])
        #expect(
            found.count == 1 && found[0].remedy == remedy
                && found[0].field == String(option.prefix { $0 != "=" }))
    }

    @Test func aCommaBetweenThousandsInAListIsSaid() throws {
        let values = try ScenarioFile.variation("privacy.k=1,000")
        let file = try ScenarioFile(text: ScenarioTests.small, path: "s.yaml")
        let error = #expect(throws: FinegrainError.self) {
            for value in values.value { _ = try file.scenario(values: [Named(values.name, value)]) }
        }
        #expect(error?.description.contains("a comma separates values") == true)
        let text = ScenarioTests.small.replacingOccurrences(of: "base_rate: 0.02", with: "base_rate: 2 %")
        let found = problems(text)
        #expect(found.count == 1 && found[0].line == 9 && found[0].remedy == "write 0.02 for 2 %")
    }

    @Test func aKeyGivenTwiceIsSaidWithItsLine() {
        let found = problems(ScenarioTests.small + "seed: 1\nseed: 2\n")
        #expect(found.count == 1 && found[0].message.contains("'seed' is given twice"))
    }

    @Test func optionsSetFieldsAndTheirProblemsNameThePath() throws {
        let scenario = try ScenarioFile(text: ScenarioTests.small, path: "s.yaml").scenario(
            overrides: [
                "privacy.k=70", "cache.memory=all", "campaign.brief_changes_every=4",
                "segmentation.dimensions=[b]",
            ])
        #expect(
            scenario.privacy.k == 70 && scenario.cache.memory == .all
                && scenario.campaign.briefChangesEvery == 4)
        #expect(scenario.segmentation.dimensions.map(\.attribute) == ["b"])
        #expect(problems(ScenarioTests.small, ["privcy.k=3"]).first?.remedy == "did you mean 'privacy.k'?")
        #expect(problems(ScenarioTests.small, ["privacy.k"]).first?.message.contains("no '='") == true)
    }

    @Test func theStablePathsOfTheContractExist() throws {
        let paths = [
            "seed", "run.campaigns", "audience.from", "segmentation.dimensions", "segmentation.depth",
            "privacy.k", "profile.attributes",
            "cache.bucket_width", "cache.hysteresis", "cache.smoothing", "cache.memory",
            "campaign.brief_changes_every",
            "persona.model", "copy.model", "copy.mode", "copy.prompt_cache", "review.wage_usd_per_hour",
            "experiment.holdout",
            "experiment.target_lift", "response.lift", "response.explained_share", "response.knowledge",
            "response.draft_sd",
            "drift.kernel", "drift.weekly_rate", "privacy.publication", "sweep.vary", "sweep.replications",
        ]
        for path in paths {
            var node: JSONValue? = Scenario.jsonSchema
            for part in path.split(separator: ".") { node = node?["properties"]?[String(part)] }
            #expect(node != nil, "\(path)")
            #expect(node?["description"]?.string?.isEmpty == false, "\(path)")
        }
    }

    @Test func everyFieldHasADocCommentAndAnEntryInTheSchema() throws {
        let folder = ScenarioTests.root + "/Sources/Scenarios/Sections/"
        var properties = 0
        for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let lines = try String(contentsOfFile: folder + file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated()
            where line.hasPrefix("    public var ") && !line.hasSuffix("{") && !line.contains("Settings()") {
                properties += 1
                let above = lines[index - 1]
                #expect(above.contains("///") || lines[index - 2].contains("///"), "\(file):\(index + 1)")
            }
        }
        #expect(properties > 90)
    }
}
