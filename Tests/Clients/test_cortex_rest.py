"""Cortex's REST doors: Snowflake's own over plain HTTP, the other two through OpenAI's and Anthropic's clients."""

import http.client
import json

import anthropic
import openai
import pytest
import requests_raw as raw

MODEL = "claude-haiku-4-5"
SAY = [{"role": "user", "content": "Say something nice"}]
SCHEMA = {"type": "object", "properties": {"sku": {"type": "string"}, "units": {"type": "integer"}}, "required": ["sku", "units"]}
TOOL = {"tool_spec": {"type": "generic", "name": "get_stock", "description": "Units in stock", "input_schema": SCHEMA}}


@pytest.fixture
def complete(server):
    """Asks for one completion; gives status, headers and body."""

    def post(body=None, **headers):
        body = body if isinstance(body, bytes) else json.dumps({"model": MODEL, "messages": SAY, **(body or {})}).encode()
        return raw.send("POST", server + "/api/v2/cortex/inference:complete", body, {"Authorization": "Bearer pat", **headers})

    return post


@pytest.fixture
def faults(server):
    """Puts a fault plan in place for one test."""

    def inject(**fault):
        plan = {"faults": [{"service": "cortex", **fault}]}
        assert raw.send("PUT", server + "/_finegrain/faults", json.dumps(plan).encode())[0] == 200

    yield inject
    raw.send("PUT", server + "/_finegrain/faults", b'{"faults": []}')


def events(body):
    return [json.loads(line.removeprefix("data: ")) for line in body.decode().split("\n\n") if line]


def test_an_answer_is_a_stream_unless_told_otherwise(complete):
    status, headers, body = complete({"temperature": 0})
    assert status == 200 and headers["content-type"].startswith("text/event-stream")
    found = events(body)
    text = "".join(event["choices"][0]["delta"]["content"] for event in found)
    assert text and found[-1]["usage"]["total_tokens"] > 0 and all(event["usage"] == {} for event in found[:-1])
    status, headers, whole = complete({"temperature": 0, "stream": False})
    assert headers["content-type"].startswith("application/json")
    assert whole["choices"][0]["message"]["content"] == text and whole["usage"] == found[-1]["usage"]
    assert whole["choices"][0]["message"]["content_list"] == [{"type": "text", "text": text}]
    assert whole["finish_reason"] == "stop"


def test_an_answer_ends_at_its_limit(complete):
    answer = complete({"stream": False, "max_tokens": 5})[2]
    assert answer["finish_reason"] == "length" and answer["usage"]["completion_tokens"] == 5


def test_an_answer_fits_its_schema(complete):
    answer = complete({"stream": False, "response_format": {"type": "json", "schema": SCHEMA}})[2]
    assert isinstance(json.loads(answer["choices"][0]["message"]["content"])["units"], int)


def test_a_tool_is_called_and_its_result_is_answered(complete):
    first = complete({"stream": False, "tools": [TOOL], "tool_choice": {"type": "required"}})[2]
    use = first["choices"][0]["message"]["content_list"][0]
    assert first["finish_reason"] == "tool_calls" and use["tool_use"]["name"] == "get_stock"
    result = {"type": "tool_results", "tool_results": {"tool_use_id": use["tool_use"]["tool_use_id"], "name": "get_stock", "content": [{"type": "text", "text": "12"}]}}
    follow = [*SAY, {"role": "assistant", "content_list": [use]}, {"role": "user", "content_list": [result]}]
    assert complete({"stream": False, "tools": [TOOL], "messages": follow})[2]["choices"][0]["message"]["content"]


def test_a_tool_use_streams_its_input(complete):
    deltas = [event["choices"][0]["delta"] for event in events(complete({"tools": [TOOL], "tool_choice": {"type": "tool", "name": ["get_stock"]}})[2])]
    assert deltas[0]["name"] == "get_stock" and deltas[0]["tool_use_id"]
    assert isinstance(json.loads("".join(delta["input"] for delta in deltas))["units"], int)


def test_a_guard_filters_what_is_unsafe(complete):
    ask = {"stream": False, "messages": [{"role": "user", "content": "Tell me the forbidden thing"}], "guardrails": {"enabled": True, "response_when_unsafe": "No."}}
    answer = complete(ask)[2]
    assert answer["choices"][0]["message"]["content"] == "No." and answer["finish_reason"] == "content_filter"
    assert answer["usage"]["guard_tokens"] > 0
    open_answer = complete({**ask, "guardrails": {"enabled": False}})[2]
    assert open_answer["finish_reason"] == "stop" and open_answer["usage"]["guard_tokens"] == 0


def test_models_are_listed(server):
    answer = raw.get(server + "/api/v2/cortex/models", {"Authorization": "Bearer pat"})[2]
    assert MODEL in answer["models"]


def test_a_cut_stream_breaks_the_connection(complete, faults):
    faults(kind="cut_stream", operation="complete")
    with pytest.raises(http.client.IncompleteRead) as caught:
        complete()
    assert b"data: " in caught.value.partial and b"total_tokens" not in caught.value.partial


def test_an_error_in_the_middle_of_a_stream_is_an_event(complete):
    found = events(complete({"model": "fault-stream-503"})[2])
    assert "choices" in found[0] and found[-1]["error"]["code"] == "503"
    assert complete({"model": "fault-stream-503", "stream": False})[0] == 503


# Refusals


@pytest.mark.parametrize("token", [
    {"X-Snowflake-Authorization-Token-Type": "KEYPAIR_JWT"}, {"X-Snowflake-Authorization-Token-Type": "PROGRAMMATIC_ACCESS_TOKEN"},
    {"X-Snowflake-Authorization-Token-Type": "OAUTH"}, {"Authorization": 'Snowflake Token="abc"'},
])
def test_every_kind_of_token_is_taken(complete, token):
    assert complete(**token)[0] == 200


def test_a_missing_or_wrong_token_is_refused(complete):
    for header, code in ("", "390101"), ('Snowflake Token="None"', "390101"), ("Bearer bad", "390303"):
        status, headers, answer = complete(Authorization=header)
        assert status == 401 and answer["code"] == answer["error_code"] == code
        assert answer["request_id"] == headers["x-snowflake-request-id"]
    assert complete(**{"X-Snowflake-Authorization-Token-Type": "MAGIC"})[0] == 400


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503, 504])
def test_a_fault_model_is_refused_with_its_status(complete, status):
    found, headers, answer = complete({"model": f"fault-{status}"})
    assert found == status and {"message", "code", "error_code", "request_id"} == answer.keys()
    assert ("retry-after" in headers) == (status in (429, 503))


def test_a_throttled_call_says_when_to_come_back(complete, faults):
    faults(kind="throttle", nth=1)
    status, headers, _ = complete()
    assert status == 429 and int(headers["retry-after"]) >= 1
    assert complete()[0] == 200


@pytest.mark.parametrize("body, words", [
    ({"model": "nope"}, "unknown model nope"),
    ({"model": None}, "model"),
    ({"foo": 1}, "foo"),
    ({"messages": []}, "user"),
    ({"messages": [{"role": "assistant", "content": "x"}]}, "messages[0]"),
    ({"messages": [*SAY, *SAY]}, "messages[1]"),
    ({"messages": [*SAY, {"role": "system", "content": "x"}]}, "messages[1]"),
    ({"messages": [{"role": "user"}]}, "content"),
    ({"messages": [{"role": "user", "content_list": [{"type": "smell"}]}]}, "smell"),
    ({"max_tokens": "many"}, "max_tokens"),
    ({"top_p": 2}, "top_p"),
    ({"stream": 1}, "stream"),
    ({"response_format": {"type": "yaml"}}, "yaml"),
    ({"tools": [{"tool_spec": {"type": "cortex_analyst_text_to_sql", "name": "x"}}]}, "generic"),
    ({"tools": [TOOL], "tool_choice": {"type": "tool", "name": ["other"]}}, "other"),
    ({"guardrails": {"strict": True}}, "guardrails.strict"),
    ({"anthropic": {"thinking": {}}}, "budget_tokens"),
])
def test_a_wrong_member_is_refused_by_name(complete, body, words):
    status, _, answer = complete(body)
    assert status == 400 and words in answer["message"]


def test_requests_that_are_none_are_refused(complete, server):
    assert complete(b"{")[0] == 400 and complete(b'{"model": "\xff"}')[0] == 400 and complete(b"[]")[0] == 400
    assert complete(**{"Content-Type": "text/plain"})[0] == 415
    key = {"Authorization": "Bearer pat"}
    status, headers, answer = raw.get(server + "/api/v2/cortex/inference:complete", key)
    assert status == 405 and headers["allow"] == "POST" and answer["code"] == "405"
    assert raw.get(server + "/api/v2/cortex/agents", key)[0] == 404


# The forms of others


def test_the_openai_form_serves_every_model(server):
    client = openai.OpenAI(base_url=server + "/api/v2/cortex/v1", api_key="pat", max_retries=0)
    for model in MODEL, "llama3.1-8b", "openai-gpt-4.1":
        answer = client.chat.completions.create(model=model, messages=SAY, max_completion_tokens=50)
        assert answer.choices[0].message.content and answer.usage.completion_tokens <= 50
    chunks = list(client.chat.completions.create(model=MODEL, messages=SAY, stream=True, stream_options={"include_usage": True}))
    assert chunks[-1].usage.total_tokens > 0
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="nope", messages=SAY)
    assert caught.value.body["request_id"]
    with pytest.raises(openai.RateLimitError):
        client.chat.completions.create(model="fault-429", messages=SAY)
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="bad").chat.completions.create(model=MODEL, messages=SAY)


def test_the_anthropic_form_serves_claude_only(server):
    client = anthropic.Anthropic(base_url=server + "/api/v2/cortex", auth_token="pat", max_retries=0)
    assert client.messages.create(model=MODEL, max_tokens=50, messages=SAY).content[0].text
    with client.messages.stream(model=MODEL, max_tokens=50, messages=SAY) as stream:
        assert stream.get_final_message().usage.output_tokens > 0
    for model, words in ("llama3.1-8b", "Claude models only"), ("claude-nope", "claude-nope"):
        with pytest.raises(anthropic.BadRequestError, match=words):
            client.messages.create(model=model, max_tokens=50, messages=SAY)
    with pytest.raises(anthropic.InternalServerError):
        client.messages.create(model="fault-503", max_tokens=50, messages=SAY)


def test_usage_is_metered_by_model(server, complete):
    raw.send("POST", server + "/_finegrain/reset")
    used = complete({"stream": False})[2]["usage"]
    usage = {row["meter"]: row["quantity"] for row in raw.get(server + "/_finegrain/usage")[2]["usage"] if row["service"] == "cortex"}
    assert usage == {"input_tokens": used["prompt_tokens"], "output_tokens": used["completion_tokens"]}
