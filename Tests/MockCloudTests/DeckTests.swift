import Foundation
import Quantities
import ServiceModels
import Testing
import Writing

@Suite struct DeckTests {
    @Test func decksHoldWhatTheWritersNeed() {
        let decks = TestWorld.decks
        #expect(decks.copy.angles.map(\.name) == decks.persona.angles.map(\.name))
        #expect(decks.copy.angles.count == 12)
        let sentences = decks.copy.angles.flatMap(\.sentences)
        #expect(Set(sentences).count == sentences.count)
        #expect(sentences.allSatisfy { (7...12).contains($0.split(separator: " ").count) })
        let tones = Set(decks.copy.tones.map(\.name))
        #expect(decks.persona.angles.allSatisfy { tones.contains($0.tone) })
        #expect(
            decks.bedrockModels.allSatisfy { $0.tokensPerMinute == 0 }, "a quota is the account's to give")
        #expect(
            decks.bedrockModel("anthropic.claude-haiku-5-5", tokensPerMinute: 5)?.cacheMinimumTokens == 512)
        let profile = decks.bedrockModel("eu.anthropic.claude-haiku-5-5", tokensPerMinute: 5)
        #expect(profile?.id == "eu.anthropic.claude-haiku-5-5")
        #expect(profile?.longContextThreshold == 100_000)
        #expect(decks.bedrockModel("unknown", tokensPerMinute: 5) == nil)
        #expect(decks.coldStart("python") != nil)
        #expect(decks.bedrockRates.batch == 0.03)
        #expect(decks.cortexRates.strict == 0.005)
    }

    @Test func allProblemsAreReportedAtOnceWithTheirLines() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("finegrain-deck-test").path
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.copyItem(
            at: URL(fileURLWithPath: TestWorld.mocksFolder).resolvingSymlinksInPath(),
            to: URL(fileURLWithPath: folder))
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func edit(_ name: String, _ old: String, _ new: String) throws {
            let path = folder + "/" + name
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains(old))
            try text.replacing(old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
        }
        try edit("tokens.yaml", "persona_json: 3.4", "persona_json: none")
        try edit(
            "bedrock/copy.yaml", "People in your area ask for this one most often.",
            "Two. Sentences here in one line.")
        try edit("bedrock/models.yaml", "latency_of: llama", "latency_of: camel")
        try edit("faults.yaml", "off_brand", "of_brand")
        try FileManager.default.removeItem(atPath: folder + "/lambda/cold-starts.yaml")
        do {
            _ = try MockDecks.load(directory: folder)
            Issue.record("broken decks were accepted")
        } catch let error as FinegrainError {
            #expect(error.kind == .badInput)
            let files = error.problems.compactMap { $0.file.map { String($0.dropFirst(folder.count + 1)) } }
            #expect(
                Set(files) == [
                    "tokens.yaml", "bedrock/copy.yaml", "bedrock/models.yaml", "faults.yaml",
                    "lambda/cold-starts.yaml",
                ])
            #expect(
                error.problems.filter { !($0.file ?? "").hasSuffix("cold-starts.yaml") }.allSatisfy {
                    $0.line != nil
                })
            let copy = try #require(error.problems.first { ($0.file ?? "").hasSuffix("copy.yaml") })
            let lines = try String(contentsOfFile: folder + "/bedrock/copy.yaml", encoding: .utf8)
                .split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines[try #require(copy.line) - 1].contains("Two. Sentences"))
        }
    }
}
