"""OpenAI's chat completions through its own client, as it is."""

import json

import openai
import pydantic
import pytest
import requests_raw as raw

MODEL = "gpt-4o-mini"
SAY = [{"role": "user", "content": "Say something nice"}]
TOOL = {
    "type": "function",
    "function": {
        "name": "get_stock", "description": "Units in stock",
        "parameters": {
            "type": "object", "properties": {"sku": {"type": "string"}, "units": {"type": "integer"}},
            "required": ["sku", "units"], "additionalProperties": False,
        },
    },
}


@pytest.fixture
def client(server):
    return openai.OpenAI(base_url=server + "/v1", api_key="finegrain", max_retries=0)


@pytest.fixture
def faults(server):
    """Puts a fault plan in place for one test."""

    def inject(**fault):
        raw.send("POST", server + "/_finegrain/reset", b"")
        plan = {"faults": [{"service": "openai", **fault}]}
        assert raw.send("PUT", server + "/_finegrain/faults", json.dumps(plan).encode())[0] == 200

    yield inject
    raw.send("PUT", server + "/_finegrain/faults", b'{"faults": []}')


def complete(client, **body):
    return client.chat.completions.create(**{"model": MODEL, "messages": SAY, **body})


def post(server, body, **headers):
    headers = {"Authorization": "Bearer finegrain", **headers}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return raw.send("POST", server + "/v1/chat/completions", data, headers)


def test_a_completion_has_text_and_usage(client):
    answer = complete(client)
    choice = answer.choices[0]
    assert answer.object == "chat.completion" and answer.id.startswith("chatcmpl-") and answer.model == MODEL
    assert choice.message.role == "assistant" and choice.message.content and choice.finish_reason == "stop"
    assert choice.message.refusal is None and choice.logprobs is None
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    assert answer.usage.prompt_tokens_details.cached_tokens == 0
    assert answer.usage.completion_tokens_details.reasoning_tokens == 0


def test_several_choices_bill_the_prompt_once(client):
    one, three = complete(client), complete(client, n=3)
    assert [choice.index for choice in three.choices] == [0, 1, 2]
    assert len({choice.message.content for choice in three.choices}) == 3
    assert three.usage.prompt_tokens == one.usage.prompt_tokens
    assert three.usage.completion_tokens > one.usage.completion_tokens


def test_the_same_request_gets_the_same_answer_at_temperature_zero(client):
    texts = {complete(client, temperature=0).choices[0].message.content for _ in range(3)}
    assert len(texts) == 1


def test_headers_tell_the_request_and_what_is_left(client):
    headers = client.chat.completions.with_raw_response.create(model=MODEL, messages=SAY, max_tokens=50).headers
    assert headers["x-request-id"].startswith("req_")
    for kind in "requests", "tokens":
        assert int(headers[f"x-ratelimit-remaining-{kind}"]) <= int(headers[f"x-ratelimit-limit-{kind}"])
        assert headers[f"x-ratelimit-reset-{kind}"].endswith("s")


def test_an_answer_ends_at_its_limit(client):
    for name in "max_tokens", "max_completion_tokens":
        answer = complete(client, **{name: 5})
        assert answer.choices[0].finish_reason == "length" and answer.usage.completion_tokens == 5


def test_a_stop_sequence_ends_the_answer(client):
    whole = complete(client, temperature=0).choices[0].message.content
    word = whole.split()[3]
    for stop in word, [word, "never"]:
        cut = complete(client, temperature=0, stop=stop).choices[0]
        assert cut.finish_reason == "stop" and whole.startswith(cut.message.content) and word not in cut.message.content


def test_json_mode_gives_an_object(client):
    answer = complete(client, messages=[{"role": "developer", "content": "Answer in JSON"}, *SAY], response_format={"type": "json_object"})
    assert isinstance(json.loads(answer.choices[0].message.content), dict)
    with pytest.raises(openai.BadRequestError, match="must contain the word 'json'"):
        complete(client, response_format={"type": "json_object"})


def test_a_parsed_answer_fits_its_schema(client):
    class Offer(pydantic.BaseModel):
        title: str
        percent: int
        tags: list[str]

    answer = client.chat.completions.parse(model=MODEL, messages=SAY, response_format=Offer)
    assert isinstance(answer.choices[0].message.parsed, Offer)


@pytest.mark.parametrize("schema, missing", [
    ({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}, "additionalProperties"),
    ({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}, "required"),
    ({"anyOf": [{"type": "object"}]}, "anyOf"),
])
def test_a_strict_schema_is_held_to_the_rules(client, schema, missing):
    spec = {"name": "offer", "schema": schema, "strict": True}
    with pytest.raises(openai.BadRequestError, match=missing):
        complete(client, response_format={"type": "json_schema", "json_schema": spec})


def test_a_named_tool_is_called_and_its_result_is_answered(client):
    ask = [{"role": "user", "content": "Use get_stock for sku 7"}]
    first = complete(client, messages=ask, tools=[TOOL])
    call = first.choices[0].message.tool_calls[0]
    assert first.choices[0].finish_reason == "tool_calls" and first.choices[0].message.content is None
    assert call.function.name == "get_stock" and {"sku", "units"} <= json.loads(call.function.arguments).keys()
    follow = [*ask, first.choices[0].message, {"role": "tool", "tool_call_id": call.id, "content": "12 units"}]
    assert complete(client, messages=follow, tools=[TOOL]).choices[0].message.content


@pytest.mark.parametrize("choice, calls", [
    ("required", True), ("none", False), ({"type": "function", "function": {"name": "get_stock"}}, True),
])
def test_a_tool_choice_decides(client, choice, calls):
    answer = complete(client, tools=[TOOL], tool_choice=choice)
    assert bool(answer.choices[0].message.tool_calls) == calls


def test_a_tool_call_without_its_result_is_refused(client):
    call = {"id": "call_1", "type": "function", "function": {"name": "get_stock", "arguments": "{}"}}
    with pytest.raises(openai.BadRequestError, match="call_1"):
        complete(client, messages=[*SAY, {"role": "assistant", "tool_calls": [call]}, *SAY])
    with pytest.raises(openai.BadRequestError, match="tool_calls"):
        complete(client, messages=[*SAY, {"role": "tool", "tool_call_id": "call_1", "content": "x"}])


# Streams


def test_a_stream_gives_what_a_whole_answer_gives(client):
    whole = complete(client, temperature=0, max_tokens=60)
    chunks = list(complete(client, temperature=0, max_tokens=60, stream=True, stream_options={"include_usage": True}))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == whole.choices[0].message.content
    assert chunks[0].choices[0].delta.role == "assistant" and chunks[-1].choices == []
    assert chunks[-1].usage == whole.usage and all(chunk.usage is None for chunk in chunks[:-1])
    assert len({chunk.id for chunk in chunks}) == 1


def test_a_stream_without_options_has_no_usage_and_ends_with_done(server):
    status, headers, body = post(server, {"model": MODEL, "messages": SAY, "stream": True})
    assert status == 200 and headers["content-type"].startswith("text/event-stream")
    lines = [line for line in body.decode().split("\n\n") if line]
    assert lines[-1] == "data: [DONE]" and b'"usage"' not in body


def test_several_choices_stream_side_by_side(client):
    texts = {0: "", 1: ""}
    for chunk in complete(client, n=2, stream=True):
        for choice in chunk.choices:
            texts[choice.index] += choice.delta.content or ""
    assert texts[0] and texts[1] and texts[0] != texts[1]


def test_a_tool_call_streams_its_arguments(client):
    with client.chat.completions.stream(model=MODEL, messages=SAY, tools=[{**TOOL, "function": {**TOOL["function"], "strict": True}}], tool_choice="required") as stream:
        answer = stream.get_final_completion()
    call = answer.choices[0].message.tool_calls[0]
    assert call.function.name == "get_stock" and isinstance(json.loads(call.function.arguments)["units"], int)


def test_a_cut_stream_breaks_the_connection(client, faults):
    faults(kind="cut_stream", operation="complete")
    chunks = []
    with pytest.raises(openai.APIConnectionError):
        for chunk in complete(client, stream=True):
            chunks.append(chunk)
    assert 1 < len(chunks) <= 9 and all(chunk.choices[0].finish_reason is None for chunk in chunks)


def test_an_error_in_the_middle_of_a_stream_is_raised(client):
    texts = []
    with pytest.raises(openai.APIError, match="529"):
        for chunk in complete(client, model="fault-stream-529", stream=True):
            texts.append(chunk.choices[0].delta.content)
    assert texts
    with pytest.raises(openai.InternalServerError):
        complete(client, model="fault-stream-529")


# Models


def test_models_are_listed_and_found(client):
    ids = [model.id for model in client.models.list()]
    assert MODEL in ids and client.models.retrieve(MODEL).owned_by
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("missing")


def test_a_dated_model_answers_as_itself_and_has_a_price(server, client):
    raw.send("POST", server + "/_finegrain/reset")
    assert complete(client, model="gpt-4o-mini-2024-07-18").model == "gpt-4o-mini-2024-07-18"
    assert client.models.retrieve("gpt-4o-mini-2024-07-18").id
    assert {line["sku"] for line in raw.get(server + "/_finegrain/usage")[2]["usage"]} == {"gpt-4o-mini"}


def test_a_reasoning_model_refuses_what_it_does_not_take(client):
    with pytest.raises(openai.BadRequestError, match="Use 'max_completion_tokens' instead") as caught:
        complete(client, model="gpt-5", max_tokens=5)
    assert caught.value.code == "unsupported_parameter"
    with pytest.raises(openai.BadRequestError, match="Only the default"):
        complete(client, model="gpt-5-mini", temperature=0.2)


# Tools that go wrong


@pytest.mark.parametrize("kind", ["malformed_json", "schema_breaking", "canary_leak"])
def test_a_fault_strikes_the_arguments_of_every_choice(client, faults, kind):
    faults(kind=kind)
    answer = complete(client, tools=[TOOL], tool_choice="required", n=2)
    arguments = [choice.message.tool_calls[0].function.arguments for choice in answer.choices]
    for text in arguments:
        if kind == "malformed_json":
            pytest.raises(ValueError, json.loads, text)
        elif kind == "schema_breaking":
            assert "sku" not in json.loads(text)
        else:
            assert any(word in json.loads(text)["sku"] for word in ("Canary", "canary", "CANARY"))


def test_a_limit_cuts_the_arguments_of_a_tool(client):
    answer = complete(client, tools=[TOOL], tool_choice="required", max_tokens=4)
    assert answer.choices[0].finish_reason == "length" and answer.usage.completion_tokens == 4
    pytest.raises(ValueError, json.loads, answer.choices[0].message.tool_calls[0].function.arguments)


# Refusals


@pytest.mark.parametrize("status, error", [
    (400, openai.BadRequestError), (401, openai.AuthenticationError), (403, openai.PermissionDeniedError),
    (404, openai.NotFoundError), (409, openai.ConflictError), (422, openai.UnprocessableEntityError),
    (429, openai.RateLimitError), (500, openai.InternalServerError), (502, openai.InternalServerError),
    (503, openai.InternalServerError), (529, openai.InternalServerError), (408, openai.APIStatusError),
    (413, openai.APIStatusError),
])
def test_a_fault_model_is_refused_with_its_status(client, status, error):
    with pytest.raises(error) as caught:
        complete(client, model=f"fault-{status}")
    assert caught.value.status_code == status and caught.value.request_id
    assert {"message", "type", "param", "code"} == caught.value.body.keys()


def test_an_unknown_model_is_not_found(client):
    with pytest.raises(openai.NotFoundError) as caught:
        complete(client, model="nope")
    assert caught.value.code == "model_not_found"


@pytest.mark.parametrize("body, param, code", [
    ({"temperature": 3}, "temperature", "decimal_above_max_value"),
    ({"temperature": "hot"}, "temperature", "invalid_type"),
    ({"top_p": -1}, "top_p", "decimal_below_min_value"),
    ({"n": 0}, "n", "integer_below_min_value"),
    ({"max_tokens": 0}, "max_tokens", "integer_below_min_value"),
    ({"max_tokens": 10_000_000}, "max_tokens", None),
    ({"max_tokens": 5, "max_completion_tokens": 5}, None, "invalid_parameter_combination"),
    ({"messages": []}, "messages", "empty_array"),
    ({"messages": [{"role": "robot", "content": "x"}]}, "messages[0].role", "invalid_value"),
    ({"messages": [{"role": "user"}]}, "messages[0].content", "missing_required_parameter"),
    ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, "messages[0].content[0].text", "missing_required_parameter"),
    ({"messages": [{"role": "user", "content": "x", "mood": 1}]}, "messages[0].mood", "unknown_parameter"),
    ({"response_format": {"type": "yaml"}}, "response_format.type", "invalid_value"),
    ({"tools": [{"type": "function", "function": {"name": "no spaces"}}]}, "tools[0].function.name", "invalid_value"),
    ({"tool_choice": "auto"}, "tool_choice", None),
    ({"stop": ["a", "b", "c", "d", "e"]}, "stop", "array_above_max_length"),
    ({"stream_options": {"include_usage": True}}, "stream_options", None),
    ({"logprobs": True}, "logprobs", "unsupported_parameter"),
    ({"functions": []}, "functions", "unsupported_parameter"),
    ({"metadata": {"a": 1}}, "metadata.a", "invalid_type"),
    ({"user": 7}, "user", "invalid_type"),
])
def test_a_wrong_member_is_refused_by_name(server, body, param, code):
    status, _, answer = post(server, {"model": MODEL, "messages": SAY, **body})
    assert status == 400 and answer["error"]["type"] == "invalid_request_error"
    assert answer["error"]["param"] == param and answer["error"]["code"] == code


def test_an_unknown_member_is_refused_by_name(client):
    with pytest.raises(openai.BadRequestError, match="Unrecognized request argument supplied: foo"):
        complete(client, extra_body={"foo": 1})


def test_requests_that_are_none_are_refused(server):
    good = {"model": MODEL, "messages": SAY}
    assert post(server, b"{", )[2]["error"]["type"] == "invalid_request_error"
    assert post(server, b'{"model": "\xff"}')[0] == 400
    assert post(server, [good])[0] == 400
    assert post(server, good, **{"Content-Type": "text/plain"})[0] == 400
    assert post(server, {"model": MODEL})[2]["error"]["param"] == "messages"
    assert post(server, {"messages": SAY})[2]["error"]["param"] == "model"
    assert post(server, good, Authorization="")[0] == 401
    status, _, answer = post(server, good, Authorization="Bearer bad")
    assert status == 401 and answer["error"]["code"] == "invalid_api_key"


def test_unknown_paths_and_methods_are_refused_in_the_same_shape(server):
    key = {"Authorization": "Bearer finegrain"}
    status, _, answer = raw.send("POST", server + "/v1/embeddings", b"{}", key)
    assert status == 404 and "Invalid URL (POST /v1/embeddings)" in answer["error"]["message"]
    status, headers, answer = raw.send("GET", server + "/v1/chat/completions", b"", key)
    assert status == 405 and headers["allow"] == "POST" and answer["error"]["code"] == "method_not_supported"


# Retries


def test_a_throttled_call_is_retried_by_default(server, faults):
    faults(kind="throttle", nth=1)
    assert complete(openai.OpenAI(base_url=server + "/v1", api_key="finegrain")).choices[0].message.content
    journal = raw.get(server + "/_finegrain/journal?service=openai")[2]
    assert len(journal.splitlines() if isinstance(journal, bytes) else [journal]) == 2


def test_a_throttled_call_says_when_to_come_back(client, faults):
    faults(kind="throttle")
    with pytest.raises(openai.RateLimitError) as caught:
        complete(client)
    assert int(caught.value.response.headers["retry-after"]) >= 1 and caught.value.code == "rate_limit_exceeded"


def test_a_quota_runs_out_and_fills_again(server):
    """Overlapping calls at one instant of virtual time use the quota of tokens up."""
    body = {"model": "gpt-5", "messages": SAY, "max_completion_tokens": 128_000}
    at = lambda seconds: {"Finegrain-Now": str(10**15 + seconds * 10**9)}
    statuses = [post(server, body, **at(0))[0] for _ in range(20)]
    assert 429 in statuses and statuses[0] == 200
    status, headers, _ = post(server, body, **at(0))
    assert status == 429
    assert post(server, body, **at(int(headers["retry-after"]) + 120))[0] == 200
    raw.send("POST", server + "/_finegrain/reset")


def test_usage_is_metered_by_model(server, client):
    raw.send("POST", server + "/_finegrain/reset")
    answer = complete(client, n=2)
    usage = {row["meter"]: row["quantity"] for row in raw.get(server + "/_finegrain/usage")[2]["usage"]}
    assert usage == {"input_tokens": answer.usage.prompt_tokens, "output_tokens": answer.usage.completion_tokens}
