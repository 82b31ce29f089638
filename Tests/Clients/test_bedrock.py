"""Bedrock through boto3, as it is."""

import base64
import json

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
