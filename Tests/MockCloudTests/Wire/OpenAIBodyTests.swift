import Encodings
import ServiceModels
import Testing

@testable import MockChat

@Suite struct OpenAIBodyTests {
    private static func problem(_ body: String) throws -> OpenAIRefusal? {
        do {
            _ = try OpenAIRequest(try JSONParser.parse(body), occurrence: 0)
            return nil
        } catch let refusal as OpenAIRefusal { return refusal }
    }

    private static func with(_ more: String) -> String {
        #"{"model": "m", "messages": [{"role": "user", "content": "x"}], \#(more)}"#
    }

    @Test(arguments: [
        (#""temperature": 2.1"#, "temperature"), (#""temperature": "1""#, "temperature"),
        (#""top_p": 1.5"#, "top_p"), (#""n": 1.5"#, "n"), (#""n": 129"#, "n"), (#""stream": 1"#, "stream"),
        (#""max_tokens": 0"#, "max_tokens"), (#""presence_penalty": -3"#, "presence_penalty"),
        (#""logit_bias": {"5": 101}"#, "logit_bias.5"), (#""stop": {}"#, "stop"),
        (#""stop": ["a", 1]"#, "stop[1]"),
        (#""modalities": ["audio"]"#, "modalities[0]"), (#""service_tier": "best""#, "service_tier"),
        (#""reasoning_effort": 3"#, "reasoning_effort"), (#""top_logprobs": 2"#, "top_logprobs"),
        (#""prediction": {}"#, "prediction"),
        (
            #""response_format": {"type": "json_schema"}"#,
            "response_format.json_schema"
        ),
        (#""tools": [{"type": "custom", "custom": {}}]"#, "tools[0].type"),
        (#""parallel_tool_calls": true"#, "parallel_tool_calls"),
    ])
    func aWrongMemberIsNamed(member: String, param: String) throws {
        #expect(try OpenAIBodyTests.problem(OpenAIBodyTests.with(member))?.param == param)
    }

    @Test(arguments: [
        "temperature", "max_tokens", "stop", "tools", "tool_choice", "response_format", "stream_options",
        "user",
        "functions", "audio", "logprobs", "metadata",
    ])
    func nullCountsAsAbsent(member: String) throws {
        #expect(try OpenAIBodyTests.problem(OpenAIBodyTests.with("\"\(member)\": null")) == nil)
    }

    @Test func anUnknownMemberIsRefusedInOpenAIsWords() throws {
        let refusal = try #require(try OpenAIBodyTests.problem(OpenAIBodyTests.with(#""foo": null"#)))
        #expect(refusal.message == "Unrecognized request argument supplied: foo")
        #expect(refusal.type == "invalid_request_error")
        #expect(refusal.param == nil)
    }

    @Test func instructionsComeFirstAndToolsHaveTheirOwnTurn() throws {
        let body = """
            {"model": "m", "tools": [{"type": "function", "function": {"name": "f"}}], "messages": [
              {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}]},
              {"role": "assistant", "content": null, "tool_calls": [
                {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
              {"role": "tool", "tool_call_id": "c1", "content": "b"}, {"role": "developer", "content": "rules"}]}
            """
        let prompt = try OpenAIRequest(try JSONParser.parse(body), occurrence: 3).prompt
        #expect(prompt.turns.map(\.role) == [.system, .user, .assistant, .tool])
        #expect(prompt.attachments == 1)
        #expect(prompt.occurrence == 3)
        #expect(prompt.lastUserText == "a")
    }

    @Test func aCallOfAToolNeedsExactlyItsResult() throws {
        let call = #"{"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}"#
        let ask = #"{"role": "user", "content": "x"}, {"role": "assistant", "tool_calls": [\#(call)]}"#
        let open = try #require(try OpenAIBodyTests.problem(#"{"model": "m", "messages": [\#(ask)]}"#))
        #expect(open.message.hasSuffix("c1"))
        let other = #"{"role": "tool", "tool_call_id": "c2", "content": "y"}"#
        let wrong = try #require(
            try OpenAIBodyTests.problem(#"{"model": "m", "messages": [\#(ask), \#(other)]}"#))
        #expect(wrong.param == "messages[2].tool_call_id")
        let alone = try #require(try OpenAIBodyTests.problem(#"{"model": "m", "messages": [\#(other)]}"#))
        #expect(alone.param == "messages[0].role")
    }

    @Test func aStrictSchemaClosesAndRequiresEverythingAtEveryDepth() throws {
        let good = """
            {"type": "object", "additionalProperties": false, "required": ["a"], "properties": {"a": {"type": "array",
              "items": {"$ref": "#/$defs/b"}}}, "$defs": {"b": {"type": "object", "additionalProperties": false,
              "required": [], "properties": {}}}}
            """
        #expect(OpenAIStrictSchema.problem(try JSONParser.parse(good)) == nil)
        let open = good.replacing(
            #""additionalProperties": false,\n  "required": []"#, with: #""required": []"#)
        let lax = open.replacing(
            #""b": {"type": "object", "additionalProperties": false,"#, with: #""b": {"type": "object","#)
        let problem = try #require(OpenAIStrictSchema.problem(try JSONParser.parse(lax)))
        #expect(problem.hasPrefix("In context=('$defs', 'b'), 'additionalProperties'"))
        #expect(OpenAIStrictSchema.problem(.members(["type": "array"]))?.contains("object") == true)
    }
}
