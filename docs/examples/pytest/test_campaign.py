"""A pipeline from end to end, offline: Lambda, Cortex, Bedrock, Snowflake, and the bill."""

import json

import boto3


def invoke(function, segment):
    answer = boto3.client("lambda").invoke(FunctionName=function, Payload=json.dumps({"segment": segment}))
    return answer, json.loads(answer["Payload"].read())


def test_copy_is_written_for_a_segment(cloud, function):
    answer, result = invoke(function, "city, under 30")
    assert "FunctionError" not in answer
    assert result["variants"] == 2
    usage = {row["service"] for row in cloud.get("usage")["usage"]}
    assert {"lambda", "cortex", "bedrock", "snowflake"} <= usage
    assert cloud.get("invoice")["total_usd"] > 0


def test_the_same_run_gives_the_same_bill(cloud, function):
    bills = []
    for _ in range(2):
        cloud.send("POST", "reset")
        invoke(function, "city, under 30")
        bills.append(cloud.get("usage"))
    assert bills[0] == bills[1]


def test_a_throttled_model_is_asked_again(cloud, function):
    cloud.inject({"service": "bedrock", "operation": "converse", "kind": "throttle", "nth": 1})
    answer, result = invoke(function, "country, over 60")
    assert "FunctionError" not in answer and result["variants"] == 2


def test_an_answer_that_is_no_json_fails_loudly(cloud, function):
    cloud.inject({"service": "bedrock", "kind": "malformed_json"})
    answer, result = invoke(function, "city, under 30")
    assert answer["FunctionError"] == "Unhandled" and result["errorType"] == "JSONDecodeError"
