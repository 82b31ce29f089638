import Encodings
import MockWire
import Quantities
import ServiceModels
import Testing

@testable import MockChat

@Suite struct OpenAIWireTests {
    @Test func aCompletionTellsWhatItUsedAndIsMeteredTheSame() throws {
        let chat = try ChatCloud.openAI()
        let answer = chat.complete()
        #expect(answer.status == 200)
        #expect(answer["Content-Type"] == "application/json")
        #expect(answer.json["object"] == "chat.completion")
        #expect(answer.json["created"]?.integer == CivilTime.startEpoch)
        let choice = try #require(answer.json["choices"]?.array?.first)
        #expect(choice["message"]?["content"]?.string?.isEmpty == false)
        #expect(choice["message"]?["refusal"] == .null)
        #expect(choice["finish_reason"] == "stop")
        let usage = try #require(answer.json["usage"])
        #expect(usage["prompt_tokens"]?.integer == chat.cloud.usage.total(.inputTokens))
        #expect(usage["completion_tokens"]?.integer == chat.cloud.usage.total(.outputTokens))
        #expect(answer.wire.serviceTime > .seconds(1))
    }

    @Test func equalRequestsInEqualCloudsGetEqualBytesWhateverCameBetween() throws {
        let (one, other) = (try ChatCloud.openAI(), try ChatCloud.openAI())
        let first = one.complete()
        _ = other.complete(#""max_tokens": 7"#)
        #expect(other.complete().json["choices"] == first.json["choices"])
        #expect(one.complete().json["choices"] != first.json["choices"])
        #expect(try ChatCloud.openAI(seed: 2).complete().json["choices"] != first.json["choices"])
    }

    @Test func whoAsksDoesNotChangeTheAnswer() throws {
        let (one, other) = (try ChatCloud.openAI(), try ChatCloud.openAI())
        let a = one.complete(#""user": "u1", "metadata": {"run": "1"}"#)
        let b = other.complete(#""user": "u2", "metadata": {"run": "2"}"#)
        #expect(a.json["choices"] == b.json["choices"])
    }

    @Test func aStreamHoldsTheWholeAnswerInOrderOfTime() throws {
        let (one, other) = (try ChatCloud.openAI(), try ChatCloud.openAI())
        let whole = one.complete(#""temperature": 0, "max_tokens": 40"#)
        let more =
            #""temperature": 0, "max_tokens": 40, "stream": true, "stream_options": {"include_usage": true}"#
        let stream = other.complete(more)
        let text = stream.events.compactMap { $0["choices"]?.array?.first?["delta"]?["content"]?.string }
            .joined()
        #expect(text == whole.json["choices"]?.array?.first?["message"]?["content"]?.string)
        #expect(stream.events.dropLast().last?["usage"] == whole.json["usage"])
        #expect(stream.text.hasSuffix("data: [DONE]\n\n"))
        #expect(stream.frames.map(\.due) == stream.frames.map(\.due).sorted())
        #expect(stream.frames.first?.due == .seconds(1))
        #expect(stream.wire.serviceTime == whole.wire.serviceTime)
        #expect(!stream.isCut)
    }

    @Test func severalChoicesReadThePromptOnce() throws {
        let chat = try ChatCloud.openAI()
        let answer = chat.complete(#""n": 3"#)
        let texts = try #require(answer.json["choices"]?.array).map { $0["message"]?["content"]?.string }
        #expect(Set(texts).count == 3)
        #expect(chat.cloud.usage.total(.inputTokens) == answer.json["usage"]?["prompt_tokens"]?.integer)
        #expect(chat.cloud.usage.total(.outputTokens) == answer.json["usage"]?["completion_tokens"]?.integer)
    }

    @Test func anUnlimitedAnswerIsNoted() throws {
        let chat = try ChatCloud.openAI()
        #expect(chat.complete().wire.notes == ["unbounded_max_tokens"])
        #expect(chat.complete(#""max_completion_tokens": 9"#).wire.notes.isEmpty)
    }

    @Test func aCutStreamEndsEarlyAndWithoutDone() throws {
        let chat = try ChatCloud.openAI()
        chat.cloud.inject(FaultPlan([.init(.openai, operation: "complete", .rate(1), .cutStream)]))
        let answer = chat.complete(#""stream": true"#)
        #expect(answer.isCut)
        #expect((2...9).contains(answer.frames.count))
        #expect(!answer.text.contains("[DONE]"))
        #expect(!answer.text.contains("\"stop\""))
    }

    @Test func aFaultPlanHoldsAfterAResetAndGoesWithTheNextPlan() throws {
        let chat = try ChatCloud.openAI()
        chat.cloud.inject(FaultPlan([.init(.openai, .nthCall(1), .throttle)]))
        #expect([chat.complete().status, chat.complete().status] == [429, 200])
        chat.cloud.reset()
        #expect([chat.complete().status, chat.complete().status] == [429, 200])
        chat.cloud.inject(.none)
        #expect(chat.complete().status == 200)
    }

    @Test(arguments: [400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 529])
    func aFaultModelIsRefusedWithItsStatus(status: Int) throws {
        let chat = try ChatCloud.openAI()
        let answer = chat.complete(model: "fault-\(status)")
        #expect(answer.status == status)
        #expect(answer.json["error"]?["message"]?.string?.isEmpty == false)
        #expect(answer.json["error"]?["type"]?.string != nil)
        #expect(answer["retry-after"] == (status == 429 ? "1" : nil))
        #expect(answer["x-request-id"]?.hasPrefix("req_") == true)
        #expect(chat.cloud.usage.isEmpty)
    }

    @Test(arguments: ["fault-399", "fault-600", "fault-", "fault-4x9", "fault-stream-", "fault-0429"])
    func aModelThatOnlyLooksLikeAFaultIsUnknown(model: String) throws {
        let answer = try ChatCloud.openAI().complete(model: model)
        #expect(answer.status == 404)
        #expect(answer.json["error"]?["code"] == "model_not_found")
    }

    @Test func aFaultModelBreaksAStreamWithAnError() throws {
        let chat = try ChatCloud.openAI()
        let events = chat.complete(#""stream": true"#, model: "fault-stream-503").events
        #expect(events.count == 4)
        #expect(events.last?["error"]?["code"] == "overloaded")
        #expect(chat.complete(model: "fault-stream-503").status == 503)
    }

    @Test func aQuotaRefusesUntilItHasFilledAgain() throws {
        let chat = try ChatCloud.openAI(quota: 1_100)
        let now = ["Finegrain-Now": "1000000000000"]
        let more = #""max_tokens": 1000"#
        #expect(chat.complete(more, headers: now).status == 200)
        let refused = chat.complete(more, headers: now)
        #expect(refused.status == 429)
        let wait = try #require(refused["retry-after"].flatMap(Int64.init))
        #expect((1...60).contains(wait))
        #expect(refused["x-ratelimit-limit-tokens"] == "1100")
        let later = ["Finegrain-Now": String(1_000_000_000_000 + wait * 1_000_000_000)]
        #expect(chat.complete(more, headers: later).status == 200)
    }

    @Test(arguments: [
        ("", 401), ("Basic eDp5", 401), ("Bearer ", 401), ("Bearer bad", 401), ("bearer any", 200),
    ])
    func aKeyIsNeeded(header: String, status: Int) throws {
        let answer = try ChatCloud.openAI().complete(headers: ["Authorization": header])
        #expect(answer.status == status)
    }

    @Test func bytesThatAreNoRequestAreRefused() throws {
        let chat = try ChatCloud.openAI()
        for body in ["", "{", "[]", "null", "{\"model\": }"] {
            let answer = chat.send("POST", "/v1/chat/completions", [:], body)
            #expect(answer.status == 400, "\(body)")
            #expect(answer.json["error"]?["type"] == "invalid_request_error")
        }
        let bytes: [UInt8] = Array(#"{"model": ""#.utf8) + [0xff] + Array(#""}"#.utf8)
        let headers = [WireHeader("Authorization", "Bearer key")]
        let request = WireRequest("POST", "/v1/chat/completions", headers: headers, body: bytes)
        let answer = chat.cloud.answer(request).answer
        #expect(answer.status == 400)
        #expect(String(decoding: answer.body.bytes, as: UTF8.self).contains("UTF-8"))
        #expect(chat.complete(headers: ["Content-Type": "text/plain"]).status == 400)
        #expect(chat.complete(headers: ["Content-Type": "application/json; charset=utf-8"]).status == 200)
    }

    @Test func unknownPathsAndMethodsAreRefusedInTheSameShape() throws {
        let chat = try ChatCloud.openAI()
        let missing = chat.send("POST", "/v1/embeddings", [:], "{}")
        #expect(missing.status == 404)
        #expect(missing.json["error"]?["message"] == "Invalid URL (POST /v1/embeddings)")
        let wrong = chat.send("DELETE", "/v1/models/gpt")
        #expect(wrong.status == 405)
        #expect(wrong["Allow"] == "GET")
    }

    @Test func spansReadAsTheHeadersSayThem() {
        let spans = [0, 120, 8_640, 60_000, 361_500].map { OpenAIHeaders.span(.milliseconds($0)) }
        #expect(spans == ["0ms", "120ms", "8.64s", "1m0s", "6m1.5s"])
    }
}
