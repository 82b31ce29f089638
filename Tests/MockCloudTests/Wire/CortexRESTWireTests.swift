import Encodings
import MockWire
import Quantities
import ServiceModels
import Testing

@Suite struct CortexRESTWireTests {
    private static let path = "/api/v2/cortex/inference:complete"

    @Test func anAnswerStreamsUnlessToldOtherwise() throws {
        let (one, other) = (try ChatCloud.cortex(), try ChatCloud.cortex())
        let stream = one.ask(CortexRESTWireTests.path)
        #expect(stream["Content-Type"]?.hasPrefix("text/event-stream") == true)
        let whole = other.ask(CortexRESTWireTests.path, #""stream": false"#)
        let text = stream.events.compactMap { $0["choices"]?.array?.first?["delta"]?["content"]?.string }
            .joined()
        #expect(text == whole.json["choices"]?.array?.first?["message"]?["content"]?.string)
        #expect(stream.events.last?["usage"] == whole.json["usage"])
        #expect(stream.events.last?["finish_reason"] == "stop")
        #expect(one.cloud.usage == other.cloud.usage)
        #expect(one.cloud.usage.amounts.first?.meter == Meter(.cortex, ChatCloud.model, .inputTokens))
    }

    @Test func aMissingLimitIsNotedThoughADefaultHolds() throws {
        let chat = try ChatCloud.cortex()
        let limited = chat.ask(CortexRESTWireTests.path, #""max_tokens": 10"#)
        #expect(limited.wire.notes.isEmpty)
        #expect(limited.events.last?["finish_reason"] == "length")
    }

    @Test func aGuardReplacesWhatIsUnsafe() throws {
        let chat = try ChatCloud.cortex()
        let body = """
            {"model": "claude-test", "messages": [{"role": "user", "content": "a Forbidden word"}], "stream": false,
             "max_tokens": 50, "guardrails": {"enabled": true}}
            """
        let answer = chat.send("POST", CortexRESTWireTests.path, [:], body)
        #expect(answer.json["finish_reason"] == "content_filter")
        #expect(
            answer.json["choices"]?.array?.first?["message"]?["content"]
                == "Response filtered by Cortex Guard")
        let usage = try #require(answer.json["usage"])
        let parts = ["prompt_tokens", "completion_tokens", "guard_tokens"].compactMap { usage[$0]?.integer }
        #expect(usage["total_tokens"]?.integer == parts.reduce(0, +))
    }

    @Test func theFormsOfOthersRefuseInCortexShape() throws {
        let chat = try ChatCloud.cortex()
        for path in ["/api/v2/cortex/v1/chat/completions", "/api/v2/cortex/v1/messages"] {
            let limit = #""max_tokens": 20"#
            #expect(chat.ask(path, limit).status == 200)
            let refused = chat.ask(path, limit, model: "claude-nope")
            #expect(refused.status == 400)
            #expect(refused.json["request_id"]?.string == refused["X-Snowflake-Request-ID"])
            #expect(chat.ask(path, limit, model: "fault-404").status == 404)
            #expect(chat.ask(path, limit, headers: ["Authorization": ""]).json["code"] == "390101")
        }
        #expect(
            chat.ask("/api/v2/cortex/v1/messages", #""max_tokens": 20"#, model: "llama-test").status == 400)
        #expect(chat.ask("/api/v2/cortex/v1/chat/completions", model: "llama-test").status == 200)
    }

    @Test func aSessionTokenIsTakenAndUnknownTypesAreNot() throws {
        let chat = try ChatCloud.cortex()
        func status(_ headers: [String: String]) -> Int {
            chat.ask(CortexRESTWireTests.path, headers: headers).status
        }
        #expect(status(["Authorization": "Snowflake Token=\"t\""]) == 200)
        #expect(status(["Authorization": "Snowflake Token=\"\""]) == 401)
        #expect(status(["X-Snowflake-Authorization-Token-Type": "OAUTH"]) == 200)
        #expect(status(["X-Snowflake-Authorization-Token-Type": "oauth"]) == 400)
    }

    @Test func aUserHasTheLastWord() throws {
        let chat = try ChatCloud.cortex()
        func status(_ roles: String...) -> Int {
            let messages = roles.map { #"{"role": "\#($0)", "content": "x"}"# }.joined(separator: ", ")
            let body = #"{"model": "claude-test", "messages": [\#(messages)]}"#
            return chat.send("POST", CortexRESTWireTests.path, [:], body).status
        }
        #expect(status("system", "user", "assistant", "user") == 200)
        #expect(status("user", "assistant") == 400)
        #expect(status("user", "user") == 400)
        #expect(status("user", "system", "user") == 400)
        #expect(status("assistant", "user") == 400)
        #expect(status() == 400)
    }

    @Test func aCutStreamNeverTellsItsUsage() throws {
        let chat = try ChatCloud.cortex()
        chat.cloud.inject(FaultPlan([.init(.cortex, .rate(1), .cutStream)]))
        let answer = chat.ask(CortexRESTWireTests.path)
        #expect(answer.isCut)
        #expect(answer.events.allSatisfy { $0["usage"] == .object([]) })
    }
}
