"""Bedrock's batch jobs, from files in S3 to files in S3."""

import json

import pytest

HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"


@pytest.fixture
def s3(aws):
    return aws("s3", s3={"addressing_style": "path"})


def job(bedrock, name, key, **settings):
    return bedrock.create_model_invocation_job(
        jobName=name, roleArn="arn:aws:iam::123456789012:role/batch-job-role", modelId=HAIKU,
        inputDataConfig={"s3InputDataConfig": {"s3Uri": f"s3://finegrain/{key}"}},
        outputDataConfig={"s3OutputDataConfig": {"s3Uri": "s3://finegrain/out/"}}, **settings)["jobArn"]


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
