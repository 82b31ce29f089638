"""Bedrock through boto3, as it is."""

import base64
import json
import re

import botocore.exceptions
import pytest
from aws_answers import stream

HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"
SAY = [{"role": "user", "content": [{"text": "Say something nice"}]}]
BODIES = {
    HAIKU: {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 64, "messages": [{"role": "user", "content": "hi"}]},
    "amazon.nova-lite-v1:0": {"messages": [{"role": "user", "content": [{"text": "hi"}]}], "inferenceConfig": {"maxTokens": 20}},
    "meta.llama3-1-8b-instruct-v1:0": {"prompt": "hi", "max_gen_len": 20},
    "mistral.mistral-large-2407-v1:0": {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 20},
    "mistral.mistral-7b-instruct-v0:2": {"prompt": "<s>[INST] hi [/INST]", "max_tokens": 20},
    "amazon.titan-text-express-v1": {"inputText": "hi", "textGenerationConfig": {"maxTokenCount": 20}},
}


@pytest.fixture
def runtime(aws):
    return aws("bedrock-runtime")


def text(body):
    """Whatever family it is of, the answer's text."""
    if "content" in body:
        return body["content"][0]["text"]
    if "output" in body:
        return body["output"]["message"]["content"][0]["text"]
    if "generation" in body:
        return body["generation"]
    if "outputs" in body:
        return body["outputs"][0]["text"]
    if "choices" in body:
        return body["choices"][0]["message"]["content"]
    return body["results"][0]["outputText"]


def test_converse_answers_and_counts(runtime):
    answer = runtime.converse(modelId=HAIKU, messages=SAY, inferenceConfig={"maxTokens": 64})
    assert answer["stopReason"] == "end_turn"
    assert answer["output"]["message"]["content"][0]["text"]
    usage = answer["usage"]
    assert usage["totalTokens"] == usage["inputTokens"] + usage["outputTokens"]
    assert isinstance(answer["metrics"]["latencyMs"], int)


def test_an_answer_ends_at_its_limit(runtime):
    answer = runtime.converse(modelId=HAIKU, messages=SAY, inferenceConfig={"maxTokens": 5})
    assert answer["stopReason"] == "max_tokens"
    assert answer["usage"]["outputTokens"] == 5


def test_a_stop_sequence_ends_the_answer(runtime):
    whole = runtime.converse(modelId=HAIKU, messages=SAY, inferenceConfig={"temperature": 0})
    word = whole["output"]["message"]["content"][0]["text"].split()[3]
    cut = runtime.converse(modelId=HAIKU, messages=SAY, inferenceConfig={"temperature": 0, "stopSequences": [word]})
    assert cut["stopReason"] == "stop_sequence"
    assert word not in cut["output"]["message"]["content"][0]["text"]


def test_a_stream_says_the_same_as_its_usage(runtime):
    answer = runtime.converse_stream(modelId=HAIKU, messages=SAY, inferenceConfig={"maxTokens": 64})
    events = list(answer["stream"])
    shape = runtime.meta.service_model.operation_model("ConverseStream").output_shape.members["stream"]
    names = stream(events, shape)
    assert names[0] == "messageStart" and names[-3:] == ["contentBlockStop", "messageStop", "metadata"]
    assert events[-1]["metadata"]["usage"]["outputTokens"] > 0


def test_a_forced_tool_is_called_with_arguments_that_fit(runtime):
    schema = {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer", "minimum": 1, "maximum": 7}},
              "required": ["city", "days"]}
    tools = {"tools": [{"toolSpec": {"name": "weather", "inputSchema": {"json": schema}}}], "toolChoice": {"any": {}}}
    answer = runtime.converse(modelId=HAIKU, messages=SAY, toolConfig=tools)
    call = answer["output"]["message"]["content"][0]["toolUse"]
    assert answer["stopReason"] == "tool_use" and call["name"] == "weather"
    assert isinstance(call["input"]["city"], str) and 1 <= call["input"]["days"] <= 7
    pieces = runtime.converse_stream(modelId=HAIKU, messages=SAY, toolConfig=tools)["stream"]
    text = "".join(e["contentBlockDelta"]["delta"]["toolUse"]["input"] for e in pieces if "contentBlockDelta" in e)
    assert set(json.loads(text)) == {"city", "days"}


def test_structured_output_fits_its_schema(runtime):
    schema = {"type": "object", "properties": {"mood": {"enum": ["calm", "bold"]}, "lines": {"type": "array", "minItems": 2,
              "maxItems": 2, "items": {"type": "string", "maxLength": 40}}}, "required": ["mood", "lines"], "additionalProperties": False}
    config = {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": {"schema": json.dumps(schema), "name": "x"}}}}
    answer = runtime.converse(modelId=HAIKU, messages=SAY, outputConfig=config)
    value = json.loads(answer["output"]["message"]["content"][0]["text"])
    assert value["mood"] in ("calm", "bold") and len(value["lines"]) == 2 and all(len(x) <= 40 for x in value["lines"])


@pytest.mark.parametrize("model", BODIES)
def test_every_family_answers_in_its_own_body(runtime, model):
    answer = runtime.invoke_model(modelId=model, body=json.dumps(BODIES[model]))
    assert text(json.loads(answer["body"].read()))
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    assert int(headers["x-amzn-bedrock-output-token-count"]) > 0


@pytest.mark.parametrize("model", BODIES)
def test_every_family_streams_chunks(runtime, model):
    answer = runtime.invoke_model_with_response_stream(modelId=model, body=json.dumps(BODIES[model]))
    chunks = [json.loads(event["chunk"]["bytes"]) for event in answer["body"]]
    assert len(chunks) > 3
    assert chunks[-1]["amazon-bedrock-invocationMetrics"]["outputTokenCount"] > 0


def test_tokens_are_counted_as_they_are_billed(runtime):
    counted = runtime.count_tokens(modelId=HAIKU, input={"converse": {"messages": SAY}})["inputTokens"]
    assert counted == runtime.converse(modelId=HAIKU, messages=SAY)["usage"]["inputTokens"]
    body = json.dumps(BODIES[HAIKU]).encode()
    assert runtime.count_tokens(modelId=HAIKU, input={"invokeModel": {"body": body}})["inputTokens"] > 0


def test_the_prompt_cache_reads_what_it_wrote(runtime):
    system = [{"text": "brand voice " * 3000}, {"cachePoint": {"type": "default"}}]
    first = runtime.converse(modelId=HAIKU, system=system, messages=SAY)["usage"]
    second = runtime.converse(modelId=HAIKU, system=system, messages=SAY)["usage"]
    assert first["cacheWriteInputTokens"] > 4096 and first["cacheReadInputTokens"] == 0
    assert second["cacheReadInputTokens"] == first["cacheWriteInputTokens"] and second["cacheWriteInputTokens"] == 0


def test_a_guardrail_blocks_its_word(runtime):
    content = [{"text": {"text": "a Forbidden thing"}}]
    answer = runtime.apply_guardrail(guardrailIdentifier="gr1", guardrailVersion="1", source="INPUT", content=content)
    assert answer["action"] == "GUARDRAIL_INTERVENED"
    assert answer["assessments"][0]["wordPolicy"]["customWords"][0]["match"] == "forbidden"
    fine = runtime.apply_guardrail(guardrailIdentifier="gr1", guardrailVersion="1", source="INPUT", content=[{"text": {"text": "fine"}}])
    assert fine["action"] == "NONE" and fine["outputs"] == []
    config = {"guardrailIdentifier": "gr1", "guardrailVersion": "1", "trace": "enabled"}
    blocked = runtime.converse(modelId=HAIKU, messages=[{"role": "user", "content": content[0]["text"] and [{"text": "forbidden"}]}],
                               guardrailConfig=config)
    assert blocked["stopReason"] == "guardrail_intervened" and "gr1" in blocked["trace"]["guardrail"]["inputAssessment"]


ERRORS = {"AccessDeniedException": 403, "ResourceNotFoundException": 404, "ThrottlingException": 429, "ModelTimeoutException": 408,
          "InternalServerException": 500, "ServiceUnavailableException": 503, "ValidationException": 400,
          "ModelNotReadyException": 429, "ModelErrorException": 424}


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_class_can_be_asked_for(runtime, name):
    with pytest.raises(getattr(runtime.exceptions, name)) as error:
        runtime.converse(modelId=f"fault.{name}", messages=SAY)
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == ERRORS[name]


@pytest.mark.parametrize("name", ["throttlingException", "modelStreamErrorException", "internalServerException"])
def test_a_stream_can_break_with_an_exception(runtime, name):
    answer = runtime.converse_stream(modelId=f"fault.stream.{name}", messages=SAY)
    with pytest.raises(botocore.exceptions.EventStreamError) as error:
        list(answer["stream"])
    assert error.value.response["Error"]["Code"] == name


def test_what_the_service_does_not_take_is_refused_by_name(aws, server):
    import requests_raw as raw

    status, headers, body = raw.post(f"{server}/model/{HAIKU}/converse", {"messages": SAY, "surprise": 1})
    assert status == 400 and headers["x-amzn-errortype"] == "ValidationException" and "surprise" in body["message"]
    status, _, body = raw.post(f"{server}/model/{HAIKU}/converse", {"messages": [{"role": "nobody", "content": [{"text": "x"}]}]})
    assert status == 400 and "enum value set" in body["message"]
    status, _, body = raw.post(f"{server}/model/{HAIKU}/converse", {"messages": [{"role": "user"}]})
    assert status == 400 and "messages.1.member.content" in body["message"]
    status, headers, _ = raw.post(f"{server}/model/{HAIKU}/levitate", {})
    assert status == 404 and headers["x-amzn-errortype"] == "UnknownOperationException"
    status, headers, _ = raw.send("POST", f"{server}/model/{HAIKU}/converse", b"{not json")
    assert status == 400 and headers["x-amzn-errortype"] == "SerializationException"
    status, headers, _ = raw.send("POST", f"{server}/model/{HAIKU}/converse", b'{"messages":"\xff"}')
    assert status == 400


def test_an_unknown_model_is_refused(runtime):
    with pytest.raises(runtime.exceptions.ValidationException, match="model identifier is invalid"):
        runtime.converse(modelId="nobody.knows-v1:0", messages=SAY)


def test_a_client_that_retries_gets_through(aws, server):
    import requests_raw as raw

    fault = {"service": "bedrock", "operation": "converse", "kind": "throttle", "nth": 1}
    assert raw.send("PUT", f"{server}/_finegrain/faults", json.dumps({"faults": [fault]}).encode())[0] == 200
    try:
        client = aws("bedrock-runtime", retries={"total_max_attempts": 3})
        answer = client.converse(modelId=HAIKU, messages=SAY)
        assert answer["ResponseMetadata"]["RetryAttempts"] == 1
    finally:
        raw.send("PUT", f"{server}/_finegrain/faults", b'{"faults": []}')


def test_a_cut_stream_lacks_its_end(aws, server):
    import requests_raw as raw

    fault = {"service": "bedrock", "kind": "cut_stream"}
    raw.send("PUT", f"{server}/_finegrain/faults", json.dumps({"faults": [fault]}).encode())
    try:
        stream = aws("bedrock-runtime").converse_stream(modelId=HAIKU, messages=SAY)["stream"]
        names = []
        try:
            for event in stream:
                names += event
        except Exception:
            pass
        assert names[0] == "messageStart" and "messageStop" not in names
        verdict = raw.get(f"{server}/_finegrain/verdict")[2]
        assert "cut_stream_accepted" in [finding["code"] for finding in verdict["findings"]]
    finally:
        raw.send("PUT", f"{server}/_finegrain/faults", b'{"faults": []}')


def test_models_are_listed_and_found(aws):
    bedrock = aws("bedrock")
    models = bedrock.list_foundation_models(byProvider="anthropic")["modelSummaries"]
    assert models and all(model["providerName"] == "Anthropic" for model in models)
    assert bedrock.get_foundation_model(modelIdentifier=HAIKU)["modelDetails"]["modelId"] == HAIKU
    with pytest.raises(bedrock.exceptions.ResourceNotFoundException):
        bedrock.get_foundation_model(modelIdentifier="nobody")
    profiles = bedrock.list_inference_profiles()["inferenceProfileSummaries"]
    assert f"us.{HAIKU}" in [profile["inferenceProfileId"] for profile in profiles]


def test_a_prompt_has_a_draft_and_versions(aws, runtime):
    agent = aws("bedrock-agent")
    variant = {"name": "v", "templateType": "TEXT", "modelId": HAIKU, "inferenceConfiguration": {"text": {"maxTokens": 50}},
               "templateConfiguration": {"text": {"text": "Hi {{persona}}", "inputVariables": [{"name": "persona"}]}}}
    prompt = agent.create_prompt(name="hello", defaultVariant="v", variants=[variant])
    assert prompt["version"] == "DRAFT"
    version = agent.create_prompt_version(promptIdentifier=prompt["id"])
    assert version["version"] == "1"
    variant["templateConfiguration"]["text"]["text"] = "Bye {{persona}}"
    agent.update_prompt(promptIdentifier=prompt["id"], name="hello", defaultVariant="v", variants=[variant])
    old = agent.get_prompt(promptIdentifier=prompt["id"], promptVersion="1")
    assert old["variants"][0]["templateConfiguration"]["text"]["text"] == "Hi {{persona}}"
    answer = runtime.converse(modelId=version["arn"], promptVariables={"persona": {"text": "Ann"}})
    assert answer["output"]["message"]["content"][0]["text"]
    with pytest.raises(runtime.exceptions.ValidationException, match="persona"):
        runtime.converse(modelId=version["arn"])
    with pytest.raises(agent.exceptions.ConflictException):
        agent.create_prompt(name="hello")
    assert [p["id"] for p in agent.list_prompts()["promptSummaries"]] == [prompt["id"]]
    agent.delete_prompt(promptIdentifier=prompt["id"])
    with pytest.raises(agent.exceptions.ResourceNotFoundException):
        agent.get_prompt(promptIdentifier=prompt["id"])


def test_equal_requests_differ_by_occurrence_and_repeat_after_a_reset(runtime, server):
    import requests_raw as raw

    def ask():
        return runtime.converse(modelId=HAIKU, messages=SAY)["output"]["message"]["content"][0]["text"]

    raw.send("POST", f"{server}/_finegrain/reset", b"")
    first = [ask() for _ in range(4)]
    raw.send("POST", f"{server}/_finegrain/reset", b"")
    assert [ask() for _ in range(4)] == first and len(set(first)) > 1


# Schemas


def forced(schema):
    return {"tools": [{"toolSpec": {"name": "f", "inputSchema": {"json": schema}}}], "toolChoice": {"any": {}}}


def within(schema):
    return {"type": "object", "properties": {"a": schema}, "required": ["a"]}


@pytest.mark.parametrize("schema, word", [
    ({"type": "string", "maxLength": -1}, "maxLength"),
    ({"type": "array", "minItems": -1, "maxItems": -5, "items": {"type": "string"}}, "minItems"),
    ({"type": "integer", "exclusiveMinimum": 2**63 - 1}, "exclusiveMinimum"),
    ({"type": "integer", "minimum": 1e300}, "minimum"),
    ({"type": "string", "pattern": "^(?=x)y$"}, "pattern"),
    ({"type": "array", "items": {"enum": [1]}, "uniqueItems": True, "minItems": 2}, "uniqueItems"),
])
def test_a_schema_that_cannot_be_kept_is_refused_by_its_keyword(runtime, schema, word):
    with pytest.raises(runtime.exceptions.ValidationException, match=word):
        runtime.converse(modelId=HAIKU, messages=SAY, toolConfig=forced(within(schema)))


@pytest.mark.parametrize("schema, fits", [
    ({"type": "integer", "minimum": 2**63 - 1}, lambda a: a == 2**63 - 1),
    ({"type": "integer", "minimum": 0.5, "maximum": 1.5}, lambda a: a == 1),
    ({"type": "number", "maximum": -3}, lambda a: a <= -3),
    ({"type": "number", "exclusiveMaximum": 0.001}, lambda a: a < 0.001),
    ({"type": "number", "minimum": -1e308, "maximum": 1e308}, lambda a: isinstance(a, (int, float))),
    ({"type": "string", "pattern": "^[A-Z]{2}-[0-9]{4,6}$"}, lambda a: re.fullmatch("[A-Z]{2}-[0-9]{4,6}", a)),
    ({"allOf": [{"type": "integer", "minimum": 300}, {"maximum": 305, "multipleOf": 4}]}, lambda a: a in (300, 304)),
    ({"type": "object", "minProperties": 2}, lambda a: len(a) >= 2),
    ({"type": "array", "prefixItems": [{"type": "integer"}, {"type": "boolean"}], "items": False, "minItems": 2},
     lambda a: len(a) == 2 and isinstance(a[1], bool)),
    ({"type": "array", "items": {"type": "integer"}, "contains": {"const": 777}}, lambda a: 777 in a),
    ({"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "minItems": 2}, lambda a: sorted(a) == [False, True]),
])
def test_arguments_keep_to_the_schema(runtime, schema, fits):
    for _ in range(3):
        answer = runtime.converse(modelId=HAIKU, messages=SAY, toolConfig=forced(within(schema)))
        value = answer["output"]["message"]["content"][0]["toolUse"]["input"]["a"]
        # Whole numbers are decimals with botocore's documents.
        assert fits(int(value) if value == value and not isinstance(value, (bool, float, int, str, list, dict)) else value), value


def test_a_schema_that_is_no_json_is_refused(runtime):
    config = {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": {"schema": "{not json", "name": "x"}}}}
    with pytest.raises(runtime.exceptions.ValidationException, match="not JSON"):
        runtime.converse(modelId=HAIKU, messages=SAY, outputConfig=config)


@pytest.mark.parametrize("kind", ["off_brand", "canary_leak"])
def test_what_a_fault_adds_leaves_an_enum_whole(runtime, server, kind):
    import requests_raw as raw

    def ask(schema):
        config = {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": {"schema": json.dumps(schema), "name": "x"}}}}
        answer = runtime.converse(modelId=HAIKU, messages=SAY, outputConfig=config)
        return json.loads(answer["output"]["message"]["content"][0]["text"])

    mood = {"enum": ["calm", "bold"]}
    both = {"type": "object", "properties": {"line": {"type": "string"}, "mood": mood}, "required": ["line", "mood"]}
    raw.send("PUT", f"{server}/_finegrain/faults", json.dumps({"faults": [{"service": "bedrock", "kind": kind}]}).encode())
    try:
        assert ask(within(mood))["a"] in mood["enum"]
        assert ask(both)["mood"] in mood["enum"]
    finally:
        raw.send("PUT", f"{server}/_finegrain/faults", b'{"faults": []}')


# The prompt cache

POINT = {"cachePoint": {"type": "default"}}


@pytest.fixture
def usage(runtime):
    def ask(model=HAIKU, **request):
        request.setdefault("messages", SAY)
        usage = runtime.converse(modelId=model, inferenceConfig={"maxTokens": 5}, **request)["usage"]
        return usage["inputTokens"], usage["cacheReadInputTokens"], usage["cacheWriteInputTokens"]

    return ask


def user(*blocks):
    return {"role": "user", "content": list(blocks)}


def said(text):
    return {"text": text}


def test_what_comes_after_a_cache_point_may_change(usage):
    big = said("first brand voice " * 2000)
    plain, read, written = usage(system=[big, POINT, said("it is monday " * 30)])
    assert read == 0 and written > 4096 and plain > 30
    again = usage(system=[big, POINT, said("it is tuesday " * 30)])
    assert again[1:] == (written, 0) and again[0] > 30


def test_the_longest_prefix_is_read_and_the_rest_up_to_the_last_point_written(usage):
    system = [said("second brand voice " * 2000), POINT]
    _, _, first = usage(system=system)
    _, read, written = usage(system=system, messages=[user(said("document one " * 300), POINT, said("what is it"))])
    assert read == first and written > 300
    _, read, other = usage(system=system, messages=[user(said("document two " * 300), POINT, said("what is it"))])
    assert read == first and other > 300


def test_tools_come_before_the_system(usage):
    tool = {"toolSpec": {"name": "f", "description": "third brand voice " * 2000, "inputSchema": {"json": {"type": "object"}}}}
    _, _, written = usage(toolConfig={"tools": [tool, POINT]}, system=[said("one")])
    assert usage(toolConfig={"tools": [tool, POINT]}, system=[said("two")])[1:] == (written, 0)


def test_a_chat_that_grows_writes_only_what_is_new(usage):
    first = user(said("fourth brand voice " * 2000), POINT)
    _, _, written = usage(messages=[first])
    reply = {"role": "assistant", "content": [said("yes")]}
    _, read, more = usage(messages=[first, reply, user(said("and more " * 40), POINT)])
    assert read == written and 0 < more < 400
    assert usage(messages=[first, reply, user(said("and more " * 40), POINT)])[1:] == (written + more, 0)


def test_a_fifth_cache_point_is_refused(runtime):
    with pytest.raises(runtime.exceptions.ValidationException, match="maximum of 4"):
        runtime.converse(modelId=HAIKU, messages=[user(*[block for _ in range(5) for block in (said("a"), POINT)])])


def invoke(runtime, body, model=HAIKU, **more):
    return json.loads(runtime.invoke_model(modelId=model, body=json.dumps(body), **more)["body"].read())


def test_cache_control_is_a_cache_point(runtime):
    system = [{"type": "text", "text": "fifth brand voice " * 2000, "cache_control": {"type": "ephemeral"}}]
    body = {**BODIES[HAIKU], "system": system}
    first, second = invoke(runtime, body)["usage"], invoke(runtime, body)["usage"]
    assert first["cache_creation_input_tokens"] > 4096 and first["cache_read_input_tokens"] == 0
    assert second["cache_read_input_tokens"] == first["cache_creation_input_tokens"]
    assert second["cache_creation_input_tokens"] == 0


@pytest.mark.parametrize("change, word", [
    ({"anthropic_version": None}, "anthropic_version"), ({"anthropic_version": "2023-06-01"}, "anthropic_version"),
    ({"model": "x"}, "model"), ({"stream": True}, "stream"),
])
def test_an_anthropic_body_is_that_of_bedrock(runtime, change, word):
    body = {name: value for name, value in {**BODIES[HAIKU], **change}.items() if value is not None}
    with pytest.raises(runtime.exceptions.ValidationException, match=word):
        invoke(runtime, body)


# Guardrails

GUARD = {"guardrailIdentifier": "gr1", "guardrailVersion": "1"}


def units(answer):
    """Guardrail text units, as the server says them in a header."""
    used = answer["ResponseMetadata"]["HTTPHeaders"].get("finegrain-usage", "")
    return sum(int(part.split("=")[1]) for part in used.split(",") if "wordPolicyUnits" in part)


def test_every_turn_of_the_user_is_checked_unless_blocks_are_guarded(runtime):
    def ask(*messages, **more):
        return runtime.converse(modelId=HAIKU, messages=list(messages), guardrailConfig=GUARD, **more)

    reply = {"role": "assistant", "content": [said("ok")]}
    blocked = ask(user(said("a forbidden thing")), reply, user(said("fine")))
    assert blocked["stopReason"] == "guardrail_intervened" and "trace" not in blocked
    guarded = {"guardContent": {"text": {"text": "fine"}}}
    assert ask(user(said("forbidden context"), guarded))["stopReason"] == "end_turn"
    system = [{"guardContent": {"text": {"text": "forbidden"}}}]
    assert ask(user(said("fine")), system=system)["stopReason"] == "guardrail_intervened"
    assert units(ask(user(said("x" * 1001)), reply, user(said("fine")))) == 4


def test_a_guardrail_has_versions(runtime):
    wrong = {**GUARD, "guardrailVersion": "99"}
    with pytest.raises(runtime.exceptions.ResourceNotFoundException):
        runtime.converse(modelId=HAIKU, messages=SAY, guardrailConfig=wrong)
    with pytest.raises(runtime.exceptions.ResourceNotFoundException):
        runtime.apply_guardrail(**wrong, source="INPUT", content=[{"text": {"text": "x"}}])


@pytest.mark.parametrize("model", BODIES)
def test_a_guardrail_answers_in_the_body_of_the_family(runtime, model):
    def ask(word):
        return json.dumps(BODIES[model]).replace('"hi"', f'"{word}"').replace(" hi ", f" {word} ")

    fine = runtime.invoke_model(modelId=model, body=ask("hello"), **GUARD)
    assert json.loads(fine["body"].read())["amazon-bedrock-guardrailAction"] == "NONE" and units(fine) == 2
    blocked = runtime.invoke_model(modelId=model, body=ask("forbidden"), **GUARD)
    body = json.loads(blocked["body"].read())
    assert body["amazon-bedrock-guardrailAction"] == "INTERVENED" and text(body).startswith("Sorry")
    assert units(blocked) == 1
    stream = runtime.invoke_model_with_response_stream(modelId=model, body=ask("forbidden"), **GUARD)
    chunks = [json.loads(event["chunk"]["bytes"]) for event in stream["body"]]
    assert chunks[-1]["amazon-bedrock-guardrailAction"] == "INTERVENED"


# Conversations

TOOLS = {"tools": [{"toolSpec": {"name": "f", "inputSchema": {"json": within({"type": "string"})}}}]}
USE = {"role": "assistant", "content": [{"toolUse": {"toolUseId": "t1", "name": "f", "input": {"a": "x"}}}]}
RESULT = user({"toolResult": {"toolUseId": "t1", "content": [said("ok")]}})
ASK = user(said("x"))
ANSWER = {"role": "assistant", "content": [said("y")]}
IMAGE = {"image": {"format": "png", "source": {"bytes": b"abc"}}}
DOCUMENT = {"document": {"format": "pdf", "name": "a", "source": {"bytes": b"abc"}}}
TITAN = "amazon.titan-text-express-v1"


@pytest.mark.parametrize("request_, word", [
    ({"messages": [ANSWER]}, "start with a user message"),
    ({"messages": [user(said("  "))]}, "blank"),
    ({"messages": [user(said(""))]}, "blank"),
    ({"messages": [ASK, USE, RESULT]}, "toolConfig"),
    ({"messages": [ASK, ANSWER, RESULT], "toolConfig": TOOLS}, "exceeds the number of toolUse"),
    ({"messages": [ASK, USE, ASK], "toolConfig": TOOLS}, "Expected toolResult blocks"),
    ({"toolConfig": {**TOOLS, "toolChoice": {"tool": {"name": "nope"}}}}, "nope"),
    ({"toolConfig": {"tools": TOOLS["tools"] * 2}}, "unique"),
    ({"toolConfig": {"tools": [{"toolSpec": {"name": "my tool!", "inputSchema": {"json": {}}}}]}}, "regular expression"),
    ({"messages": [user(DOCUMENT)]}, "document"),
    ({"modelId": TITAN, "toolConfig": TOOLS}, "tool use"),
    ({"modelId": TITAN, "system": [said("s")]}, "system messages"),
    ({"messages": [user(said("word " * 250_000))]}, "too long"),
    ({"additionalModelResponseFieldPaths": ["stop_sequence"]}, "JSON Pointer"),
])
def test_a_conversation_has_rules(runtime, request_, word):
    with pytest.raises(runtime.exceptions.ValidationException, match=word):
        runtime.converse(**{"modelId": HAIKU, "messages": SAY, **request_})


def test_images_need_no_text_and_tools_may_be_used(runtime):
    assert runtime.converse(modelId=HAIKU, messages=[user(IMAGE)])["usage"]["inputTokens"] == 1500
    assert runtime.converse(modelId=HAIKU, messages=[ASK, USE, RESULT], toolConfig=TOOLS)["stopReason"] == "end_turn"


def test_an_exception_within_a_stream_needs_a_stream_that_has_it(runtime):
    with pytest.raises(runtime.exceptions.ValidationException, match="identifier is invalid"):
        runtime.converse(modelId="fault.stream.throttlingException", messages=SAY)
    with pytest.raises(runtime.exceptions.ValidationException, match="identifier is invalid"):
        runtime.invoke_model(modelId="fault.stream.throttlingException", body="{}")
    for name in ("nonsense", "ThrottlingException", "modelTimeoutException"):
        with pytest.raises(runtime.exceptions.ValidationException, match="no exception"):
            runtime.converse_stream(modelId=f"fault.stream.{name}", messages=SAY)


def test_members_that_were_asked_for_are_answered(runtime):
    whole = runtime.converse(modelId=HAIKU, messages=SAY, inferenceConfig={"temperature": 0})
    word = whole["output"]["message"]["content"][0]["text"].split()[3]
    asked = {"additionalModelResponseFieldPaths": ["/stop_sequence", "/usage/output_tokens", "/nothing"],
             "serviceTier": {"type": "flex"}, "performanceConfig": {"latency": "optimized"},
             "inferenceConfig": {"temperature": 0, "stopSequences": [word]}}
    answer = runtime.converse(modelId=HAIKU, messages=SAY, **asked)
    fields = {"stop_sequence": word, "usage": {"output_tokens": answer["usage"]["outputTokens"]}}
    assert answer["additionalModelResponseFields"] == fields
    assert answer["serviceTier"] == {"type": "flex"} and answer["performanceConfig"] == {"latency": "optimized"}
    events = list(runtime.converse_stream(modelId=HAIKU, messages=SAY, **asked)["stream"])
    assert events[-2]["messageStop"]["additionalModelResponseFields"]["stop_sequence"] == word
    assert events[-1]["metadata"]["serviceTier"] == {"type": "flex"}


def test_mistral_obeys_stops_and_calls_tools(runtime):
    model = "mistral.mistral-large-2407-v1:0"
    body = {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 60}
    cut = invoke(runtime, {**body, "stop": ["e"]}, model)["choices"][0]
    assert "e" not in cut["message"]["content"] and cut["stop_reason"] == "stop"
    tools = [{"type": "function", "function": {"name": "f", "parameters": within({"type": "integer"})}}]
    called = invoke(runtime, {**body, "tools": tools, "tool_choice": "any"}, model)["choices"][0]
    call = called["message"]["tool_calls"][0]["function"]
    assert called["stop_reason"] == "tool_calls" and call["name"] == "f"
    assert isinstance(json.loads(call["arguments"])["a"], int)


def test_titan_and_llama_stream_their_own_chunks(runtime):
    def chunks(model):
        answer = runtime.invoke_model_with_response_stream(modelId=model, body=json.dumps(BODIES[model]))
        return [json.loads(event["chunk"]["bytes"]) for event in answer["body"]]

    titan = chunks(TITAN)
    assert {"outputText", "index", "totalOutputTextTokenCount", "completionReason", "inputTextTokenCount"} == set(titan[0])
    assert titan[-1]["totalOutputTextTokenCount"] > 0 and titan[-1]["completionReason"] in ("FINISH", "LENGTH")
    llama = chunks("meta.llama3-1-8b-instruct-v1:0")
    assert {"generation", "prompt_token_count", "generation_token_count", "stop_reason"} == set(llama[0])
    counts = [chunk["generation_token_count"] for chunk in llama]
    assert counts == sorted(counts) and llama[-1]["stop_reason"] in ("stop", "length") and llama[0]["stop_reason"] is None


def test_nova_takes_only_what_it_knows(runtime):
    body = {**BODIES["amazon.nova-lite-v1:0"], "inferenceConfig": {"bogus": 1}}
    with pytest.raises(runtime.exceptions.ValidationException, match="bogus"):
        invoke(runtime, body, "amazon.nova-lite-v1:0")


def test_a_count_of_nothing_is_refused_as_a_conversation_of_nothing(runtime):
    for ask in (lambda: runtime.count_tokens(modelId=HAIKU, input={"converse": {}}), lambda: runtime.converse(modelId=HAIKU)):
        with pytest.raises(runtime.exceptions.ValidationException, match="must have a message"):
            ask()
