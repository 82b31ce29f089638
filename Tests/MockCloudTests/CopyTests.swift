import Quantities
import RandomStreams
import ServiceModels
import Testing
import Writing

@Suite struct CopyTests {
    static let lexicon = try! AngleLexicon(
        deck: TestWorld.decks.copy, angles: TestWorld.decks.copy.angles.map(\.name))

    static func bedrock(rates: FailureRates = .never, canaries: [String] = [], faults: FaultPlan = .none)
        -> Bedrock
    {
        Bedrock(
            models: [TestWorld.profile()], decks: TestWorld.decks, rates: rates, canaries: canaries,
            faults: faults)
    }

    static func request(_ persona: String, variants: Int = 5, temperature: Double = 1) -> ConverseRequest {
        ConverseRequest(
            modelID: TestWorld.writerModel, system: [PromptPart("You write for a shop. Keep to the brand.")],
            messages: [PromptPart(persona), PromptPart("Write \(variants) variants for this persona.")],
            temperature: temperature)
    }

    static func persona(points: [Int], region: String = "North", tone: String = "warm") -> String {
        let angles = TestWorld.decks.copy.angles.map(\.name)
        return PersonaDocument(
            segment: "region=\(region)", summary: "s", motivations: [], tone: tone, objections: [],
            traits: ["region: \(region)"], points: points, angles: angles
        ).text
    }

    static func write(_ bedrock: inout Bedrock, _ request: ConverseRequest, entity: Int) throws -> String {
        var stream = TestWorld.stream(entity, "copy")
        return try bedrock.converse(request, at: .start, using: &stream).result.get().text
    }

    /// Random points of tenths over all angles, some of them on one angle only.
    static func points(_ index: Int) -> [Int] {
        var stream = TestWorld.stream(index, "points")
        let count = UInt32(TestWorld.decks.copy.angles.count)
        var points = [Int](repeating: 0, count: Int(count))
        let spread = 1 + index % 4
        let chosen = (0..<spread).map { _ in Int(stream.below(count)) }
        for _ in 0..<10 { points[chosen[Int(stream.below(UInt32(spread)))]] += 10 }
        return points
    }

    @Test func mixRecoveredFromEveryVariantIsThePersonasMix() throws {
        var bedrock = Self.bedrock()
        for index in 0..<300 {
            let points = Self.points(index)
            let text = try Self.write(&bedrock, Self.request(Self.persona(points: points)), entity: index)
            let copy = try CopyDocument(parsing: text, limits: CopyLimits(variants: 5))
            for variant in copy.variants {
                #expect(Self.lexicon.mix(of: variant.body) == points.map { Double($0) / 100 })
                #expect(!variant.isOverlong(CopyLimits(variants: 5)))
                #expect((70...130).contains(variant.bodyWords))
            }
        }
    }

    @Test func everyAngleFillsAWholeTextWithoutRepeatingASentence() throws {
        var bedrock = Self.bedrock()
        for angle in TestWorld.decks.copy.angles.indices {
            var points = [Int](repeating: 0, count: TestWorld.decks.copy.angles.count)
            points[angle] = 100
            let text = try Self.write(&bedrock, Self.request(Self.persona(points: points)), entity: angle)
            for variant in try CopyDocument(parsing: text, limits: CopyLimits(variants: 5)).variants {
                let known = TestWorld.decks.copy.angles[angle].sentences.filter { variant.body.contains($0) }
                #expect(known.count == 10)
            }
        }
    }

    @Test func personaFromCortexGivesItsMixToTheCopy() throws {
        var cortex = try PersonaDocumentTests.cortex()
        var bedrock = Self.bedrock()
        let lexicon = try AngleLexicon(deck: TestWorld.decks.copy, angles: cortex.belief.angles)
        for index in 0..<100 {
            let answer = try PersonaDocumentTests.answer(&cortex, TestWorld.segment(index), entity: index)
            let persona = try PersonaDocument(parsing: answer, schema: cortex.schema)
            for prompt in [persona.text, persona.canonical] {
                let text = try Self.write(&bedrock, Self.request(prompt, variants: 2), entity: index)
                for variant in try CopyDocument(parsing: text, limits: CopyLimits(variants: 2)).variants {
                    #expect(lexicon.mix(of: variant.body) == persona.points.map { Double($0) / 100 })
                }
            }
        }
    }

    @Test func sameInputSameBytes() throws {
        let request = Self.request(Self.persona(points: Self.points(1)))
        var first = Self.bedrock()
        var second = Self.bedrock()
        #expect(try Self.write(&first, request, entity: 1) == Self.write(&second, request, entity: 1))
        #expect(try Self.write(&first, request, entity: 1) != Self.write(&second, request, entity: 2))
    }

    @Test func temperatureZeroIgnoresTheStream() throws {
        let request = Self.request(Self.persona(points: Self.points(1)), temperature: 0)
        var bedrock = Self.bedrock()
        #expect(try Self.write(&bedrock, request, entity: 1) == Self.write(&bedrock, request, entity: 2))
    }

    @Test func variantsAndSegmentsReadDifferently() throws {
        var bedrock = Self.bedrock()
        let points = Self.points(2)
        let north = try CopyDocument(
            parsing: Self.write(
                &bedrock, Self.request(Self.persona(points: points), temperature: 0), entity: 1),
            limits: CopyLimits(variants: 5))
        let south = try CopyDocument(
            parsing: Self.write(
                &bedrock, Self.request(Self.persona(points: points, region: "South"), temperature: 0),
                entity: 1),
            limits: CopyLimits(variants: 5))
        #expect(Set(north.variants.map(\.body)).count == 5)
        #expect(Set((north.variants + south.variants).map(\.body)).count == 10)
        #expect(north.variants.allSatisfy { $0.body.contains("North") })
    }

    @Test func editsChangeTheMixAndUnknownSentencesDoNot() throws {
        let deck = TestWorld.decks.copy
        let lexicon = try AngleLexicon(deck: deck, angles: ["quality", "price"])
        let quality = deck.angles[0].sentences
        let price = deck.angles[1].sentences
        let text = [quality[0], quality[1], price[0], price[1]].joined(separator: " ")
        #expect(lexicon.mix(of: text) == [0.5, 0.5])
        let shortened = [quality[0], price[0], price[1]].joined(separator: " ")
        #expect(lexicon.mix(of: shortened) == [1.0 / 3, 2.0 / 3])
        #expect(
            lexicon.mix(of: text.replacing(quality[1], with: "We changed this one.")) == [1.0 / 3, 2.0 / 3])
        #expect(lexicon.mix(of: "Hello! \(text.uppercased()) New words here. Bye") == [0.5, 0.5])
        #expect(lexicon.mix(of: text.replacing(". ", with: ".\n\n")) == [0.5, 0.5])
        #expect(lexicon.mix(of: "Nothing that anybody wrote.") == nil)
        #expect(lexicon.mix(of: "") == nil)
    }

    @Test func aPromptWithoutPersonaGivesCopyWithoutAngles() throws {
        var bedrock = Self.bedrock()
        let request = ConverseRequest(
            modelID: TestWorld.writerModel, messages: [PromptPart("Say something {odd}.")])
        let copy = try CopyDocument(
            parsing: Self.write(&bedrock, request, entity: 1),
            limits: CopyLimits(variants: TestWorld.decks.copy.defaultVariants))
        #expect(copy.variants.allSatisfy { Self.lexicon.mix(of: $0.body) == nil })
    }

    @Test func flawsShowInTheText() throws {
        let limits = CopyLimits(variants: 5)
        let request = Self.request(Self.persona(points: Self.points(3)))
        var rude = Self.bedrock(rates: FailureRates(offBrand: 1))
        for variant in try CopyDocument(parsing: Self.write(&rude, request, entity: 1), limits: limits)
            .variants
        {
            #expect(TestWorld.decks.copy.offBrand.contains { variant.body.contains($0) })
        }
        var leaky = Self.bedrock(rates: FailureRates(canaryLeak: 1), canaries: ["Zoe \"Q\" Canary"])
        for variant in try CopyDocument(parsing: Self.write(&leaky, request, entity: 1), limits: limits)
            .variants
        {
            #expect(variant.body.contains("Zoe \"Q\" Canary"))
        }
        var long = Self.bedrock(rates: FailureRates(overlong: 1))
        for variant in try CopyDocument(parsing: Self.write(&long, request, entity: 1), limits: limits)
            .variants
        {
            #expect(variant.isOverlong(limits))
            #expect(Self.lexicon.mix(of: variant.body) == Self.points(3).map { Double($0) / 100 })
        }
    }

    @Test func copyDocumentsAreChecked() {
        let limits = CopyLimits(variants: 1)
        func defect(_ text: String) -> CopyDefect? {
            do { _ = try CopyDocument(parsing: text, limits: limits) } catch { return error }
            return nil
        }
        #expect(defect("{\"variants\":[{\"subject\":\"a\",\"body\":\"b\"}]}") == nil)
        #expect(defect("{\"variants\":[{\"subject\":\"a\"}]}") == .missingField("body"))
        #expect(defect("{\"variants\":[]}") == .wrongCount(0))
        #expect(defect("{\"copies\":[]}") == .missingField("variants"))
        #expect(defect("{\"variants\":[{\"subject\":\"a\",") == .malformed)
        #expect(defect("no json") == .malformed)
    }
}
