import Encodings
import Foundation
import MockCloud
import Quantities
import RandomStreams
import ServiceModels
import Testing
import Writing

@testable import MockWire

@Suite struct CloudTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    static let path = "/model/amazon.nova-lite-v1%3A0/converse"

    static func cloud(seed: UInt64 = 1, change: (inout CloudSetup) -> Void = { _ in }) throws -> Cloud {
        var setup = try CloudSetup(directory: root + "/mocks")
        setup.seed = Seed(seed)
        change(&setup)
        return try setup.cloud()
    }

    static func say(_ text: String, extra: String = "", headers: [WireHeader] = []) -> WireRequest {
        WireRequest(
            "POST", path, headers: headers,
            body: Array(
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"\(text)\"}]}]\(extra)}".utf8))
    }

    static func json(_ answer: WireAnswer) throws -> JSONValue { try JSONParser.parse(answer.body.bytes) }

    @Test func answersDependOnSeedRequestAndOccurrenceOnly() throws {
        let first = try Self.cloud()
        let texts = ["a", "b", "a", "c", "a", "b"]
        let answers = texts.map { first.answer(Self.say($0)).answer.body }
        // The same requests in another order, with strangers between.
        let second = try Self.cloud()
        var seen: [String: [WireBody]] = [:]
        for text in texts.reversed() {
            _ = second.answer(Self.say("stranger"))
            seen[text, default: []].append(second.answer(Self.say(text)).answer.body)
        }
        for text in Set(texts) {
            let own = texts.indices.filter { texts[$0] == text }.map { answers[$0] }
            #expect(seen[text] == own, "\(text)")
        }
        #expect(Set(answers).count == answers.count)
        let other = try Self.cloud(seed: 2)
        #expect(other.answer(Self.say("a")).answer.body != answers[0])
    }

    @Test func spacesAndOrderOfMembersAndHeadersChangeNothing() throws {
        let (first, second) = (try Self.cloud(), try Self.cloud())
        let one = WireRequest(
            "POST", Self.path,
            body: Array(
                #"{"messages":[{"role":"user","content":[{"text":"x"}]}],"inferenceConfig":{"maxTokens":9}}"#
                    .utf8))
        let two = WireRequest(
            "POST", Self.path, headers: [WireHeader("amz-sdk-invocation-id", "17")],
            body: Array(
                #"{ "inferenceConfig" : {"maxTokens": 9.0}, "messages":[{"content":[{"text":"x"}],"role":"user"}]}"#
                    .utf8))
        #expect(first.answer(one).answer.status == 200)
        #expect(
            CanonicalRequest.hash("Converse", one, body: one.body)
                == CanonicalRequest.hash("Converse", two, body: two.body))
        #expect(second.answer(one).answer.body == (try Self.cloud()).answer(one).answer.body)
    }

    @Test func aResetStartsAnewAndASeedChangesTheDraws() throws {
        let cloud = try Self.cloud()
        let first = (0..<3).map { _ in cloud.answer(Self.say("x")).answer.body }
        #expect(!cloud.usage.isEmpty && cloud.callCount == 3 && cloud.now > .start)
        cloud.reset()
        #expect(cloud.usage.isEmpty && cloud.callCount == 0 && cloud.now == .start)
        #expect((0..<3).map { _ in cloud.answer(Self.say("x")).answer.body } == first)
        cloud.reseed(Seed(7))
        #expect((0..<3).map { _ in cloud.answer(Self.say("x")).answer.body } != first)
    }

    @Test func timeMovesByServiceTimesAndByWhatARequestSays() throws {
        let cloud = try Self.cloud()
        let answer = cloud.answer(Self.say("x")).answer
        #expect(cloud.now == .start + answer.serviceTime)
        _ = cloud.answer(Self.say("x", headers: [WireHeader("finegrain-now", "5000000000000")]))
        #expect(cloud.now.nanoseconds > 5_000_000_000_000)
        let late = [WireHeader("Finegrain-Now", "9223372036854775807")]
        #expect(cloud.answer(Self.say("x", headers: late)).answer.status == 200)
        #expect(cloud.answer(Self.say("x")).answer.status == 200)
    }

    @Test func usageIsTheSumOfAllAnswers() throws {
        let cloud = try Self.cloud()
        var sum = Usage()
        for index in 0..<20 { sum.add(cloud.answer(Self.say("prompt \(index % 7)")).answer.usage) }
        #expect(cloud.usage == sum)
    }

    @Test func theTypedCallAndTheBytesGiveTheSameCopy() throws {
        let prompt =
            "Write 3 variants for {\\\"angles\\\":{\\\"price\\\":70,\\\"quality\\\":30},\\\"tone\\\":\\\"warm\\\"}"
        let setup = try CloudSetup(directory: Self.root + "/mocks")
        let model = "amazon.nova-lite-v1:0"
        var bedrock = Bedrock(
            models: [try #require(setup.decks.bedrockModel(model, tokensPerMinute: setup.tokensPerMinute))],
            decks: setup.decks)
        let cloud = try setup.cloud()
        for step in 0..<20 {
            var stream = setup.seed.streams("doors").stream(entity: 5, step: step)
            let typed = bedrock.converse(
                ConverseRequest(
                    modelID: model, messages: [PromptPart(prompt.replacing("\\\"", with: "\""))],
                    isStructured: false),
                at: SimulatedInstant(nanoseconds: Int64(step) * 60_000_000_000), using: &stream)
            let answer = cloud.answer(
                Self.say(
                    prompt,
                    headers: [
                        WireHeader("Finegrain-Draws", "doors/5/\(step)"),
                        WireHeader("Finegrain-Now", String(step * 60_000_000_000)),
                    ])
            ).answer
            let wire = try Self.json(answer)
            let response = try typed.result.get()
            #expect(wire["output"]?["message"]?["content"]?.array?.first?["text"]?.string == response.text)
            #expect(wire["usage"]?["outputTokens"]?.integer == response.tokens.output)
            #expect(wire["stopReason"]?.string == response.stopReason.rawValue)
            #expect(answer.usage == typed.usage && answer.serviceTime == typed.serviceTime)
        }
    }

    @Test func compressedBodiesAreReadAndBombsAreRefused() throws {
        let cloud = try Self.cloud()
        var request = Self.say("x")
        let plain = (try Self.cloud()).answer(request).answer.body
        request.headers.append(WireHeader("content-encoding", "GZIP"))
        request.body = Inflation.deflated(request.body)
        #expect(cloud.answer(request).answer.body == plain)
        request.body = Inflation.deflated(Array(repeating: 0x20, count: Cloud.bodyLimit + 1))
        #expect(cloud.answer(request).answer.status == 413)
        request.body = [1, 2, 3]
        #expect(cloud.answer(request).answer.status == 400)
    }

    @Test func everyTruncationOfABodyIsAnsweredWithoutACrash() throws {
        let cloud = try Self.cloud()
        let body = Self.say("x", extra: ",\"inferenceConfig\":{\"maxTokens\":5}").body
        for length in 0..<body.count {
            let answer = cloud.answer(WireRequest("POST", Self.path, body: Array(body[..<length]))).answer
            #expect(answer.status == 400)
        }
    }
}
