import Encodings
import Quantities
import RandomStreams
import ServiceModels
import Testing
import Writing

@Suite struct PersonaDocumentTests {
    static func cortex(
        _ belief: PersonaBelief = TestWorld.belief(), rates: FailureRates = .never, faults: FaultPlan = .none
    ) throws -> Cortex {
        try Cortex(
            belief: belief,
            models: [
                CortexModel(
                    id: TestWorld.writerModel,
                    latency: GenerationLatency(firstToken: .fixed(.seconds(1)), tokensPerSecond: 100))
            ], decks: TestWorld.decks, rates: rates, faults: faults)
    }

    static func answer(
        _ cortex: inout Cortex, _ segment: SegmentAttributes, entity: Int, temperature: Double = 1
    )
        throws -> String
    {
        var stream = TestWorld.stream(entity)
        let request = CompletionRequest(
            modelID: TestWorld.writerModel, prompt: TestWorld.prompt(segment), temperature: temperature)
        return try cortex.complete(request, at: .start, using: &stream).result.get().text
    }

    @Test func attributesSurviveTheirOwnJSON() throws {
        let belief = TestWorld.belief()
        for index in 0..<50 {
            let segment = TestWorld.segment(index)
            let text = "Here it is: " + segment.text(attributes: TestWorld.attributes) + " Be brief."
            #expect(SegmentAttributes(foundIn: text, belief: belief) == segment)
            #expect(
                try JSONParser.parse(segment.text(attributes: TestWorld.attributes))["size"]?.integer
                    == segment.size)
        }
    }

    @Test func attributesInAnotherOrderMeanTheSame() throws {
        let belief = TestWorld.belief()
        let text = """
            {"size": 40, "shares": {"spend": {"high": 0.5, "low": 0.5}, "pets": {"cat": 1}, \
            "loyal": {"yes": 0.25, "no": 7.5e-1}}, "segment": {"region": "North"}}
            """
        let read = try #require(SegmentAttributes(foundIn: text, belief: belief))
        #expect(read.size == 40)
        #expect(read.dimensions == [.init("region", "North")])
        #expect(read.shares[..<3].allSatisfy { $0.isNaN })
        #expect(read.shares[3...] == [0.75, 0.25, 0.5, 0, 0.5, 0])
    }

    @Test func everyAnswerFitsTheSchemaWhenNothingFails() throws {
        var cortex = try Self.cortex()
        for index in 0..<400 {
            let segment = TestWorld.segment(index)
            let text = try Self.answer(&cortex, segment, entity: index)
            let persona = try PersonaDocument(parsing: text, schema: cortex.schema, traits: segment.traits)
            #expect(persona.text == text)
            #expect(try JSONParser.parse(text)["segment"]?.string == segment.label)
        }
    }

    @Test func mixOfTheAnswerIsTheBeliefsMix() throws {
        let belief = TestWorld.belief(noise: 0)
        var cortex = try Self.cortex(belief)
        for index in 0..<100 {
            let segment = TestWorld.segment(index)
            let persona = try PersonaDocument(
                parsing: Self.answer(&cortex, segment, entity: index), schema: cortex.schema)
            var stream = TestWorld.stream(0)
            #expect(persona.points == belief.points(shares: segment.shares, using: &stream))
        }
    }

    @Test func canonicalPersonaDependsOnMixAndDefinitionAlone() throws {
        var cortex = try Self.cortex(TestWorld.belief(noise: 0))
        let segment = TestWorld.segment(1)
        let texts = try (0..<40).map { try Self.answer(&cortex, segment, entity: $0) }
        let personas = try texts.map { try PersonaDocument(parsing: $0, schema: cortex.schema) }
        #expect(Set(texts).count > 1, "free text varies")
        #expect(Set(personas.map(\.canonical)).count == 1)
        #expect(Set(personas.map(\.fingerprint)).count == 1)
        var grown = segment
        grown.size += 1_000
        let other = try PersonaDocument(
            parsing: Self.answer(&cortex, grown, entity: 1), schema: cortex.schema)
        #expect(other.canonical == personas[0].canonical)
        var moved = segment
        moved.dimensions[0].label = "Elsewhere"
        let elsewhere = try PersonaDocument(
            parsing: Self.answer(&cortex, moved, entity: 1), schema: cortex.schema)
        #expect(elsewhere.canonical != personas[0].canonical)
    }

    @Test func noiseMakesPersonasUnstableAndTemperatureZeroMakesThemStable() throws {
        var cortex = try Self.cortex(TestWorld.belief(noise: 0.5))
        let segment = TestWorld.segment(2)
        let warm = try (0..<30).map {
            try PersonaDocument(parsing: Self.answer(&cortex, segment, entity: $0), schema: cortex.schema)
                .canonical
        }
        #expect(Set(warm).count > 3)
        let cold = try (0..<30).map { try Self.answer(&cortex, segment, entity: $0, temperature: 0) }
        #expect(Set(cold).count == 1)
    }

    @Test(arguments: [
        ("{", PersonaDefect.malformed), ("[]", .malformed), ("{\"segment\":1}", .malformed),
        ("{\"segment\":\"s\"}", .missingField("summary")),
    ])
    func brokenAnswersAreRefused(text: String, defect: PersonaDefect) throws {
        let schema = try TestWorld.decks.persona.schema(angles: TestWorld.sixAngles)
        #expect(throws: defect) { try PersonaDocument(parsing: text, schema: schema) }
    }

    @Test func eachRuleOfTheSchemaIsChecked() throws {
        let schema = try TestWorld.decks.persona.schema(angles: TestWorld.sixAngles)
        let good = PersonaDocument(
            segment: "s", summary: "t", motivations: ["buys once"], tone: "warm", objections: [],
            traits: ["region: North"], points: [50, 50, 0, 0, 0, 0], angles: schema.angles)
        #expect(
            try PersonaDocument(parsing: " \(good.text) \n", schema: schema, traits: ["region: North"])
                == good)
        #expect(throws: PersonaDefect.malformed) {
            try PersonaDocument(parsing: good.text + "x", schema: schema)
        }
        func refuses(_ defect: PersonaDefect, _ change: (inout PersonaDocument) -> Void) {
            var bad = good
            change(&bad)
            #expect(throws: defect) {
                try PersonaDocument(parsing: bad.text, schema: schema, traits: ["region: North"])
            }
        }
        refuses(.unknownValue(field: "tone", value: "icy")) { $0.tone = "icy" }
        refuses(.unknownValue(field: "motivations", value: "x")) { $0.motivations.append("x") }
        refuses(.unknownValue(field: "objections", value: "y")) { $0.objections = ["y"] }
        refuses(.unknownValue(field: "traits", value: "age: 20s")) { $0.traits = ["age: 20s"] }
        refuses(.wrongPoints(sum: 90)) { $0.points[0] = 40 }
        refuses(.wrongPoints(sum: 100)) { $0.points = [45, 55, 0, 0, 0, 0] }
        refuses(.unknownValue(field: "angles", value: "charm")) { $0.angles[5] = "charm" }
    }

    @Test func aBeliefInAnAngleThatTheDeckLacksIsBadInput() {
        #expect(throws: FinegrainError.self) {
            try Self.cortex(TestWorld.belief(angles: ["quality", "charm"]))
        }
    }
}
