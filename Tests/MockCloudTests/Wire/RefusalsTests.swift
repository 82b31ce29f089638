import Encodings
import MockChat
import MockWire
import Quantities
import ServiceModels
import Testing

/// What refused requests find when they come again.
@Suite struct RefusalsTests {
    /// A quota of which one call leaves too little for another.
    private static func chat() throws -> ChatCloud { try ChatCloud.openAI(quota: 300) }

    private static let limit = "\"max_tokens\": 200"
    private static let start = ["Finegrain-Now": "0"]

    @Test func whoWaitsAsToldGetsIn() throws {
        let chat = try RefusalsTests.chat()
        #expect(chat.complete(RefusalsTests.limit, headers: RefusalsTests.start).status == 200)
        let refused = chat.complete(RefusalsTests.limit, headers: RefusalsTests.start)
        #expect(refused.status == 429)
        let wait = try #require(refused["retry-after"].flatMap(Int.init))
        let before = chat.cloud.now
        #expect(chat.complete(RefusalsTests.limit).status == 200)
        // The call itself took at least a second more.
        #expect(chat.cloud.now >= before + .seconds(wait + 1))
    }

    @Test func otherRequestsHaveNotWaited() throws {
        let chat = try RefusalsTests.chat()
        for status in [200, 429] {
            #expect(chat.complete(RefusalsTests.limit, headers: RefusalsTests.start).status == status)
        }
        #expect(chat.complete("\"max_tokens\": 201").status == 429)
    }

    @Test func whoStatesTheTimeIsAtThatTime() throws {
        let chat = try RefusalsTests.chat()
        for status in [200, 429, 429, 429] {
            #expect(chat.complete(RefusalsTests.limit, headers: RefusalsTests.start).status == status)
        }
    }

    @Test func withoutAnAnnouncementRetriesBackOffByTwos() throws {
        let chat = try ChatCloud.openAI()
        chat.cloud.inject(FaultPlan([.init(.openai, .rate(1), .serverError)]))
        var starts: [Int64] = []
        for _ in 0..<7 {
            let answer = chat.complete(RefusalsTests.limit)
            #expect(answer.status == 500)
            let took = try #require(answer["Finegrain-Service-Time"].flatMap(Int64.init))
            starts.append(chat.cloud.now.nanoseconds - took)
        }
        let pauses = zip(starts.dropFirst(), starts).map { ($0 - $1) / 1_000_000_000 }
        #expect(pauses == [1, 2, 4, 8, 16, 20])
    }

    @Test func aRefusalUsesUpNoAnswerOfASequence() throws {
        let deck = AnswerDeck([.init(name: "in turn", answer: .sequence(["one", "two"]))])
        let models = try ChatModels(
            .openai,
            profiles: [
                .init(
                    id: ChatCloud.model,
                    latency: GenerationLatency(firstToken: .fixed(.zero), tokensPerSecond: 10))
            ], decks: TestWorld.decks, deck: deck,
            faults: FaultPlan([.init(.openai, .everyNthCall(2), .throttle)]))
        let chat = ChatCloud([OpenAIWire(models)])
        let texts = (0..<4).map { _ in
            chat.complete().json["choices"]?.array?.first?["message"]?["content"]?.string ?? "refused"
        }
        #expect(texts == ["one", "refused", "two", "refused"])
    }

    @Test func anInstantThatIsNoneIsRefused() throws {
        let chat = try ChatCloud.openAI()
        for now in ["abc", "-5", "", "1e9", "99999999999999999999999"] {
            let answer = chat.complete(headers: ["Finegrain-Now": now])
            #expect(answer.status == 400 && answer.text.contains("Finegrain-Now"), "\(now)")
        }
    }

    @Test func whoAsksDoesNotChangeWhatIsAsked() throws {
        let plain = try ChatCloud.openAI().complete().json["choices"]
        #expect(try ChatCloud.openAI().complete("\"user\": \"u1\"").json["choices"] == plain)
    }
}
