"""Bedrock's batch jobs, from files in S3 to files in S3."""

import json

import pytest

HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"


@pytest.fixture
def s3(aws):
    return aws("s3", s3={"addressing_style": "path"})


def job(bedrock, name, key, output="s3://finegrain/out/", **settings):
    return bedrock.create_model_invocation_job(
        jobName=name, roleArn="arn:aws:iam::123456789012:role/batch-job-role", modelId=HAIKU,
        inputDataConfig={"s3InputDataConfig": {"s3Uri": f"s3://finegrain/{key}"}},
        outputDataConfig={"s3OutputDataConfig": {"s3Uri": output}}, **settings)["jobArn"]


def finished(bedrock, arn):
    statuses = []
    for _ in range(20):
        answer = bedrock.get_model_invocation_job(jobIdentifier=arn)
        statuses.append(answer["status"])
        if answer["status"] in ("Completed", "PartiallyCompleted", "Failed", "Stopped"):
            return answer, statuses
    raise AssertionError(f"the job never ends: {statuses}")


def lines(s3, key):
    return [json.loads(line) for line in s3.get_object(Bucket="finegrain", Key=key)["Body"].read().splitlines()]


def test_a_job_answers_every_record(aws, s3):
    records = [{"recordId": f"R{i:03}", "modelInput": {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 40,
                "messages": [{"role": "user", "content": f"Line {i}"}]}} for i in range(30)]
    records[7]["modelInput"].pop("max_tokens")
    s3.put_object(Bucket="finegrain", Key="in/job.jsonl", Body="\n".join(map(json.dumps, records)))
    bedrock = aws("bedrock")
    arn = job(bedrock, "first", "in/job.jsonl")
    answer, statuses = finished(bedrock, arn)
    assert answer["status"] == "PartiallyCompleted" and "InProgress" in statuses
    assert (answer["totalRecordCount"], answer["successRecordCount"], answer["errorRecordCount"]) == (30, 29, 1)
    folder = "out/" + arn.split("/")[-1] + "/"
    output = lines(s3, folder + "job.jsonl.out")
    assert [line["recordId"] for line in output] == [record["recordId"] for record in records]
    assert "max_tokens" in output[7]["error"]["errorMessage"]
    texts = {line["modelOutput"]["content"][0]["text"] for line in output if "modelOutput" in line}
    assert len(texts) > 20
    manifest = lines(s3, folder + "manifest.json.out")[0]
    assert manifest["successRecordCount"] == 29 and manifest["outputTokenCount"] > 29
    assert [row["jobArn"] for row in bedrock.list_model_invocation_jobs(nameContains="first")["invocationJobSummaries"]] == [arn]


def test_a_job_of_converse_bodies_and_one_that_is_stopped(aws, s3):
    record = {"modelInput": {"messages": [{"role": "user", "content": [{"text": "hi"}]}], "inferenceConfig": {"maxTokens": 20}}}
    s3.put_object(Bucket="finegrain", Key="in/converse.jsonl", Body=json.dumps(record))
    bedrock = aws("bedrock")
    arn = job(bedrock, "converse", "in/converse.jsonl", modelInvocationType="Converse")
    assert finished(bedrock, arn)[0]["status"] == "Completed"
    output = lines(s3, "out/" + arn.split("/")[-1] + "/converse.jsonl.out")
    assert output[0]["modelOutput"]["output"]["message"]["content"][0]["text"]
    stopped = job(bedrock, "stopped", "in/converse.jsonl", modelInvocationType="Converse")
    bedrock.stop_model_invocation_job(jobIdentifier=stopped)
    assert finished(bedrock, stopped)[0]["status"] == "Stopped"


def test_jobs_without_an_input_or_a_model_fail(aws):
    bedrock = aws("bedrock")
    answer, _ = finished(bedrock, job(bedrock, "lost", "in/nothing.jsonl"))
    assert answer["status"] == "Failed" and "no input" in answer["message"]
    with pytest.raises(bedrock.exceptions.ValidationException):
        bedrock.create_model_invocation_job(
            jobName="x", roleArn="arn:aws:iam::123456789012:role/r", modelId="nobody.model-v1:0",
            inputDataConfig={"s3InputDataConfig": {"s3Uri": "s3://finegrain/a"}},
            outputDataConfig={"s3OutputDataConfig": {"s3Uri": "s3://finegrain/out/"}})
    with pytest.raises(bedrock.exceptions.ResourceNotFoundException):
        bedrock.get_model_invocation_job(jobIdentifier="arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/000000000000")


def test_the_same_token_is_the_same_job(aws, s3):
    s3.put_object(Bucket="finegrain", Key="in/one.jsonl", Body=json.dumps({"modelInput": {"messages": []}}))
    bedrock = aws("bedrock")
    first = job(bedrock, "token", "in/one.jsonl", clientRequestToken="t" * 33)
    assert job(bedrock, "token", "in/one.jsonl", clientRequestToken="t" * 33) == first


def put(s3, key, records):
    body = "\n".join(record if isinstance(record, str) else json.dumps(record) for record in records)
    s3.put_object(Bucket="finegrain", Key=key, Body=body)


def said(text, **members):
    return {"modelInput": {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 40, "messages": [{"role": "user", "content": text}], **members}}


def keys(s3, arn):
    page = s3.list_objects_v2(Bucket="finegrain", Prefix="out/" + arn.split("/")[-1])
    return [item["Key"].split("/", 2)[2] for item in page.get("Contents", [])]


def test_a_folder_gives_a_file_for_each_of_its_files(aws, s3):
    for name in ("a.jsonl", "b.jsonl", "deep/a.jsonl"):
        put(s3, f"folder/{name}", [said(name), said(name + "!")])
    bedrock = aws("bedrock")
    arn = job(bedrock, "folder", "folder/")
    assert finished(bedrock, arn)[0]["totalRecordCount"] == 6
    assert keys(s3, arn) == ["a.jsonl.out", "b.jsonl.out", "deep/a.jsonl.out", "manifest.json.out"]
    assert len(lines(s3, f"out/{arn.split('/')[-1]}/deep/a.jsonl.out")) == 2


def test_a_line_that_cannot_be_answered_keeps_what_it_said(aws, s3):
    put(s3, "in/broken.jsonl", ["{broken", {"recordId": "none", "note": 1}, '"text"', said("fine")])
    bedrock = aws("bedrock")
    arn = job(bedrock, "broken", "in/broken.jsonl")
    assert finished(bedrock, arn)[0]["errorRecordCount"] == 3
    output = lines(s3, f"out/{arn.split('/')[-1]}/broken.jsonl.out")
    assert [line.get("modelInput") for line in output[:3]] == ["{broken", None, "text"]
    assert output[1]["recordId"] == "none" and output[1]["note"] == 1
    assert all(set(line["error"]) == {"errorCode", "errorMessage"} for line in output[:3])
    assert "modelOutput" in output[3]


def test_converse_records_end_for_the_reason_that_they_end(aws, s3):
    tool = {"toolSpec": {"name": "f", "inputSchema": {"json": {"type": "object"}}}}
    ask = [{"role": "user", "content": [{"text": "hi"}]}]
    put(s3, "in/reasons.jsonl", [
        {"modelInput": {"messages": ask, "toolConfig": {"tools": [tool], "toolChoice": {"any": {}}}}},
        {"modelInput": {"messages": ask, "inferenceConfig": {"stopSequences": ["e"]}}},
        {"modelInput": {"messages": ask, "inferenceConfig": {"maxTokens": 3}}}])
    bedrock = aws("bedrock")
    arn = job(bedrock, "reasons", "in/reasons.jsonl", modelInvocationType="Converse")
    finished(bedrock, arn)
    output = lines(s3, f"out/{arn.split('/')[-1]}/reasons.jsonl.out")
    assert [line["modelOutput"]["stopReason"] for line in output] == ["tool_use", "stop_sequence", "max_tokens"]


def test_polls_of_the_list_let_a_job_end_and_its_output_is_there_without_asking_for_it(aws, s3):
    put(s3, "in/polled.jsonl", [said("one")])
    bedrock = aws("bedrock")
    arn = job(bedrock, "polled", "in/polled.jsonl")
    assert keys(s3, arn) == []
    used = []
    watching = lambda http_response, **_: used.append(http_response.headers.get("finegrain-usage"))
    for client in (bedrock, s3):
        client.meta.events.register("after-call", watching)
    statuses = [bedrock.list_model_invocation_jobs(nameContains="polled")["invocationJobSummaries"][0]["status"] for _ in range(4)]
    assert statuses[0] == "Validating" or statuses[0] == "Submitted"
    assert keys(s3, arn) == ["manifest.json.out", "polled.jsonl.out"]
    assert bedrock.list_model_invocation_jobs(nameContains="polled")["invocationJobSummaries"][0]["status"] == "Completed"
    assert sum("batch" in (text or "") for text in used) == 1


def test_a_job_without_a_place_for_its_output_fails_in_the_past(aws, s3):
    put(s3, "in/nowhere.jsonl", [said("one")])
    bedrock = aws("bedrock")
    arn = job(bedrock, "nowhere", "in/nowhere.jsonl", output="s3://no-such-bucket/out/")
    answer, statuses = finished(bedrock, arn)
    assert answer["status"] == "Failed" and "no-such-bucket" in answer["message"]
    assert answer["submitTime"] < answer["endTime"] == answer["lastModifiedTime"]
    later = job(bedrock, "later", "in/nowhere.jsonl")
    assert answer["endTime"] <= bedrock.get_model_invocation_job(jobIdentifier=later)["submitTime"]
    assert "no-such-bucket" not in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]


def test_a_token_with_another_request_is_a_conflict(aws, s3):
    put(s3, "in/token.jsonl", [said("one")])
    bedrock = aws("bedrock")
    job(bedrock, "token-a", "in/token.jsonl", clientRequestToken="u" * 33)
    with pytest.raises(bedrock.exceptions.ConflictException):
        job(bedrock, "token-b", "in/token.jsonl", clientRequestToken="u" * 33)


@pytest.mark.parametrize("changed", [
    {"jobName": "my job"}, {"roleArn": "nobody"}, {"inputDataConfig": {"s3InputDataConfig": {"s3Uri": "http://x/y"}}}])
def test_names_that_do_not_fit_their_pattern_are_refused(aws, changed):
    bedrock = aws("bedrock")
    request = {
        "jobName": "fits", "roleArn": "arn:aws:iam::123456789012:role/r", "modelId": HAIKU,
        "inputDataConfig": {"s3InputDataConfig": {"s3Uri": "s3://finegrain/a"}},
        "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://finegrain/out/"}}}
    with pytest.raises(bedrock.exceptions.ValidationException, match="pattern"):
        bedrock.create_model_invocation_job(**{**request, **changed})


def test_lists_are_filtered_by_time_and_status_and_ordered(aws, s3):
    put(s3, "in/listed.jsonl", [said("one")])
    bedrock = aws("bedrock")
    for name in ("listed-a", "listed-b"):
        finished(bedrock, job(bedrock, name, "in/listed.jsonl"))

    def names(**filters):
        return [row["jobName"] for row in bedrock.list_model_invocation_jobs(nameContains="listed", **filters)["invocationJobSummaries"]]

    assert names(sortBy="CreationTime", sortOrder="Descending") == ["listed-b", "listed-a"]
    assert names(submitTimeAfter="2001-01-01", submitTimeBefore="2080-01-01", statusEquals="Completed") == ["listed-a", "listed-b"]
    assert names(submitTimeAfter="2080-01-01") == names(submitTimeBefore="2001-01-01") == names(statusEquals="Failed") == []
    pages = bedrock.get_paginator("list_model_invocation_jobs").paginate(nameContains="listed", PaginationConfig={"PageSize": 1})
    assert [len(page["invocationJobSummaries"]) for page in pages] == [1, 1]


@pytest.mark.parametrize("path", [
    "/model-invocation-jobs?statusEquals=Bogus", "/model-invocation-jobs?maxResults=0", "/model-invocation-jobs?maxResults=1001",
    "/model-invocation-jobs?sortOrder=Up", "/model-invocation-jobs?sortBy=Name", "/model-invocation-jobs?submitTimeAfter=now",
    "/model-invocation-jobs?nextToken=9223372036854775807", "/model-invocation-jobs?maxResults=9223372036854775807&nextToken=1",
    "/prompts/?maxResults=9223372036854775807&nextToken=1", "/prompts/?nextToken=9223372036854775807", "/prompts/?nextToken=-1",
    "/inference-profiles?nextToken=x", "/foundation-models?byOutputModality=SMELL", "/foundation-models?byInferenceType=FOO",
    "/foundation-models?colour=red", "/prompts/?maxResults=1001",
])
def test_queries_outside_the_model_are_refused(server, path):
    import requests_raw as raw

    status, headers, _ = raw.get(server + path)
    assert (status, headers["x-amzn-errortype"]) == (400, "ValidationException")
