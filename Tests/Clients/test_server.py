"""The server as a program: how it starts, stops, and tells what is wrong."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import boto3
import conftest
import pytest
import requests_raw as raw
from botocore.config import Config
from botocore.exceptions import ClientError


def port(url):
    return int(url.rsplit(":", 1)[1])


def run(*options):
    return subprocess.run([str(conftest.BINARY), *options], cwd=conftest.ROOT, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_while_a_client_sends_half_a_body(signal_number):
    process, url, _ = conftest.start()
    with socket.create_connection(("127.0.0.1", port(url))) as client:
        client.sendall(b"POST /model/x/converse HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc")
        time.sleep(0.2)
        process.send_signal(signal_number)
        assert process.wait(timeout=8) == 0


def test_it_stops_while_a_subscriber_hangs():
    process, url, _ = conftest.start()
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(5)
        sns = boto3.client("sns", endpoint_url=url, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        topic = sns.create_topic(Name="hanging")["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=f"http://127.0.0.1:{hole.getsockname()[1]}/")
        time.sleep(0.2)
        process.terminate()
        assert process.wait(timeout=8) == 0


def test_a_port_in_use_is_told():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        number = other.getsockname()[1]
        result = run("--port", str(number))
    assert result.returncode == 2
    assert f"port {number}: Address already in use" in result.stderr and "--port" in result.stderr


def test_addresses_of_version_six_are_usable():
    process, url, variables = conftest.start("--host", "::1")
    try:
        assert url.startswith("http://[::1]:") and variables["SNOWFLAKE_HOST"] == "::1"
        assert variables["AWS_LAMBDA_RUNTIME_API"] == f"[::1]:{port(url)}"
        assert raw.get(f"{url}/_finegrain/health")[0] == 200
    finally:
        conftest.stop(process)


def test_every_address_is_warned_of_and_reached_as_the_client_names_it():
    process = subprocess.Popen(
        [str(conftest.BINARY), "--port", "0", "--host", "0.0.0.0", "--print-env"],
        cwd=conftest.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    url = process.stdout.readline().removeprefix("listening on ").strip()
    assert url == f"http://0.0.0.0:{port(url)}"
    assert f"'http://127.0.0.1:{port(url)}'" in process.stdout.readline()
    env = raw.get(f"http://127.0.0.1:{port(url)}/_finegrain/env", {"Host": f"cloud.test:{port(url)}"})[2]
    assert f"export AWS_ENDPOINT_URL='http://cloud.test:{port(url)}'" in env.decode()
    process.terminate()
    assert process.wait(timeout=10) == 0
    assert "0.0.0.0 can be reached by others" in process.stderr.read()


def test_the_variables_are_enough_behind_a_proxy():
    process, url, variables = conftest.start()
    try:
        code = "import boto3; print(boto3.client('bedrock').list_foundation_models()['ResponseMetadata']['HTTPStatusCode'])"
        environment = {"PATH": os.environ["PATH"], "HTTP_PROXY": "http://127.0.0.1:9", **variables}
        result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
        assert result.stdout.strip() == "200", result.stderr
    finally:
        conftest.stop(process)


@pytest.mark.parametrize("query, words", [
    ("since=abc", "since"), ("since=-1", "since"), ("service=nobody", "no service nobody"), ("sevice=sns", "no parameter sevice"),
])
def test_a_wrong_question_to_the_journal_is_refused(server, query, words):
    status, _, answer = raw.get(f"{server}/_finegrain/journal?{query}")
    assert status == 400 and words in answer["error"]


def test_a_wrong_fault_plan_changes_nothing(server):
    for rule, words in [
        ({"service": "bedrock", "kind": "stall", "stall_ms": 99999999999999999}, "stall_ms"),
        ({"service": "bedrock", "kind": "slow", "factor": 1e300}, "factor"),
        ({"service": "bedrock", "kind": "throttle", "nht": 1}, "nht"),
        ({"service": "bedrock", "kind": "throttle", "operation": "convrese"}, "converse"),
        ({"service": "openai", "kind": "throttle", "operation": "listModels"}, "complete"),
    ]:
        status, _, answer = raw.send("PUT", f"{server}/_finegrain/faults", json.dumps({"faults": [rule]}).encode())
        assert status == 400 and words in " ".join(answer["problems"]), answer
    assert raw.get(f"{server}/v1/models", {"Authorization": "Bearer k"})[0] == 200


def test_operations_may_be_named_as_in_the_journal(server):
    rule = {"service": "sns", "operation": "Publish", "kind": "throttle"}
    assert raw.send("PUT", f"{server}/_finegrain/faults", json.dumps({"faults": [rule]}).encode())[0] == 200
    sns = boto3.client("sns", endpoint_url=server, config=Config(retries={"total_max_attempts": 1}))
    topic = sns.create_topic(Name="named")["TopicArn"]
    with pytest.raises(ClientError, match="Throttl"):
        sns.publish(TopicArn=topic, Message="m")
    raw.send("PUT", f"{server}/_finegrain/faults", b'{"faults": []}')


def test_what_the_cloud_does_on_its_own_cannot_be_asked_for(server):
    for path in ["/2015-03-31/functions/generate-copy/attempts"]:
        assert raw.post(server + path, {}, {"Finegrain-Request-Id": "i", "Finegrain-Attempt": "1"})[0] in (403, 404)
    assert raw.get(f"{server}/v1/models", {"Authorization": "Bearer k", "Finegrain-Body-Too-Long": "1"})[0] == 200


def test_default_clients_pass_the_verdict(server):
    raw.send("POST", f"{server}/_finegrain/reset")
    rule = {"service": "lambda", "operation": "invoke", "kind": "throttle", "nth": 1}
    raw.send("PUT", f"{server}/_finegrain/faults", json.dumps({"faults": [rule]}).encode())
    client = boto3.client("lambda", endpoint_url=server)
    assert client.invoke(FunctionName="generate-copy", Payload=b"{}")["StatusCode"] == 200
    raw.send("PUT", f"{server}/_finegrain/faults", b'{"faults": []}')
    assert raw.get(f"{server}/_finegrain/verdict")[2]["verdict"] == "pass"


def test_callers_side_by_side_pass_the_verdict(server):
    raw.send("POST", f"{server}/_finegrain/reset")
    raw.send("PUT", f"{server}/_finegrain/faults", b'{"faults": [{"service": "bedrock", "kind": "throttle"}]}')
    clients = [boto3.client("bedrock-runtime", endpoint_url=server, config=Config(retries={"total_max_attempts": 1})) for _ in range(12)]

    def ask(client):
        with pytest.raises(ClientError):
            client.converse(
                modelId="anthropic.claude-haiku-4-5-20251001-v1:0", inferenceConfig={"maxTokens": 5},
                messages=[{"role": "user", "content": [{"text": "hi"}]}])

    threads = [threading.Thread(target=ask, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    raw.send("PUT", f"{server}/_finegrain/faults", b'{"faults": []}')
    assert raw.get(f"{server}/_finegrain/verdict")[2]["verdict"] == "pass"


@pytest.mark.parametrize("code, tries", [("retry_storm", 7), ("ignored_back_off", 2)])
def test_a_loop_without_a_pause_fails_the_verdict(server, code, tries):
    raw.send("POST", f"{server}/_finegrain/reset")
    for _ in range(tries):
        raw.post(f"{server}/v1/chat/completions", {"model": "fault-429", "messages": [{"role": "user", "content": "x"}]}, {"Authorization": "Bearer k"})
    findings = raw.get(f"{server}/_finegrain/verdict")[2]["findings"]
    assert code in [finding["code"] for finding in findings]


def test_a_client_that_honours_the_wait_gets_in_after_a_quota_was_used_up(tmp_path):
    import openai

    mocks = tmp_path / "mocks"
    subprocess.run(["cp", "-r", str(conftest.ROOT / "mocks"), str(mocks)], check=True)
    models = mocks / "openai" / "models.yaml"
    models.write_text(models.read_text().replace("requests_per_minute: 10000", "requests_per_minute: 60", 1))
    process, url, variables = conftest.start("--mocks", str(mocks))
    try:
        client = openai.OpenAI(base_url=url + "/v1", api_key="k", max_retries=2)
        rule = {"faults": [{"service": "openai", "kind": "throttle", "nth": 2}]}
        raw.send("PUT", f"{url}/_finegrain/faults", json.dumps(rule).encode())
        for number in range(3):
            answer = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": f"n {number}"}], max_tokens=5)
            assert answer.choices
        assert raw.get(f"{url}/_finegrain/verdict")[2]["verdict"] == "pass"
    finally:
        conftest.stop(process)
