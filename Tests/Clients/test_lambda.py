"""boto3's Lambda client and the official Python runtime, unmodified, against the mock."""

import base64
import json
import os
import subprocess
import sys
import time

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from aws_answers import assert_fits, assert_modelled

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
        environment = {**os.environ, "AWS_LAMBDA_RUNTIME_API": address}
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
        FunctionName="life", Timeout=9, Environment={"Variables": {"K": "V"}}
    )
    assert_fits(functions, "UpdateFunctionConfiguration", changed)
    assert changed["RevisionId"] != made["RevisionId"]
    read = assert_fits(
        functions, "GetFunctionConfiguration", functions.get_function_configuration(FunctionName="life")
    )
    assert (read["Timeout"], read["Environment"]["Variables"]) == (9, {"K": "V"})
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
