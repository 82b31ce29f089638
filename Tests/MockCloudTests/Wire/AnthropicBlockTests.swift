import Encodings
import MockWire
import Quantities
import Testing

@testable import MockChat

@Suite struct AnthropicBlockTests {
    private static func problem(_ body: String) throws -> String? {
        do {
            _ = try AnthropicBody.prompt(try JSONParser.parse(body), occurrence: 0)
            return nil
        } catch let problem as AnthropicMessages.Malformed { return problem.message }
    }

    private static func with(_ content: String, _ more: String = "") -> String {
        #"{"model": "m", "max_tokens": 2000, "messages": [{"role": "user", "content": \#(content)}]\#(more.isEmpty ? "" : ", ")\#(more)}"#
    }

    @Test(arguments: [
        (
            #"[{"type": "text", "text": "x", "foo": 1}]"#,
            "messages.0.content.0.text.foo: Extra inputs are not permitted"
        ),
        (#"[{"type": "text", "text": ""}]"#, "messages: text content blocks must be non-empty"),
        (
            #"[{"type": "text", "text": " "}]"#,
            "messages: text content blocks must contain non-whitespace text"
        ),
        (#"[{"type": "image"}]"#, "messages.0.content.0.image.source: Field required"),
        (
            #"[{"type": "image", "source": {"type": "base64", "media_type": "image/png"}}]"#,
            "messages.0.content.0.image.source.base64.data: Field required"
        ),
        (
            #"[{"type": "text", "text": "x", "cache_control": {"type": "eternal"}}]"#,
            "messages.0.content.0.text.cache_control: Input tag 'eternal' found using 'type' does not match any of the expected tags: 'ephemeral'"
        ),
        (
            #"[{"type": "text", "text": "x", "cache_control": {"type": "ephemeral", "ttl": "1d"}}]"#,
            "messages.0.content.0.text.cache_control.ephemeral.ttl: Input should be '5m' or '1h'"
        ),
    ])
    func aWrongBlockIsNamed(content: String, message: String) throws {
        #expect(try Self.problem(Self.with(content)) == message)
    }

    @Test func goodBlocksAreTaken() throws {
        let image =
            #"{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "aGk="}}"#
        let text = #"{"type": "text", "text": "x", "cache_control": {"type": "ephemeral", "ttl": "5m"}}"#
        #expect(try Self.problem(Self.with("[\(image), \(text)]", #""system": [\#(text)]"#)) == nil)
    }

    @Test func aMessageHasNoOtherMembers() throws {
        let body =
            #"{"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "x", "foo": 1}]}"#
        #expect(try Self.problem(body) == "messages.0.foo: Extra inputs are not permitted")
    }

    @Test(arguments: 1...6)
    func fourBlocksMayBeCached(count: Int) throws {
        let block = #"{"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}}"#
        let content = "[" + Array(repeating: block, count: count - 1).joined(separator: ", ") + "]"
        let system = #""system": [\#(block)]"#
        let problem = try Self.problem(Self.with(count == 1 ? #""x""# : content, system))
        let words = "A maximum of 4 blocks with cache_control may be provided. Found \(count)."
        #expect(problem == (count > 4 ? words : nil))
    }

    @Test func aFinalTurnOfTheAssistantEndsWithoutSpace() throws {
        func body(_ text: String) -> String {
            #"{"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "\#(text)"}]}"#
        }
        #expect(
            try Self.problem(body("So "))
                == "messages: final assistant content cannot end with trailing whitespace")
        #expect(try Self.problem(body("So")) == nil)
    }

    @Test(arguments: [
        (
            #"{"name": "no spaces", "input_schema": {"type": "object"}}"#,
            "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'"
        ),
        (
            #"{"name": "f", "input_schema": {"type": "object"}, "foo": 1}"#,
            "tools.0.custom.foo: Extra inputs are not permitted"
        ),
        (
            #"{"type": "magic_1", "name": "f"}"#,
            "tools.0: Input tag 'magic_1' found using 'type' does not match any of the expected tags"
        ),
    ])
    func aWrongToolIsNamed(tool: String, message: String) throws {
        #expect(try Self.problem(Self.with(#""x""#, #""tools": [\#(tool)]"#)) == message)
    }

    @Test func aBlockOfAnAnswerGoesBackAsItCame() throws {
        let body = """
            {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [
              {"type": "text", "text": "y", "citations": null, "parsed": null}]}]}
            """
        #expect(try Self.problem(body) == nil)
    }

    @Test(arguments: [
        (#""output_config": {"foo": 1}"#, "output_config.foo: Extra inputs are not permitted"),
        (
            #""output_config": {"format": {"type": "yaml"}}"#,
            "output_config.format.type: Input should be 'json_schema'"
        ),
    ])
    func anOutputIsConfiguredByKnownMembers(more: String, message: String) throws {
        #expect(try Self.problem(Self.with(#""x""#, more)) == message)
    }

    @Test func aUseOfAToolNeedsItsID() throws {
        let body = """
            {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "x"},
              {"role": "assistant", "content": [{"type": "tool_use", "name": "f", "input": {}}]}]}
            """
        #expect(try Self.problem(body) == "messages.1.content.0.tool_use.id: Field required")
    }

    @Test(arguments: [
        (
            #""thinking": {"type": "enabled", "budget_tokens": 1024}, "temperature": 0.5"#,
            "`temperature` may only be set to 1"
        ),
        (
            #""thinking": {"type": "enabled", "budget_tokens": 1024}, "tool_choice": {"type": "any"}, "tools": [{"name": "f", "input_schema": {"type": "object"}}]"#,
            "Thinking may not be enabled when tool_choice forces tool use."
        ),
        (#""thinking": {"type": "enabled", "budget_tokens": 2000}"#, "`max_tokens` must be greater than"),
        (
            #""thinking": {"type": "enabled", "budget_tokens": 1024, "foo": 1}"#,
            "thinking.enabled.foo: Extra inputs"
        ),
    ])
    func thinkingHasItsRules(more: String, start: String) throws {
        #expect(try Self.problem(Self.with(#""x""#, more))?.hasPrefix(start) == true)
    }

    @Test func thinkingComesBeforeTheAnswerWithItsSignatureAndIsBilled() throws {
        let more = #""max_tokens": 2000, "thinking": {"type": "enabled", "budget_tokens": 1024}"#
        let one = try ChatCloud.anthropic()
        let message = one.message(more)
        let blocks = try #require(message.json["content"]?.array)
        #expect(blocks.map { $0["type"] } == ["thinking", "text"])
        #expect(blocks[0]["signature"]?.string?.isEmpty == false)
        #expect(message.json["usage"]?["output_tokens"]?.integer == one.cloud.usage.total(.outputTokens))
        let events = try ChatCloud.anthropic().message(more + #", "stream": true"#).events
        let kinds = events.compactMap { $0["delta"]?["type"]?.string }
        #expect(kinds.first == "thinking_delta" && kinds.last == "text_delta")
        #expect(kinds.filter { $0 == "signature_delta" }.count == 1)
        let thought = events.compactMap { $0["delta"]?["thinking"]?.string }.joined()
        #expect(thought == blocks[0]["thinking"]?.string)
    }
}
