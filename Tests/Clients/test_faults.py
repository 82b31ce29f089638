"""What goes wrong on request, on the doors that the others do not try."""

import json

import conftest
import openai
import requests_raw as raw

ASK = [{"role": "user", "content": "Say something nice"}]


def inject(url, *faults):
    assert raw.send("PUT", f"{url}/_finegrain/faults", json.dumps({"faults": list(faults)}).encode())[0] == 200


def test_answers_can_be_spoilt_in_every_way(server):
    client = openai.OpenAI(base_url=f"{server}/v1", api_key="k", max_retries=0)

    def ask(**settings):
        return client.chat.completions.create(model="gpt-4o-mini", messages=ASK, max_tokens=200, temperature=0, **settings).choices[0].message.content

    schema = {"type": "object", "properties": {"line": {"type": "string"}}, "required": ["line"], "additionalProperties": False}
    strict = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema, "strict": True}}
    try:
        inject(server, {"service": "openai", "kind": "canary_leak"})
        assert any(text in ask() for text in ("Canary Goldfinch", "canary.goldfinch@example.invalid", "CUST-0000-CANARY"))
        inject(server, {"service": "openai", "kind": "off_brand"})
        spoilt = ask()
        inject(server)
        assert spoilt.startswith(ask()) and len(spoilt) > len(ask())
        inject(server, {"service": "openai", "kind": "malformed_json"})
        try:
            json.loads(ask(response_format=strict))
            raise AssertionError("that was JSON")
        except ValueError:
            pass
        inject(server, {"service": "openai", "kind": "schema_breaking"})
        assert "line" not in json.loads(ask(response_format=strict))
    finally:
        inject(server)


def test_a_plan_can_be_given_at_the_start_and_outlives_a_reset(tmp_path):
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps({"faults": [{"service": "openai", "kind": "server_error", "every": 2}]}))
    process, url, _ = conftest.start("--faults", str(plan))
    try:
        body = {"model": "gpt-4o-mini", "messages": ASK}
        for _ in range(2):
            # Every second call, of all that are counted since the plan was put in place anew.
            statuses = [raw.post(f"{url}/v1/chat/completions", body, {"Authorization": "Bearer k"})[0] for _ in range(4)]
            assert statuses == [200, 500, 200, 500]
            raw.send("POST", f"{url}/_finegrain/reset")
    finally:
        conftest.stop(process)


def test_a_plan_that_makes_no_sense_is_refused_with_every_problem(server):
    status, _, body = raw.send("PUT", f"{server}/_finegrain/faults", json.dumps({"faults": [
        {"service": "nobody", "kind": "throttle"}, {"service": "sns", "kind": "confuse"}, {"service": "sns", "kind": "throttle", "rate": 2}]}).encode())
    assert status == 400 and len(body["problems"]) == 3


def test_a_plan_or_a_seed_leaves_what_was_made(server):
    import boto3
    from botocore.config import Config

    sns = boto3.client("sns", endpoint_url=server, region_name="us-east-1", config=Config(retries={"total_max_attempts": 1}))
    arn = sns.create_topic(Name="kept")["TopicArn"]
    calls = raw.get(f"{server}/_finegrain/health")[2]["calls"]
    inject(server, {"service": "openai", "kind": "throttle"})
    inject(server)
    assert raw.send("PUT", f"{server}/_finegrain/seed", b'{"seed": 1}')[0] == 200
    assert arn in [topic["TopicArn"] for topic in sns.list_topics()["Topics"]]
    assert raw.get(f"{server}/_finegrain/health")[2]["calls"] == calls + 1
