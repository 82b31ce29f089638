import Encodings
import MockWire
import Quantities
import ServiceModels
import Testing

@testable import MockChat

@Suite struct AnthropicWireTests {
    @Test func aMessageTellsWhatItUsedAndIsMeteredTheSame() throws {
        let chat = try ChatCloud.anthropic()
        let answer = chat.message()
        #expect(answer.status == 200)
        #expect(answer.json["type"] == "message")
        #expect(answer.json["content"]?.array?.first?["text"]?.string?.isEmpty == false)
        #expect(answer.json["usage"]?["input_tokens"]?.integer == chat.cloud.usage.total(.inputTokens))
        #expect(answer.json["usage"]?["output_tokens"]?.integer == chat.cloud.usage.total(.outputTokens))
        #expect(answer["request-id"]?.hasPrefix("req_") == true)
        #expect(answer["anthropic-ratelimit-tokens-reset"] == "2026-01-05T00:00:00Z")
    }

    @Test func everyEventNamesItsTypeInALineOfItsOwn() throws {
        let answer = try ChatCloud.anthropic().message(#""stream": true"#)
        for (frame, event) in zip(answer.frames, answer.events) {
            let line = String(decoding: frame.bytes, as: UTF8.self).split(separator: "\n").first
            #expect(line == "event: \(event["type"]?.string ?? "")")
        }
        #expect(answer.events.first?["type"] == "message_start")
        #expect(answer.events.last?["type"] == "message_stop")
    }

    @Test func aCutStreamEndsWithinABlock() throws {
        let chat = try ChatCloud.anthropic()
        chat.cloud.inject(FaultPlan([.init(.anthropic, .rate(1), .cutStream)]))
        let answer = chat.message(#""stream": true"#)
        #expect(answer.isCut)
        #expect(answer.events.last?["type"] == "content_block_delta")
        #expect(answer.wire.serviceTime == answer.frames.last?.due)
    }

    @Test func aFaultModelBreaksAStreamWithAnErrorEvent() throws {
        let chat = try ChatCloud.anthropic()
        let answer = chat.message(#""stream": true"#, model: "fault-stream-529")
        #expect(answer.status == 200)
        #expect(answer.events.last?["error"]?["type"] == "overloaded_error")
        #expect(answer.events.last?["request_id"]?.string == answer["request-id"])
        #expect(chat.message(model: "fault-stream-529").status == 529)
    }

    @Test(arguments: [
        (400, "invalid_request_error"), (401, "authentication_error"), (403, "permission_error"),
        (404, "not_found_error"), (413, "request_too_large"), (429, "rate_limit_error"), (500, "api_error"),
        (529, "overloaded_error"),
    ])
    func aFaultModelIsRefusedByTheNameOfItsStatus(status: Int, type: String) throws {
        let answer = try ChatCloud.anthropic().message(model: "fault-\(status)")
        #expect(answer.status == status)
        #expect(answer.json["error"]?["type"]?.string == type)
        #expect(answer.json["request_id"]?.string == answer["request-id"])
    }

    @Test func aCountIsFreeAndEqualsWhatIsBilled() throws {
        let chat = try ChatCloud.anthropic()
        let counted = chat.ask("/v1/messages/count_tokens", #""system": "Be kind""#)
        #expect(chat.cloud.usage.isEmpty)
        let message = chat.message(#""system": "Be kind""#)
        #expect(counted.json["input_tokens"] == message.json["usage"]?["input_tokens"])
        #expect(chat.ask("/v1/messages/count_tokens", #""max_tokens": 5"#).status == 400)
    }

    @Test func aResultOfAToolIsNoWordOfTheUser() throws {
        let body = """
            {"model": "m", "max_tokens": 9, "system": "s", "tools": [{"name": "f", "input_schema": {"type": "object"}}],
             "messages": [{"role": "user", "content": "use f"},
              {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "f", "input": {}}]},
              {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "12"}]}]}
            """
        let prompt = try AnthropicBody.prompt(try JSONParser.parse(body), occurrence: 0)
        #expect(prompt.turns.map(\.role) == [.system, .user, .assistant, .tool])
        #expect(prompt.lastUserText == "use f")
        let wrong = body.replacing(#""tool_use_id": "t1""#, with: #""tool_use_id": "t2""#)
        #expect(throws: AnthropicMessages.Malformed.self) {
            try AnthropicBody.prompt(try JSONParser.parse(wrong), occurrence: 0)
        }
    }

    @Test func theKeyMayComeInEitherHeader() throws {
        let chat = try ChatCloud.anthropic()
        #expect(chat.message(headers: ["Authorization": "", "x-api-key": "k"]).status == 200)
        #expect(chat.message(headers: ["Authorization": "", "x-api-key": ""]).status == 401)
        #expect(chat.message(headers: ["x-api-key": "bad"]).json["error"]?["type"] == "authentication_error")
    }

    @Test func aMissingVersionIsNoted() throws {
        let chat = try ChatCloud.anthropic()
        #expect(chat.message().wire.notes == ["missing_anthropic_version"])
        #expect(chat.message(headers: ["anthropic-version": "2023-06-01"]).wire.notes.isEmpty)
    }

    @Test func theListOfModelsGoesByTheVersionHeader() throws {
        let both = ChatCloud([
            AnthropicWire(try ChatCloud.models(.anthropic, quota: nil)),
            OpenAIWire(try ChatCloud.models(.openai, quota: nil)),
        ])
        #expect(both.send("GET", "/v1/models").json["object"] == "list")
        let version = ["anthropic-version": "2023-06-01"]
        let page = both.send("GET", "/v1/models?limit=1", version)
        #expect(page.json["has_more"] == true)
        #expect(page.json["last_id"] == "claude-test")
        let next = both.send("GET", "/v1/models?limit=1&after_id=claude-test", version)
        #expect(next.json["has_more"] == false)
        #expect(next.json["data"]?.array?.first?["id"] == "llama-test")
        let before = both.send("GET", "/v1/models?before_id=llama-test", version)
        #expect(before.json["data"]?.array?.count == 1)
        for query in ["limit=0", "limit=x", "after_id=nope"] {
            #expect(both.send("GET", "/v1/models?" + query, version).status == 400)
        }
        #expect(both.send("GET", "/v1/nowhere", version).json["type"] == "error")
        #expect(both.send("GET", "/v1/nowhere").json["error"]?["param"] == .null)
    }

    @Test func unknownPathsAndMethodsAreRefusedInTheSameShape() throws {
        let chat = try ChatCloud.anthropic()
        let missing = chat.send("POST", "/v1/messages/batches", [:], "{}")
        #expect(missing.status == 404)
        #expect(missing.json["error"]?["type"] == "not_found_error")
        let wrong = chat.send("PUT", "/v1/messages", [:], "{}")
        #expect(wrong.status == 405)
        #expect(wrong["Allow"] == "POST")
    }
}
