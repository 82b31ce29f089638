"""boto3's Lambda client and the official Python runtime, unmodified, against the mock."""

import base64
import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from aws_answers import assert_fits, assert_modelled
from conftest import start, stop

ARN = "arn:aws:lambda:us-east-1:123456789012:function:"


@pytest.fixture(scope="module")
def functions(server):
    return boto3.client(
        "lambda",
        endpoint_url=server,
        region_name="us-east-1",
        aws_access_key_id="finegrain",
        aws_secret_access_key="finegrain",
        config=Config(retries={"total_max_attempts": 1}, read_timeout=30),
    )


def make(functions, name, **settings):
    try:
        functions.delete_function(FunctionName=name)
    except functions.exceptions.ResourceNotFoundException:
        pass
    return functions.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Role="arn:aws:iam::123456789012:role/r",
        Handler="app.handler",
        Code={"ZipFile": b"PK"},
        **settings,
    )


def refusal(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value


@pytest.fixture
def program(server, tmp_path):
    """Runs a handler by awslambdaric until the test ends."""
    running = []

    def start(source, function=None, handler="app.handler"):
        (tmp_path / "app.py").write_text(source)
        address = server.removeprefix("http://") + (f"/{function}" if function else "")
        names = {"AWS_LAMBDA_FUNCTION_NAME": function or "generate-copy", "AWS_LAMBDA_RUNTIME_API": address}
        environment = {**os.environ, **names}
        process = subprocess.Popen(
            [sys.executable, "-m", "awslambdaric", handler],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()


def until(condition, seconds=15):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def attached(functions, name, probe):
    """Waits until a program answers for the function instead of the canned handler."""
    until(lambda: functions.invoke(FunctionName=name, Payload=b'"ping"')["Payload"].read() == probe)


def test_the_canned_handler_gives_the_event_back(functions):
    answer = assert_fits(
        functions, "Invoke", functions.invoke(FunctionName="generate-copy", Payload=b'{"segment": "s1"}')
    )
    assert (answer["StatusCode"], answer["ExecutedVersion"]) == (200, "$LATEST")
    assert "FunctionError" not in answer
    body = json.loads(answer["Payload"].read())
    assert body["statusCode"] == 200
    assert json.loads(body["body"]) == {"function": "generate-copy", "event": {"segment": "s1"}}
    empty = json.loads(functions.invoke(FunctionName="generate-copy")["Payload"].read())
    assert json.loads(empty["body"])["event"] == {}


@pytest.mark.parametrize(
    "name", [ARN + "generate-copy", "123456789012:function:generate-copy", "generate-copy:$LATEST"]
)
def test_a_function_has_many_names(functions, name):
    assert functions.invoke(FunctionName=name, Payload=b"{}")["StatusCode"] == 200


def test_a_qualifier_is_latest_or_missing(functions):
    assert functions.invoke(FunctionName="generate-copy", Qualifier="$LATEST")["StatusCode"] == 200
    error = refusal(functions.invoke, FunctionName="generate-copy", Qualifier="7")
    assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    assert error.response["Error"]["Message"].endswith("generate-copy:7")


def test_every_kind_of_invocation_has_its_status(functions):
    event = assert_fits(
        functions, "Invoke", functions.invoke(FunctionName="generate-copy", InvocationType="Event", Payload=b"{}")
    )
    assert (event["StatusCode"], event["Payload"].read()) == (202, b"")
    dry = functions.invoke(FunctionName="generate-copy", InvocationType="DryRun", Payload=b"{}")
    assert (dry["StatusCode"], dry["Payload"].read()) == (204, b"")


def test_the_log_tail_tells_the_bill(functions):
    answer = functions.invoke(FunctionName="generate-copy", LogType="Tail", Payload=b"{}")
    log = base64.b64decode(answer["LogResult"]).decode()
    assert log.startswith("START RequestId: " + answer["ResponseMetadata"]["RequestId"])
    assert "Billed Duration: " in log and "Memory Size: 512 MB" in log


def test_a_failing_handler_is_no_failing_call(functions):
    answer = functions.invoke(FunctionName="fault-handler", Payload=b"{}")
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    body = json.loads(answer["Payload"].read())
    assert set(body) == {"errorMessage", "errorType", "requestId", "stackTrace"}


def test_a_throttle_says_why_and_for_how_long(functions):
    with pytest.raises(functions.exceptions.TooManyRequestsException) as caught:
        functions.invoke(FunctionName="fault-TooManyRequestsException", Payload=b"{}")
    response = caught.value.response
    assert response["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    assert response["Type"] == "User"
    assert response["retryAfterSeconds"] == "1"
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 429


def test_every_modelled_exception_can_be_asked_for(functions):
    model = functions.meta.service_model.operation_model("Invoke")
    for shape in model.error_shapes:
        error = refusal(functions.invoke, FunctionName="fault-" + shape.name, Payload=b"{}")
        assert_modelled(functions, "Invoke", error)
        response = error.response
        assert response["Error"]["Code"] == shape.name
        assert response["ResponseMetadata"]["HTTPStatusCode"] == shape.metadata["error"]["httpStatusCode"]
        assert response.get("message") or response.get("Message") or response["Error"]["Message"]


def test_missing_functions_are_missing(functions):
    for name in ["missing-function", "nobody"]:
        with pytest.raises(functions.exceptions.ResourceNotFoundException) as caught:
            functions.invoke(FunctionName=name, Payload=b"{}")
        assert caught.value.response["Error"]["Message"] == f"Function not found: {ARN}{name}"


def test_bad_payloads_are_refused(functions):
    def code(**arguments):
        error = refusal(functions.invoke, FunctionName="generate-copy", **arguments)
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]

    assert code(Payload=b"{no json") == ("InvalidRequestContentException", 400)
    assert code(Payload=b'"' + b"x" * 6_291_456 + b'"') == ("RequestTooLargeException", 413)
    large = b'"' + b"x" * 1_048_576 + b'"'
    assert code(Payload=large, InvocationType="Event") == ("RequestTooLargeException", 413)
    assert code(Payload=b"{}", ClientContext="no base64!") == ("InvalidRequestContentException", 400)
    assert code(Payload=b"{}", TenantId="t") == ("InvalidParameterValueException", 400)


def test_an_answer_may_come_as_a_stream(functions):
    answer = functions.invoke_with_response_stream(FunctionName="generate-copy", Payload=b"{}")
    events = list(answer["EventStream"])
    assert json.loads(events[0]["PayloadChunk"]["Payload"])["statusCode"] == 200
    assert "InvokeComplete" in events[-1] and "ErrorCode" not in events[-1]["InvokeComplete"]
    failed = functions.invoke_with_response_stream(FunctionName="fault-handler", Payload=b"{}")
    assert list(failed["EventStream"])[-1]["InvokeComplete"]["ErrorCode"] == "Unhandled"


def test_functions_are_made_read_changed_listed_and_removed(functions):
    made = assert_fits(functions, "CreateFunction", make(functions, "life", Timeout=7, MemorySize=256, Tags={"a": "b"}))
    assert (made["State"], made["Timeout"], made["FunctionArn"]) == ("Active", 7, ARN + "life")
    again = refusal(
        functions.create_function, FunctionName="life", Role=made["Role"], Code={"ZipFile": b"PK"}
    )
    assert again.response["Error"]["Code"] == "ResourceConflictException"
    found = assert_fits(functions, "GetFunction", functions.get_function(FunctionName="life"))
    assert found["Tags"] == {"a": "b"} and found["Configuration"]["MemorySize"] == 256
    changed = functions.update_function_configuration(
        FunctionName="life", Timeout=9, Environment={"Variables": {"KEY": "V"}}
    )
    assert_fits(functions, "UpdateFunctionConfiguration", changed)
    assert changed["RevisionId"] != made["RevisionId"]
    read = assert_fits(
        functions, "GetFunctionConfiguration", functions.get_function_configuration(FunctionName="life")
    )
    assert (read["Timeout"], read["Environment"]["Variables"]) == (9, {"KEY": "V"})
    pages = functions.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 1})
    names = [f["FunctionName"] for page in pages for f in assert_fits(functions, "ListFunctions", page)["Functions"]]
    assert {"generate-copy", "life"} <= set(names) and names == sorted(names)
    functions.delete_function(FunctionName="life")
    assert refusal(functions.get_function, FunctionName="life").response["Error"]["Code"] == "ResourceNotFoundException"


def test_bad_settings_are_refused_by_name(functions):
    error = refusal(make, functions=functions, name="bad", Timeout=901)
    assert "timeout" in error.response["Error"]["Message"]
    error = refusal(make, functions=functions, name="bad", KMSKeyArn="arn:aws:kms:us-east-1:123456789012:key/k")
    assert error.response["Error"]["Code"] == "InvalidParameterValueException"
    assert "KMSKeyArn" in error.response["Error"]["Message"]
    error = refusal(functions.list_versions_by_function, FunctionName="generate-copy")
    assert "versions" in error.response["Error"]["Message"]


def test_reserved_concurrency_throttles(functions):
    make(functions, "narrow")
    put = functions.put_function_concurrency(FunctionName="narrow", ReservedConcurrentExecutions=0)
    assert assert_fits(functions, "PutFunctionConcurrency", put)["ReservedConcurrentExecutions"] == 0
    error = refusal(functions.invoke, FunctionName="narrow", Payload=b"{}").response
    assert error["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    limits = assert_fits(functions, "GetAccountSettings", functions.get_account_settings())["AccountLimit"]
    assert limits["ConcurrentExecutions"] == 1000
    too_much = refusal(
        functions.put_function_concurrency, FunctionName="narrow", ReservedConcurrentExecutions=901
    )
    assert too_much.response["Error"]["Code"] == "InvalidParameterValueException"
    functions.put_function_concurrency(FunctionName="narrow", ReservedConcurrentExecutions=2)
    read = functions.get_function_concurrency(FunctionName="narrow")
    assert assert_fits(functions, "GetFunctionConcurrency", read)["ReservedConcurrentExecutions"] == 2
    assert functions.invoke(FunctionName="narrow", Payload=b"{}")["StatusCode"] == 200
    functions.delete_function_concurrency(FunctionName="narrow")
    assert "ReservedConcurrentExecutions" not in functions.get_function_concurrency(FunctionName="narrow")
    functions.delete_function(FunctionName="narrow")


HANDLER = """
import os

def handler(event, context):
    if event == "ping":
        return "pong"
    if event.get("fails"):
        raise ValueError("no copy today")
    if event.get("sleeps"):
        import time
        time.sleep(event["sleeps"])
    if event.get("exits"):
        with open("crashes.txt", "a") as crashes:
            crashes.write("x")
        os._exit(3)
    if event.get("topics"):
        import boto3
        sns = boto3.client("sns", region_name="us-east-1", aws_access_key_id="f", aws_secret_access_key="f")
        for _ in range(event["topics"]):
            sns.list_topics()
        return context.get_remaining_time_in_millis()
    if event.get("large"):
        return "x" * event["large"]
    if "writes" in event:
        with open("seen.txt", "a") as seen:
            seen.write(context.aws_request_id + "\\n")
        if event["writes"] == "fails":
            raise ValueError("again")
    return {
        "got": event,
        "id": context.aws_request_id,
        "arn": context.invoked_function_arn,
        "has_time": context.get_remaining_time_in_millis() > 0,
        "context": context.client_context.custom if context.client_context else None,
        "trace": os.environ.get("_X_AMZN_TRACE_ID", ""),
    }
"""


def test_a_program_of_the_users_runs_the_handler(functions, program):
    program(HANDLER, "mine")
    until(lambda: any(f["FunctionName"] == "mine" for f in functions.list_functions()["Functions"]))
    context = base64.b64encode(json.dumps({"custom": {"k": "v"}}).encode()).decode()
    answer = functions.invoke(
        FunctionName="mine", Payload=b'{"a": 1}', LogType="Tail", ClientContext=context
    )
    body = json.loads(answer["Payload"].read())
    assert body["got"] == {"a": 1} and body["has_time"] and body["context"] == {"k": "v"}
    assert body["id"] == answer["ResponseMetadata"]["RequestId"]
    assert body["arn"] == ARN + "mine" and body["trace"].startswith("Root=1-")
    assert "REPORT RequestId: " + body["id"] in base64.b64decode(answer["LogResult"]).decode()
    failed = functions.invoke(FunctionName="mine", Payload=b'{"fails": true}')
    assert failed["FunctionError"] == "Unhandled"
    error = json.loads(failed["Payload"].read())
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "no copy today")
    assert error["stackTrace"]


def test_a_program_without_a_path_runs_the_default_function(functions, program):
    program(HANDLER)
    attached(functions, "generate-copy", b'"pong"')


def test_a_handler_that_takes_too_long_times_out_and_lives_on(functions, program):
    make(functions, "slow", Timeout=1)
    program(HANDLER, "slow")
    attached(functions, "slow", b'"pong"')
    answer = functions.invoke(FunctionName="slow", Payload=b'{"sleeps": 1.5}')
    assert answer["FunctionError"] == "Unhandled"
    assert json.loads(answer["Payload"].read())["errorMessage"].endswith("Task timed out after 1.00 seconds")
    functions.update_function_configuration(FunctionName="slow", Timeout=10)
    assert json.loads(functions.invoke(FunctionName="slow", Payload=b'{"b": 2}')["Payload"].read())["got"] == {"b": 2}


def test_invocations_meet_one_program_one_after_the_other(functions, program):
    from concurrent.futures import ThreadPoolExecutor

    program(HANDLER, "busy")
    program(HANDLER, "busy")
    until(lambda: any(f["FunctionName"] == "busy" for f in functions.list_functions()["Functions"]))
    with ThreadPoolExecutor(8) as pool:
        payloads = [json.dumps({"n": n, "sleeps": 0.01}).encode() for n in range(40)]
        answers = pool.map(lambda p: functions.invoke(FunctionName="busy", Payload=p)["Payload"].read(), payloads)
        assert [json.loads(answer)["got"]["n"] for answer in answers] == list(range(40))


def test_asynchronous_invocations_run_and_are_tried_again(functions, program, tmp_path):
    program(HANDLER, "later")
    until(lambda: any(f["FunctionName"] == "later" for f in functions.list_functions()["Functions"]))
    seen = tmp_path / "seen.txt"
    first = functions.invoke(FunctionName="later", InvocationType="Event", Payload=b'{"writes": "once"}')
    until(lambda: seen.exists() and len(seen.read_text().split()) == 1)
    assert seen.read_text().split() == [first["ResponseMetadata"]["RequestId"]]
    second = functions.invoke(FunctionName="later", InvocationType="Event", Payload=b'{"writes": "fails"}')
    until(lambda: len(seen.read_text().split()) == 4)
    functions.invoke(FunctionName="later", Payload=b'"ping"')
    assert seen.read_text().split()[1:] == [second["ResponseMetadata"]["RequestId"]] * 3


def test_an_answer_that_is_too_long_is_an_error(functions, program):
    program(HANDLER, "long")
    until(lambda: any(f["FunctionName"] == "long" for f in functions.list_functions()["Functions"]))
    answer = functions.invoke(FunctionName="long", Payload=b'{"large": 6291555}')
    assert answer["FunctionError"] == "Unhandled"
    assert json.loads(answer["Payload"].read())["errorType"] == "Function.ResponseSizeTooLarge"


def test_a_handler_that_cannot_be_loaded_fails_its_invocations(functions, program):
    process = program("import nothing_of_this_name", handler="app.handler")
    assert process.wait(timeout=20) == 1
    answer = functions.invoke(FunctionName="generate-copy", Payload=b"{}")
    assert answer["FunctionError"] == "Unhandled"
    assert json.loads(answer["Payload"].read())["errorType"] == "Runtime.ImportModuleError"
    program(HANDLER)
    attached(functions, "generate-copy", b'"pong"')


def billed(answer):
    log = base64.b64decode(answer["LogResult"]).decode()
    return int(log.split("Billed Duration: ")[1].split(" ")[0])


def initialised(answer):
    """The part of a bill that is no work of the handler."""
    log = base64.b64decode(answer["LogResult"]).decode()
    return float(log.split("Init Duration: ")[1].split(" ")[0]) if "Init Duration" in log else 0


def test_a_program_that_crashes_ends_its_invocation_at_once(functions, program):
    make(functions, "crash", Timeout=60)
    process = program(HANDLER, "crash")
    attached(functions, "crash", b'"pong"')
    begun = time.monotonic()
    answer = functions.invoke(FunctionName="crash", Payload=b'{"exits": true}')
    assert time.monotonic() - begun < 5 and process.wait() == 3
    assert answer["FunctionError"] == "Unhandled"
    error = json.loads(answer["Payload"].read())
    assert error["errorType"] == "Runtime.ExitError"
    assert error["errorMessage"].startswith("RequestId: " + answer["ResponseMetadata"]["RequestId"])
    gone = json.loads(functions.invoke(FunctionName="crash", Payload=b"{}")["Payload"].read())
    assert "no program is attached to crash" in gone["errorMessage"]
    program(HANDLER, "crash")
    attached(functions, "crash", b'"pong"')


def test_an_event_that_crashes_its_program_is_tried_again_and_frees_its_place(functions, program, tmp_path):
    make(functions, "crashes", Timeout=60)
    for _ in range(4):
        program(HANDLER, "crashes")
    attached(functions, "crashes", b'"pong"')
    time.sleep(2)
    functions.put_function_concurrency(FunctionName="crashes", ReservedConcurrentExecutions=1)
    functions.invoke(FunctionName="crashes", InvocationType="Event", Payload=b'{"exits": true}')
    until(lambda: (tmp_path / "crashes.txt").exists() and (tmp_path / "crashes.txt").read_text() == "xxx")


    def answers():
        try:
            return functions.invoke(FunctionName="crashes", Payload=b'"ping"')["Payload"].read() == b'"pong"'
        except functions.exceptions.TooManyRequestsException:
            return False

    until(answers)
    functions.delete_function(FunctionName="crashes")


def test_an_event_that_takes_too_long_is_tried_again(functions, program, server):
    make(functions, "late", Timeout=1)
    program(HANDLER, "late")
    attached(functions, "late", b'"pong"')
    event = functions.invoke(FunctionName="late", InvocationType="Event", Payload=b'{"sleeps": 1.4}')
    assert event["StatusCode"] == 202

    def ends():
        with urllib.request.urlopen(server + "/_finegrain/journal?service=lambda") as lines:
            calls = [json.loads(line) for line in lines]
        return sum(c["operation"] == "EndInvocation" and "/late/" in c["target"] for c in calls)

    until(lambda: ends() == 3)
    attached(functions, "late", b'"pong"')


def test_the_remaining_time_is_the_functions(functions, program):
    make(functions, "timed", Timeout=20)
    program(HANDLER, "timed")
    attached(functions, "timed", b'"pong"')
    left = json.loads(functions.invoke(FunctionName="timed", Payload=b'{"topics": 1}')["Payload"].read())
    assert 10_000 < left <= 20_000


def test_a_handler_times_out_in_virtual_time(functions, program):
    make(functions, "virtual", Timeout=1)
    program(HANDLER, "virtual")
    attached(functions, "virtual", b'"pong"')
    answer = functions.invoke(FunctionName="virtual", Payload=b'{"topics": 100}', LogType="Tail")
    assert json.loads(answer["Payload"].read())["errorType"] == "Sandbox.Timedout"
    assert billed(answer) == 1_000


def test_a_bill_holds_what_its_own_handler_did(functions, program):
    from concurrent.futures import ThreadPoolExecutor

    for name in ["quiet", "chatty"]:
        make(functions, name, Timeout=60)
        program(HANDLER, name)
        attached(functions, name, b'"pong"')

    def invoke(name, payload):
        return functions.invoke(FunctionName=name, Payload=payload, LogType="Tail")

    with ThreadPoolExecutor(2) as pool:
        quiet = pool.submit(invoke, "quiet", b'{"sleeps": 1}')
        chatty = pool.submit(invoke, "chatty", b'{"topics": 50}')
        assert billed(quiet.result()) - initialised(quiet.result()) <= 2
        assert billed(chatty.result()) - initialised(chatty.result()) > 500


def test_a_reset_answers_callers_and_leaves_programs_alive(tmp_path):
    process, url, _ = start()
    address = url.removeprefix("http://") + "/mine"
    (tmp_path / "app.py").write_text(HANDLER)
    handler = subprocess.Popen(
        [sys.executable, "-m", "awslambdaric", "app.handler"],
        cwd=tmp_path,
        env={**os.environ, "AWS_LAMBDA_RUNTIME_API": address},
    )
    config = Config(retries={"total_max_attempts": 1})
    functions = boto3.client("lambda", endpoint_url=url, config=config)
    until(lambda: any(f["FunctionName"] == "mine" for f in functions.list_functions()["Functions"]))
    try:
        waiting = threading.Timer(
            0.5, lambda: urllib.request.urlopen(urllib.request.Request(url + "/_finegrain/reset", method="POST"))
        )
        waiting.start()
        begun = time.monotonic()
        error = refusal(functions.invoke, FunctionName="mine", Payload=b'{"sleeps": 2}')
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 500
        assert time.monotonic() - begun < 1.5
        with urllib.request.urlopen(url + "/_finegrain/health") as health:
            assert json.load(health)["calls"] == 0
        assert functions.invoke(FunctionName="mine", Payload=b'"ping"')["Payload"].read() == b'"pong"'
        assert handler.poll() is None
    finally:
        handler.kill()
        handler.wait()
        stop(process)


def test_a_function_made_anew_keeps_its_program(functions, program):
    make(functions, "anew")
    program(HANDLER, "anew")
    attached(functions, "anew", b'"pong"')
    make(functions, "anew")
    assert functions.invoke(FunctionName="anew", Payload=b'"ping"')["Payload"].read() == b'"pong"'


def test_settings_are_given_back(functions):
    settings = {
        "Architectures": ["arm64"],
        "EphemeralStorage": {"Size": 1024},
        "TracingConfig": {"Mode": "Active"},
        "LoggingConfig": {"LogFormat": "JSON", "LogGroup": "/my/logs", "SystemLogLevel": "WARN"},
    }
    made = assert_fits(functions, "CreateFunction", make(functions, "settings", **settings))
    assert {name: made[name] for name in ["Architectures", "EphemeralStorage", "TracingConfig"]} == {
        name: settings[name] for name in ["Architectures", "EphemeralStorage", "TracingConfig"]
    }
    assert made["LoggingConfig"] == {"ApplicationLogLevel": "INFO", **settings["LoggingConfig"]}
    layer = "arn:aws:lambda:us-east-1:123456789012:layer:l:1"
    changed = functions.update_function_configuration(
        FunctionName="settings", EphemeralStorage={"Size": 2048}, Layers=[layer], RevisionId=made["RevisionId"]
    )
    assert_fits(functions, "UpdateFunctionConfiguration", changed)
    assert (changed["EphemeralStorage"], changed["Architectures"]) == ({"Size": 2048}, ["arm64"])
    assert changed["Layers"][0]["Arn"] == layer
    with pytest.raises(functions.exceptions.PreconditionFailedException):
        functions.update_function_configuration(FunctionName="settings", Timeout=5, RevisionId=made["RevisionId"])


@pytest.mark.parametrize(
    "settings,word",
    [
        ({"Runtime": "cobol85"}, "runtime"),
        ({"Role": "me"}, "role"),
        ({"FunctionName": "x" * 65}, "functionName"),
        ({"Architectures": ["mips"]}, "architectures"),
        ({"EphemeralStorage": {"Size": 40_000}}, "ephemeralStorage"),
        ({"TracingConfig": {"Mode": "Never"}}, "tracingConfig"),
        ({"Handler": "a b"}, "handler"),
        ({"Code": {}}, "code"),
        ({"Code": {"ZipFile": b""}}, "zip"),
        ({"Environment": {"Variables": {"AWS_REGION": "x"}}}, "AWS_REGION"),
        ({"Environment": {"Variables": {"1x": "x"}}}, "environment"),
        ({"Description": "x" * 257}, "description"),
        ({"DeadLetterConfig": {"TargetArn": "arn:aws:sns:eu-west-1:123456789012:t"}}, "eu-west-1"),
    ],
)
def test_values_out_of_the_model_are_refused(functions, settings, word):
    good = {
        "FunctionName": "refused",
        "Runtime": "python3.13",
        "Role": "arn:aws:iam::123456789012:role/r",
        "Handler": "app.handler",
        "Code": {"ZipFile": b"PK"},
    }
    error = refusal(functions.create_function, **{**good, **settings}).response
    assert error["Error"]["Code"] in ["ValidationException", "InvalidParameterValueException"]
    assert word in error["Error"]["Message"]
    assert refusal(functions.get_function, FunctionName="refused")


def test_runtime_and_handler_are_mandatory(functions):
    role = "arn:aws:iam::123456789012:role/r"
    error = refusal(functions.create_function, FunctionName="none", Role=role, Code={"ZipFile": b"PK"})
    assert "Runtime and Handler are mandatory" in error.response["Error"]["Message"]


def test_bad_lists_are_refused(functions, server):
    error = refusal(functions.list_functions, Marker="generate-copy").response
    assert error["Error"]["Code"] == "InvalidParameterValueException"
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(server + "/2015-03-31/functions?MaxItems=many")
    assert caught.value.code == 400


def test_functions_elsewhere_are_out_of_reach(functions):
    far = ARN.replace("us-east-1", "eu-west-1") + "generate-copy"
    error = refusal(functions.invoke, FunctionName=far, Payload=b"{}").response["Error"]
    assert error["Code"] == "ResourceNotFoundException"
    assert error["Message"] == "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"
    foreign = ARN.replace("123456789012", "999999999999") + "generate-copy"
    for call in [functions.invoke, functions.get_function]:
        error = refusal(call, FunctionName=foreign).response
        assert (error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]) == ("AccessDeniedException", 403)


def test_permissions_are_kept(functions):
    make(functions, "open")
    source = "arn:aws:sns:us-east-1:123456789012:t"
    statement = {"StatementId": "sns", "Action": "lambda:InvokeFunction", "Principal": "sns.amazonaws.com"}
    added = functions.add_permission(FunctionName="open", **statement, SourceArn=source)
    told = json.loads(assert_fits(functions, "AddPermission", added)["Statement"])
    assert told["Principal"] == {"Service": "sns.amazonaws.com"} and told["Resource"] == ARN + "open"
    with pytest.raises(functions.exceptions.ResourceConflictException):
        functions.add_permission(FunctionName="open", **statement)
    policy = assert_fits(functions, "GetPolicy", functions.get_policy(FunctionName="open"))
    assert json.loads(policy["Policy"])["Statement"] == [told]
    with pytest.raises(functions.exceptions.PreconditionFailedException):
        functions.remove_permission(FunctionName="open", StatementId="sns", RevisionId="old")
    functions.remove_permission(FunctionName="open", StatementId="sns", RevisionId=policy["RevisionId"])
    for call in [
        lambda: functions.get_policy(FunctionName="open"),
        lambda: functions.remove_permission(FunctionName="open", StatementId="sns"),
    ]:
        with pytest.raises(functions.exceptions.ResourceNotFoundException):
            call()


def test_code_can_be_changed(functions):
    made = make(functions, "recoded")
    changed = functions.update_function_code(FunctionName="recoded", ZipFile=b"PK2", RevisionId=made["RevisionId"])
    assert_fits(functions, "UpdateFunctionCode", changed)
    assert changed["CodeSize"] == 3 and changed["CodeSha256"] != made["CodeSha256"]
    assert changed["RevisionId"] != made["RevisionId"]
    dry = functions.update_function_code(FunctionName="recoded", ZipFile=b"PK", DryRun=True)
    assert dry["CodeSha256"] == made["CodeSha256"]
    assert functions.get_function_configuration(FunctionName="recoded")["CodeSha256"] == changed["CodeSha256"]
    error = refusal(functions.update_function_code, FunctionName="recoded").response
    assert error["Error"]["Code"] == "InvalidParameterValueException"
