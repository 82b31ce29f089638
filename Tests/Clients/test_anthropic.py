"""Anthropic's messages through its own client, as it is."""

import json

import anthropic
import httpx2
import pytest
import requests_raw as raw

MODEL = "claude-haiku-4-5"
SAY = [{"role": "user", "content": "Say something nice"}]
SCHEMA = {"type": "object", "properties": {"sku": {"type": "string"}, "units": {"type": "integer"}}, "required": ["sku", "units"]}
TOOL = {"name": "get_stock", "description": "Units in stock", "input_schema": SCHEMA}


@pytest.fixture
def client(server):
    return anthropic.Anthropic(base_url=server, api_key="finegrain", max_retries=0)


@pytest.fixture
def faults(server):
    """Puts a fault plan in place for one test."""

    def inject(**fault):
        plan = {"faults": [{"service": "anthropic", **fault}]}
        assert raw.send("PUT", server + "/_finegrain/faults", json.dumps(plan).encode())[0] == 200

    yield inject
    raw.send("PUT", server + "/_finegrain/faults", b'{"faults": []}')


def say(client, **body):
    return client.messages.create(**{"model": MODEL, "max_tokens": 200, "messages": SAY, **body})


def post(server, body, path="/v1/messages", **headers):
    headers = {"x-api-key": "finegrain", "anthropic-version": "2023-06-01", **headers}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return raw.send("POST", server + path, data, headers)


def test_a_message_has_text_and_usage(client):
    message = say(client)
    assert message.id.startswith("msg_") and message.type == "message" and message.role == "assistant"
    assert message.model == MODEL and message.stop_reason == "end_turn" and message.stop_sequence is None
    assert message.content[0].type == "text" and message.content[0].text
    assert message.usage.input_tokens > 0 and message.usage.output_tokens > 0
    assert message.usage.cache_read_input_tokens == 0


def test_the_key_may_come_in_either_header(server):
    body = {"model": MODEL, "max_tokens": 20, "messages": SAY}
    assert post(server, body)[0] == 200
    assert post(server, body, **{"x-api-key": "", "Authorization": "Bearer finegrain"})[0] == 200
    status, _, answer = post(server, body, **{"x-api-key": ""})
    assert status == 401 and answer["error"]["type"] == "authentication_error"
    assert post(server, body, **{"x-api-key": "bad"})[0] == 401


def test_headers_tell_the_request_and_what_is_left(client):
    headers = client.messages.with_raw_response.create(model=MODEL, max_tokens=20, messages=SAY).headers
    assert headers["request-id"].startswith("req_")
    for kind in "requests", "tokens", "input-tokens", "output-tokens":
        left, limit = (int(headers[f"anthropic-ratelimit-{kind}-{what}"]) for what in ("remaining", "limit"))
        assert 0 <= left <= limit and headers[f"anthropic-ratelimit-{kind}-reset"].endswith("Z")


def test_an_answer_ends_at_its_limit(client):
    message = say(client, max_tokens=5)
    assert message.stop_reason == "max_tokens" and message.usage.output_tokens == 5


def test_a_stop_sequence_ends_the_answer(client):
    cold = {"extra_body": {"temperature": 0}}
    whole = say(client, **cold).content[0].text
    word = whole.split()[3]
    cut = say(client, stop_sequences=[word], **cold)
    assert cut.stop_reason == "stop_sequence" and cut.stop_sequence == word and word not in cut.content[0].text


def test_an_answer_fits_its_schema(client):
    schema = {**SCHEMA, "additionalProperties": False}
    message = say(client, output_config={"format": {"type": "json_schema", "schema": schema}})
    assert isinstance(json.loads(message.content[0].text)["units"], int)


def test_a_named_tool_is_called_and_its_result_is_answered(client):
    ask = [{"role": "user", "content": "Use get_stock for sku 7"}]
    first = say(client, messages=ask, tools=[TOOL])
    assert first.stop_reason == "tool_use"
    use = first.content[0]
    assert use.type == "tool_use" and use.name == "get_stock" and {"sku", "units"} <= use.input.keys()
    result = {"type": "tool_result", "tool_use_id": use.id, "content": "12 units"}
    follow = [*ask, {"role": "assistant", "content": first.content}, {"role": "user", "content": [result]}]
    assert say(client, messages=follow, tools=[TOOL]).content[0].type == "text"


@pytest.mark.parametrize("choice, calls", [({"type": "any"}, True), ({"type": "none"}, False), ({"type": "tool", "name": "get_stock"}, True)])
def test_a_tool_choice_decides(client, choice, calls):
    assert (say(client, tools=[TOOL], tool_choice=choice).stop_reason == "tool_use") == calls


def test_tokens_are_counted_as_they_are_billed(client):
    counted = client.messages.count_tokens(model=MODEL, messages=SAY, system="Be kind", tools=[TOOL])
    message = say(client, system="Be kind", tools=[TOOL], tool_choice={"type": "none"})
    assert counted.input_tokens == message.usage.input_tokens


# Streams


def test_a_stream_gives_what_a_whole_answer_gives(client):
    cold = {"extra_body": {"temperature": 0}}
    whole = say(client, **cold)
    with client.messages.stream(model=MODEL, max_tokens=200, messages=SAY, **cold) as stream:
        pieces = list(stream.text_stream)
        message = stream.get_final_message()
    assert len(pieces) > 3 and "".join(pieces) == whole.content[0].text == message.content[0].text
    assert message.usage.output_tokens == whole.usage.output_tokens and message.stop_reason == "end_turn"


def test_events_come_in_order(client):
    kinds = [event.type for event in say(client, stream=True)]
    assert kinds[:2] == ["message_start", "content_block_start"]
    assert kinds[-3:] == ["content_block_stop", "message_delta", "message_stop"]


def test_a_tool_use_streams_its_input(client):
    with client.messages.stream(model=MODEL, max_tokens=200, messages=SAY, tools=[TOOL], tool_choice={"type": "any"}) as stream:
        message = stream.get_final_message()
    assert message.stop_reason == "tool_use" and isinstance(message.content[0].input["units"], int)


def test_the_last_event_of_a_stream_tells_all_usage(client):
    with client.messages.stream(model=MODEL, max_tokens=50, messages=SAY) as stream:
        ends = [event for event in stream if event.type == "message_delta"]
        usage = stream.get_final_message().usage
    assert ends[0].usage.input_tokens == usage.input_tokens > 0
    assert ends[0].usage.cache_read_input_tokens == 0 and ends[0].usage.output_tokens == usage.output_tokens


def test_thinking_comes_first_and_goes_back_with_its_signature(client):
    settings = {"max_tokens": 2000, "thinking": {"type": "enabled", "budget_tokens": 1024}}
    first = say(client, **settings)
    assert [block.type for block in first.content] == ["thinking", "text"] and first.content[0].signature
    follow = [*SAY, {"role": "assistant", "content": first.content}, {"role": "user", "content": "And more"}]
    assert say(client, messages=follow, **settings).content[1].text
    with client.messages.stream(model=MODEL, messages=SAY, **settings) as stream:
        message = stream.get_final_message()
    assert message.content[0].thinking and message.content[0].signature and message.content[1].text


def test_a_fault_strikes_the_input_of_a_tool(client, faults):
    faults(kind="malformed_json")
    message = say(client, tools=[TOOL], tool_choice={"type": "any"})
    assert "units" not in message.content[0].input and message.stop_reason == "tool_use"


def test_a_dated_model_answers_as_itself(client):
    assert say(client, model="claude-haiku-4-5-20251001").model == "claude-haiku-4-5-20251001"


def test_a_cut_stream_breaks_the_connection(client, faults):
    faults(kind="cut_stream", operation="complete")
    kinds = []
    # The client lets its transport's error through.
    with pytest.raises((anthropic.APIConnectionError, httpx2.RemoteProtocolError)):
        for event in say(client, stream=True):
            kinds.append(event.type)
    assert "content_block_delta" in kinds and "content_block_stop" not in kinds


def test_an_error_in_the_middle_of_a_stream_is_raised(client):
    texts = []
    with pytest.raises(anthropic.APIStatusError, match="Overloaded"):
        with client.messages.stream(model="fault-stream-529", max_tokens=20, messages=SAY) as stream:
            texts += stream.text_stream
    with pytest.raises(anthropic.InternalServerError):
        say(client, model="fault-stream-529")


# Models


def test_models_are_listed_page_by_page(client, server):
    ids = [model.id for model in client.models.list(limit=3)]
    assert MODEL in ids and len(ids) > 3
    assert client.models.retrieve(MODEL).display_name == "Claude Haiku 4.5"
    with pytest.raises(anthropic.NotFoundError):
        client.models.retrieve("missing")
    with pytest.raises(anthropic.BadRequestError):
        client.models.list(limit=0)


def test_the_shared_list_of_models_goes_by_the_version_header(server):
    key = {"x-api-key": "k", "Authorization": "Bearer k"}
    assert raw.get(server + "/v1/models", {**key, "anthropic-version": "x"})[2]["data"][0]["type"] == "model"
    assert raw.get(server + "/v1/models", {"Authorization": "Bearer k"})[2]["object"] == "list"


# Refusals


@pytest.mark.parametrize("status, error, kind", [
    (400, anthropic.BadRequestError, "invalid_request_error"), (401, anthropic.AuthenticationError, "authentication_error"),
    (403, anthropic.PermissionDeniedError, "permission_error"), (404, anthropic.NotFoundError, "not_found_error"),
    (409, anthropic.ConflictError, "conflict_error"), (413, anthropic.APIStatusError, "request_too_large"),
    (429, anthropic.RateLimitError, "rate_limit_error"), (500, anthropic.InternalServerError, "api_error"),
    (503, anthropic.InternalServerError, "api_error"), (529, anthropic.InternalServerError, "overloaded_error"),
])
def test_a_fault_model_is_refused_with_its_status(client, status, error, kind):
    with pytest.raises(error) as caught:
        say(client, model=f"fault-{status}")
    assert caught.value.status_code == status and caught.value.body["error"]["type"] == kind
    assert caught.value.request_id == caught.value.body["request_id"]


def test_an_unknown_model_is_not_found(client):
    with pytest.raises(anthropic.NotFoundError, match="model: nope"):
        say(client, model="nope")
    with pytest.raises(anthropic.NotFoundError):
        client.messages.count_tokens(model="nope", messages=SAY)


@pytest.mark.parametrize("body, words", [
    ({"foo": 1}, "foo: Extra inputs are not permitted"),
    ({"max_tokens": None}, "max_tokens"),
    ({"max_tokens": 0}, "max_tokens"),
    ({"max_tokens": 10_000_000}, "max_tokens: must be in"),
    ({"temperature": 2}, "temperature"),
    ({"temperature": "hot"}, "temperature: Input should be a valid number"),
    ({"top_k": -1}, "top_k"),
    ({"stream": "yes"}, "stream"),
    ({"stop_sequences": [" "]}, "stop_sequences.0"),
    ({"metadata": {"who": "x"}}, "metadata.who"),
    ({"messages": []}, "messages"),
    ({"messages": [{"role": "assistant", "content": "x"}]}, "first message"),
    ({"messages": [{"role": "robot", "content": "x"}]}, "messages.0.role"),
    ({"messages": [{"role": "user", "content": ""}]}, "messages.0"),
    ({"messages": [{"role": "user", "content": [{"type": "smell"}]}]}, "messages.0.content.0"),
    ({"messages": [{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1"}]}]}, "t1"),
    ({"tools": [{"name": "x"}]}, "input_schema"),
    ({"tools": [TOOL, TOOL]}, "unique"),
    ({"messages": [{"role": "user", "content": "x", "foo": 1}]}, "messages.0.foo: Extra inputs are not permitted"),
    ({"messages": [{"role": "user", "content": [{"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}}] * 5}]}, "Found 5."),
    ({"tool_choice": {"type": "any"}}, "tool_choice"),
    ({"thinking": {"type": "enabled", "budget_tokens": 10}}, "budget_tokens"),
])
def test_a_wrong_member_is_refused_by_name(server, body, words):
    status, _, answer = post(server, {"model": MODEL, "max_tokens": 20, "messages": SAY, **body})
    assert status == 400 and answer["type"] == "error" and answer["error"]["type"] == "invalid_request_error"
    assert words in answer["error"]["message"]


def test_requests_that_are_none_are_refused(server):
    assert post(server, b"{")[0] == 400
    assert post(server, b'{"model": "\xff"}')[0] == 400
    assert post(server, [])[0] == 400
    assert post(server, {"model": MODEL}, **{"Content-Type": "text/plain"})[0] == 400
    assert post(server, {"model": MODEL, "messages": SAY, "max_tokens": 1}, "/v1/messages/count_tokens")[0] == 400


def test_unknown_paths_and_methods_are_refused_in_the_same_shape(server):
    status, _, answer = post(server, {}, "/v1/messages/batches")
    assert status == 404 and answer["error"]["type"] == "not_found_error" and "batches" in answer["error"]["message"]
    status, headers, answer = raw.get(server + "/v1/messages", {"x-api-key": "k"})
    assert status == 405 and headers["allow"] == "POST" and answer["type"] == "error"


# Retries


def test_an_overloaded_call_is_retried_by_default(server, faults):
    faults(kind="server_error", nth=1)
    assert say(anthropic.Anthropic(base_url=server, api_key="finegrain")).content[0].text


def test_a_throttled_call_says_when_to_come_back(client, faults):
    faults(kind="throttle")
    with pytest.raises(anthropic.RateLimitError) as caught:
        say(client)
    assert int(caught.value.response.headers["retry-after"]) >= 1


def test_usage_is_metered_by_model(server, client):
    raw.send("POST", server + "/_finegrain/reset")
    message = say(client)
    client.messages.count_tokens(model=MODEL, messages=SAY)
    usage = {row["meter"]: row["quantity"] for row in raw.get(server + "/_finegrain/usage")[2]["usage"]}
    assert usage == {"input_tokens": message.usage.input_tokens, "output_tokens": message.usage.output_tokens}
