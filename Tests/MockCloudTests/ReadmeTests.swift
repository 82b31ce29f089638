import MockCloud
import MockWire
import Quantities
import RandomStreams
import ServiceModels
import Testing
import Writing

/// The snippet of the README, and one that goes through the typed door, so that they keep compiling.
@Suite struct ReadmeTests {
    @Test func snippetAnswersByBytes() throws {
        let cloud = try CloudSetup(directory: TestWorld.mocksFolder).cloud()
        let body = #"{"messages":[{"role":"user","content":[{"text":"Say something nice"}]}]}"#
        let request = WireRequest("POST", "/model/amazon.nova-lite-v1%3A0/converse", body: Array(body.utf8))
        let answer = cloud.answer(request).answer
        #expect(answer.status == 200)
    }

    @Test func typedCallWritesAPersona() throws {
        let decks = TestWorld.decks
        let belief = PersonaBelief(
            angles: ["quality", "price"], attributes: [.init(name: "loyal", levels: ["no", "yes"])],
            mu: [0, 0],
            weights: [-1, 1, 1, -1], reference: [0.5, 0.5], scale: 0.5, temperature: 0.5, noise: 0.25)
        var cortex = try Cortex(belief: belief, models: decks.cortexModels, decks: decks)
        let segment = SegmentAttributes(
            dimensions: [.init("region", "North")], size: 500, shares: [0.2, 0.8])
        var stream = Seed(1).streams("cortex").stream(entity: 1)
        let handled = cortex.complete(
            CompletionRequest(
                modelID: "claude-haiku-4-5", prompt: [PromptPart(segment.text(attributes: belief.attributes))]
            ),
            at: .start, using: &stream)
        var journal = Journal()
        journal.record(handled, service: .cortex, operation: "complete", entity: 1, at: .start)
        let persona = try PersonaDocument(parsing: handled.result.get().text, schema: cortex.schema)
        #expect(persona.segment == "region=North")
        #expect(journal.totals.total(.inputTokens) > 0)
    }
}
