import Quantities
import ServiceModels
import Testing
import Writing

/// Rates of bad answers against their binomial error, four standard deviations.
@Suite struct FailureRateTests {
    static func isNear(_ count: Int, of trials: Int, rate: Double) -> Bool {
        abs(Double(count) - Double(trials) * rate) < 4 * (Double(trials) * rate * (1 - rate)).squareRoot()
    }

    @Test(arguments: [(true, 0.02), (false, 0.1)])
    func copyFailsItsSchemaAtTheRateOfItsMode(isStructured: Bool, rate: Double) throws {
        var bedrock = CopyTests.bedrock(rates: FailureRates(strict: 0.02, promptOnly: 0.1))
        var request = CopyTests.request(CopyTests.persona(points: CopyTests.points(1)), variants: 1)
        request.isStructured = isStructured
        var malformed = 0
        var broken = 0
        let trials = 4_000
        for index in 0..<trials {
            let text = try CopyTests.write(&bedrock, request, entity: index)
            do { _ = try CopyDocument(parsing: text, limits: CopyLimits(variants: 1)) } catch {
                if error == .malformed { malformed += 1 } else { broken += 1 }
            }
        }
        #expect(Self.isNear(malformed, of: trials, rate: rate / 2))
        #expect(Self.isNear(broken, of: trials, rate: rate / 2))
    }

    @Test func personasFailTheirSchemaAtTheGivenRate() throws {
        var cortex = try PersonaDocumentTests.cortex(rates: FailureRates(strict: 0.05))
        let trials = 3_000
        var failures = 0
        for index in 0..<trials {
            let text = try PersonaDocumentTests.answer(&cortex, TestWorld.segment(index % 50), entity: index)
            if (try? PersonaDocument(parsing: text, schema: cortex.schema)) == nil { failures += 1 }
        }
        #expect(Self.isNear(failures, of: trials, rate: 0.05))
    }

    @Test func variantsAreOffBrandAtTheGivenRate() throws {
        var bedrock = CopyTests.bedrock(rates: FailureRates(offBrand: 0.1))
        let request = CopyTests.request(CopyTests.persona(points: CopyTests.points(1)))
        var offBrand = 0
        for index in 0..<600 {
            let copy = try CopyDocument(
                parsing: CopyTests.write(&bedrock, request, entity: index), limits: CopyLimits(variants: 5))
            offBrand +=
                copy.variants.filter { variant in
                    TestWorld.decks.copy.offBrand.contains { variant.body.contains($0) }
                }.count
        }
        #expect(Self.isNear(offBrand, of: 3_000, rate: 0.1))
    }

    @Test func cortexRefusesBeyondItsQuotasAndUnknownModels() throws {
        var cortex = try Cortex(
            belief: TestWorld.belief(),
            models: [
                CortexModel(
                    id: "m",
                    latency: GenerationLatency(firstToken: .fixed(.seconds(1)), tokensPerSecond: 100),
                    requestsPerMinute: 2)
            ], decks: TestWorld.decks, rates: .never)
        var stream = TestWorld.stream(0)
        func status(_ model: String, _ prompt: [PromptPart], at seconds: Double) -> Int {
            let request = CompletionRequest(modelID: model, prompt: prompt)
            let handled = cortex.complete(request, at: TestWorld.seconds(seconds), using: &stream)
            #expect(handled.usage.isEmpty == (handled.error != nil))
            return handled.error?.status ?? 200
        }
        let prompt = TestWorld.prompt(TestWorld.segment(0))
        #expect(status("m", prompt, at: 0) == 200)
        #expect(status("other", prompt, at: 0) == 400)
        #expect(status("m", prompt, at: 0) == 200)
        #expect(status("m", prompt, at: 0) == 429)
        #expect(status("m", prompt, at: 29.9) == 429)
        #expect(status("m", prompt, at: 30) == 200)
        #expect(status("m", [PromptPart("No data.")], at: 60) == 400)
    }
}
