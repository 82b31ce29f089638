import Encodings
import MockWire
import Quantities
import ServiceModels
import Testing

@testable import MockChat

/// What models differ in: other ids, and members that they do not take.
@Suite struct OpenAIModelTests {
    private static func cloud() throws -> ChatCloud {
        let latency = GenerationLatency(firstToken: .fixed(.seconds(1)), tokensPerSecond: 10)
        var plain = ChatModels.Profile(id: "plain", latency: latency, requestsPerMinute: 2)
        plain.aliases = ["plain-2024-07-18"]
        var strict = ChatModels.Profile(id: "strict", latency: latency)
        strict.refusedParameters = ["max_tokens", "temperature", "stop"]
        return ChatCloud([
            OpenAIWire(
                try ChatModels(
                    .openai, profiles: [plain, strict], decks: TestWorld.decks,
                    deck: AnswerDeck([.init(name: "any", answer: .sentences)])))
        ])
    }

    @Test func aDatedIDIsAnsweredWithItselfAndBilledAsTheModel() throws {
        let chat = try Self.cloud()
        let answer = chat.complete(#""n": 2"#, model: "plain-2024-07-18")
        #expect(answer.json["model"] == "plain-2024-07-18")
        #expect(
            chat.cloud.usage.amounts.map(\.meter) == [
                Meter(.openai, "plain", .inputTokens), Meter(.openai, "plain", .outputTokens),
            ])
        #expect(chat.send("GET", "/v1/models/plain-2024-07-18").status == 200)
        let ids = chat.send("GET", "/v1/models").json["data"]?.array?.compactMap { $0["id"]?.string }
        #expect(ids == ["plain", "plain-2024-07-18", "strict"])
    }

    @Test func aDatedIDSharesTheModelsQuota() throws {
        let chat = try Self.cloud()
        let now = ["Finegrain-Now": "1000000000000"]
        let ids = ["plain", "plain-2024-07-18", "plain"]
        #expect(ids.map { chat.complete(model: $0, headers: now).status } == [200, 200, 429])
    }

    @Test func aModelRefusesWhatItDoesNotTake() throws {
        let chat = try Self.cloud()
        let limit = chat.complete(#""max_tokens": 5"#, model: "strict")
        #expect(limit.status == 400)
        #expect(limit.json["error"]?["code"] == "unsupported_parameter")
        #expect(
            limit.json["error"]?["message"]
                == "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
        )
        let warm = chat.complete(#""temperature": 0.2"#, model: "strict")
        #expect(warm.json["error"]?["code"] == "unsupported_value")
        #expect(chat.complete(#""stop": "x""#, model: "strict").json["error"]?["param"] == "stop")
        #expect(
            chat.complete(#""temperature": 1, "max_completion_tokens": 5"#, model: "strict").status == 200)
        #expect(
            chat.complete(#""temperature": 0.2, "max_tokens": 5, "stop": "x""#, model: "plain").status == 200)
    }

    @Test func theDecksHoldTheIDsThatProgramsPin() throws {
        let openAI = try ChatModels.Profile.load(TestWorld.mocksFolder + "/openai/models.yaml")
        let anthropic = try ChatModels.Profile.load(TestWorld.mocksFolder + "/anthropic/models.yaml")
        let aliases = (openAI + anthropic).flatMap(\.aliases)
        for id in [
            "gpt-4o-mini-2024-07-18", "gpt-4o-2024-08-06", "gpt-4.1-2025-04-14", "claude-haiku-4-5-20251001",
            "claude-sonnet-4-5-20250929",
        ] { #expect(aliases.contains(id)) }
        let old = openAI.filter { $0.id.hasPrefix("gpt-4") }
        #expect(old.allSatisfy { $0.refusedParameters.isEmpty })
        let new = openAI.filter { $0.id.hasPrefix("gpt-5") }
        #expect(new.count == 3 && new.allSatisfy { $0.refusedParameters.contains("max_tokens") })
    }

    @Test(arguments: ["flex", "priority", "scale"])
    func aTierWithAnotherPriceIsRefused(tier: String) throws {
        let answer = try Self.cloud().complete("\"service_tier\": \"\(tier)\"", model: "plain")
        #expect(answer.status == 400)
        #expect(answer.json["error"]?["param"] == "service_tier")
    }

    @Test func logProbabilitiesAreRefusedWithoutBlamingTheModel() throws {
        let answer = try Self.cloud().complete(#""logprobs": true"#, model: "plain")
        #expect(answer.json["error"]?["message"]?.string?.contains("mock cloud") == true)
    }

    @Test(arguments: [
        (#"{"type": "array"}"#, "array schema missing items"),
        (
            #"{"type": "array", "items": {"type": "string"}, "uniqueItems": true}"#,
            "'uniqueItems' is not permitted"
        ),
        (#"{"oneOf": [{"type": "string"}]}"#, "'oneOf' is not permitted"),
        (#"{"allOf": [{"type": "string"}]}"#, "'allOf' is not permitted"),
        (#"{"description": "x"}"#, "schema must have a 'type' key"),
        (#"{"type": "text"}"#, "is not valid under any of the given schemas"),
        (##"{"$ref": "#/$defs/nowhere"}"##, "which was not found in the schema"),
        (
            #"{"type": "object", "properties": {}, "required": ["b"], "additionalProperties": false}"#,
            "Extra required key 'b' supplied"
        ),
    ])
    func aStrictSchemaIsHeldToTheRulesOfStrictness(part: String, problem: String) throws {
        let schema = """
            {"type": "object", "properties": {"a": \(part)}, "required": ["a"], "additionalProperties": false}
            """
        let found = try #require(OpenAIStrictSchema.problem(try JSONParser.parse(schema)))
        #expect(found.hasPrefix("In context=('properties', 'a'),"))
        #expect(found.contains(problem))
    }

    @Test func aStrictSchemaMayReferToItselfAndChooseAmongTypes() throws {
        let schema = """
            {"type": "object", "required": ["next", "kind"], "additionalProperties": false, "properties": {
              "next": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}, "kind": {"type": ["string", "null"], "enum": ["a", null]}}}
            """
        #expect(OpenAIStrictSchema.problem(try JSONParser.parse(schema)) == nil)
    }

    @Test(arguments: [
        (#"{"type": "text", "text": "x", "foo": 1}"#, "messages[0].content[0].foo"),
        (#"{"type": "image_url", "image_url": {"foo": 1}}"#, "messages[0].content[0].image_url.foo"),
        (#"{"type": "image_url", "image_url": {"url": "nowhere"}}"#, "messages[0].content[0].image_url.url"),
        (
            #"{"type": "input_audio", "input_audio": {"data": "x"}}"#,
            "messages[0].content[0].input_audio.format"
        ),
    ])
    func aWrongPartIsNamed(part: String, param: String) throws {
        let body = #"{"model": "m", "messages": [{"role": "user", "content": [\#(part)]}]}"#
        do {
            _ = try OpenAIRequest(try JSONParser.parse(body), occurrence: 0)
            Issue.record("it was taken")
        } catch let refusal as OpenAIRefusal { #expect(refusal.param == param) }
    }

    @Test func twoToolsOfOneNameAreRefused() throws {
        let tool = #"{"type": "function", "function": {"name": "f"}}"#
        let answer = try Self.cloud().complete(#""tools": [\#(tool), \#(tool)]"#, model: "plain")
        #expect(answer.json["error"]?["param"] == "tools[1].function.name")
    }
}
