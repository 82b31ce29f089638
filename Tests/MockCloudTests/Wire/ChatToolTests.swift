import Encodings
import MockChat
import MockWire
import Quantities
import ServiceModels
import Testing
import Writing

/// Tools on the doors that share `ChatModels`: which are called, with what, and what limits and faults do to a call.
@Suite struct ChatToolTests {
    private static let schema =
        #"{"type": "object", "properties": {"line": {"type": "string"}, "units": {"type": "integer"}}, "required": ["line", "units"]}"#

    private static func tools(_ names: [String]) -> String {
        names.map {
            #"{"type": "function", "function": {"name": "\#($0)", "parameters": \#(schema)}}"#
        }.joined(separator: ", ")
    }

    /// Calls of the first choice, or of every one.
    private static func calls(_ answer: ChatCloud.Answer) -> [[(name: String, arguments: String)]] {
        (answer.json["choices"]?.array ?? []).map { choice in
            (choice["message"]?["tool_calls"]?.array ?? []).map {
                ($0["function"]?["name"]?.string ?? "", $0["function"]?["arguments"]?.string ?? "")
            }
        }
    }

    private static func ask(_ chat: ChatCloud, _ text: String, _ tools: [String], _ more: String = "")
        -> ChatCloud.Answer
    {
        let body = """
            {"model": "claude-test", "messages": [{"role": "user", "content": "\(text)"}], "tools": [\(Self.tools(tools))]\(more)}
            """
        return chat.send("POST", "/v1/chat/completions", [:], body)
    }

    @Test func everyToolThatTheUserNamesIsCalledUnlessCallsMayNotBeParallel() throws {
        let chat = try ChatCloud.openAI()
        let text = "call get_x and get_y, not get_xyz"
        let all = ["get_x", "get_xy", "get_y"]
        #expect(Self.calls(Self.ask(chat, text, all))[0].map(\.name) == ["get_x", "get_y"])
        let single = Self.ask(chat, text, all, #", "parallel_tool_calls": false"#)
        #expect(Self.calls(single)[0].map(\.name) == ["get_x"])
        let required = Self.ask(chat, "use get_y", all, #", "tool_choice": "required""#)
        #expect(Self.calls(required)[0].map(\.name) == ["get_y"])
        let unnamed = Self.ask(chat, "use any", all, #", "tool_choice": "required""#)
        #expect(Self.calls(unnamed)[0].map(\.name) == ["get_x"])
    }

    @Test func onlyAllowedToolsAreCalled() throws {
        let chat = try ChatCloud.openAI()
        func choice(_ mode: String) -> String {
            #", "tool_choice": {"type": "allowed_tools", "allowed_tools": {"mode": "\#(mode)", "tools": [{"type": "function", "function": {"name": "get_y"}}]}}"#
        }
        let named = Self.ask(chat, "call get_x and get_y", ["get_x", "get_y"], choice("auto"))
        #expect(Self.calls(named)[0].map(\.name) == ["get_y"])
        #expect(Self.calls(Self.ask(chat, "get_x", ["get_x", "get_y"], choice("auto")))[0].isEmpty)
        let forced = Self.ask(chat, "hello", ["get_x", "get_y"], choice("required"))
        #expect(Self.calls(forced)[0].map(\.name) == ["get_y"])
    }

    @Test func argumentsAreAlwaysAnObject() throws {
        let body = """
            {"model": "claude-test", "messages": [{"role": "user", "content": "x"}], "tool_choice": "required",
             "tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]}
            """
        let answer = try ChatCloud.openAI().send("POST", "/v1/chat/completions", [:], body)
        #expect(Self.calls(answer)[0].map(\.arguments) == ["{}"])
    }

    @Test(arguments: 1...40)
    func aLimitCutsArgumentsAndIsNeverExceeded(limit: Int) throws {
        let whole = Self.ask(
            try ChatCloud.openAI(), "get_x and get_y", ["get_x", "get_y"], #", "temperature": 0"#)
        let full = Self.calls(whole)[0]
        let cost = try #require(whole.json["usage"]?["completion_tokens"]?.integer)
        let chat = try ChatCloud.openAI()
        let more = #", "temperature": 0, "max_completion_tokens": \#(limit)"#
        let answer = Self.ask(chat, "get_x and get_y", ["get_x", "get_y"], more)
        let calls = Self.calls(answer)[0]
        let isCut = limit < cost
        #expect(answer.json["choices"]?.array?[0]["finish_reason"] == (isCut ? "length" : "tool_calls"))
        #expect(answer.json["usage"]?["completion_tokens"]?.integer == min(limit, cost))
        #expect(chat.cloud.usage.total(.outputTokens) == min(limit, cost))
        #expect(!calls.isEmpty)
        for (call, other) in zip(calls, full) { #expect(other.arguments.hasPrefix(call.arguments)) }
        // What is there is whole, or breaks off in its last call.
        let isWhole = calls.allSatisfy { (try? JSONParser.parse($0.arguments)) != nil }
        #expect(isWhole == (calls.map(\.arguments) == full.prefix(calls.count).map(\.arguments)))
        #expect((calls.map(\.arguments) == full.map(\.arguments)) == !isCut)
    }

    @Test func malformedArgumentsAreNoJSONInAnyChoice() throws {
        let chat = try ChatCloud.openAI()
        chat.cloud.inject(FaultPlan([.init(.openai, .rate(1), .malformedJSON)]))
        let answer = Self.ask(chat, "get_x", ["get_x"], #", "n": 3"#)
        let calls = Self.calls(answer).flatMap { $0 }
        #expect(calls.count == 3)
        for call in calls { #expect((try? JSONParser.parse(call.arguments)) == nil) }
    }

    @Test func brokenArgumentsAreJSONThatDoesNotFit() throws {
        let chat = try ChatCloud.openAI()
        chat.cloud.inject(FaultPlan([.init(.openai, .rate(1), .schemaBreaking)]))
        let answer = Self.ask(chat, "get_x", ["get_x"], #", "n": 2"#)
        for call in Self.calls(answer).flatMap({ $0 }) {
            let value = try JSONParser.parse(call.arguments)
            #expect(value.isObject && value["line"] == nil)
        }
        // Every member is optional and others are allowed: only a wrong type breaks it.
        let lax = #"{"type": "object", "properties": {"units": {"type": "integer"}}}"#
        let body = """
            {"model": "claude-test", "messages": [{"role": "user", "content": "x"}], "tool_choice": "required",
             "tools": [{"type": "function", "function": {"name": "f", "parameters": \(lax)}}]}
            """
        let calls = Self.calls(chat.send("POST", "/v1/chat/completions", [:], body))
        #expect(try JSONParser.parse(calls[0][0].arguments)["units"]?.integer == nil)
    }

    @Test(arguments: [FaultPlan.Kind.canaryLeak, .offBrand])
    func addedTextsGoIntoAStringOfTheArguments(kind: FaultPlan.Kind) throws {
        let decks = TestWorld.decks
        let service = try ChatModels(
            .openai,
            profiles: [
                .init(id: "claude-test", latency: .init(firstToken: .fixed(.seconds(1)), tokensPerSecond: 10))
            ],
            decks: decks, deck: AnswerDeck([.init(name: "any", answer: .sentences)]), canaries: ["CANARY"])
        let chat = ChatCloud([OpenAIWire(service)])
        chat.cloud.inject(FaultPlan([.init(.openai, .rate(1), kind)]))
        let calls = Self.calls(Self.ask(chat, "get_x", ["get_x"]))
        let value = try JSONParser.parse(calls[0][0].arguments)
        let line = try #require(value["line"]?.string)
        #expect(value["units"]?.integer != nil)
        let added = kind == .canaryLeak ? ["CANARY"] : decks.copy.offBrand
        #expect(added.contains { line.hasSuffix($0) })
    }

    @Test func choicesOfOneSeedDifferAndAreTheSameAgain() throws {
        func texts() throws -> [String?] {
            let chat = try ChatCloud.openAI()
            _ = chat.complete()
            return chat.complete(#""n": 3, "seed": 5"#).json["choices"]?.array?.map {
                $0["message"]?["content"]?.string
            } ?? []
        }
        let first = try texts()
        #expect(Set(first).count == 3)
        #expect(try texts() == first)
    }

    // MARK: Anthropic's form

    private static let use =
        #""tool_choice": {"type": "any"}, "tools": [{"name": "f", "input_schema": \#(schema)}]"#

    private static func partials(_ answer: ChatCloud.Answer) -> String {
        answer.events.compactMap { $0["delta"]?["partial_json"]?.string }.joined()
    }

    @Test func anthropicCarriesWholeMembersOfArgumentsThatBreakOff() throws {
        for (plan, more) in [
            (FaultPlan([.init(.anthropic, .rate(1), .malformedJSON)]), ""),
            (FaultPlan.none, #", "max_tokens": 6"#),
        ] {
            let chat = try ChatCloud.anthropic()
            chat.cloud.inject(plan)
            let message = chat.message(Self.use + more)
            let block = try #require(message.json["content"]?.array?.first)
            let input = try #require(block["input"])
            #expect(input.isObject && input["units"] == nil)
            #expect(message.json["stop_reason"] == (more.isEmpty ? "tool_use" : "max_tokens"))
            let stream = chat.message(Self.use + more + #", "stream": true"#)
            #expect((try? JSONParser.parse(Self.partials(stream))) == nil)
        }
    }

    @Test func theLastEventTellsAllUsage() throws {
        let chat = try ChatCloud.anthropic()
        let end = try #require(
            chat.message(#""stream": true"#).events.first { $0["type"] == "message_delta" })
        let usage = try #require(end["usage"])
        #expect(usage["input_tokens"]?.integer == chat.cloud.usage.total(.inputTokens))
        #expect(usage["output_tokens"]?.integer == chat.cloud.usage.total(.outputTokens))
        #expect(usage["cache_creation_input_tokens"] == 0 && usage["cache_read_input_tokens"] == 0)
    }

    @Test func eventsOfSeveralCallsAreInOrderOfTime() throws {
        let body = """
            {"model": "claude-test", "max_tokens": 200, "stream": true, "messages": [{"role": "user", "content": "f then g"}],
             "tools": [{"name": "f", "input_schema": \(Self.schema)}, {"name": "g", "input_schema": \(Self.schema)}]}
            """
        let answer = try ChatCloud.anthropic().send("POST", "/v1/messages", [:], body)
        #expect(answer.events.filter { $0["type"] == "content_block_start" }.count == 2)
        #expect(answer.frames.map(\.due) == answer.frames.map(\.due).sorted())
        #expect(answer.frames.last?.due == answer.wire.serviceTime)
        let single = body.replacing(
            #""max_tokens""#,
            with: #""tool_choice": {"type": "auto", "disable_parallel_tool_use": true}, "max_tokens""#)
        let one = try ChatCloud.anthropic().send("POST", "/v1/messages", [:], single)
        #expect(one.events.filter { $0["type"] == "content_block_start" }.count == 1)
    }

    // MARK: Cortex's form

    @Test func cortexStreamsArgumentsThatBreakOff() throws {
        let chat = try ChatCloud.cortex()
        chat.cloud.inject(FaultPlan([.init(.cortex, .rate(1), .malformedJSON)]))
        let body = """
            {"model": "claude-test", "messages": [{"role": "user", "content": "x"}], "tool_choice": {"type": "required"},
             "tools": [{"tool_spec": {"type": "generic", "name": "f", "input_schema": \(Self.schema)}}]}
            """
        let answer = chat.send("POST", "/api/v2/cortex/inference:complete", [:], body)
        let text = answer.events.compactMap { $0["choices"]?.array?.first?["delta"]?["input"]?.string }
            .joined()
        #expect(text.hasPrefix("{\"line\""))
        #expect((try? JSONParser.parse(text)) == nil)
    }
}
