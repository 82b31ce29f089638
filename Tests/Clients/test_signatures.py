"""Signatures, verified when the server is told to."""

import boto3
import conftest
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"
SAY = [{"role": "user", "content": [{"text": "hi"}]}]
ARN = f"arn:aws:bedrock:us-east-1::foundation-model/{HAIKU}"


@pytest.fixture(scope="module")
def strict():
    process, url, _ = conftest.start("--strict-auth")
    yield url
    conftest.stop(process)


def client(service, url, secret="finegrain", key="finegrain", **settings):
    config = Config(retries={"total_max_attempts": 1}, **settings)
    return boto3.client(service, endpoint_url=url, config=config, aws_access_key_id=key, aws_secret_access_key=secret, region_name="us-east-1")


def test_a_good_signature_passes_also_with_escapes_in_the_path(strict):
    runtime = client("bedrock-runtime", strict)
    assert runtime.converse(modelId=HAIKU, messages=SAY)["stopReason"] == "end_turn"
    assert runtime.converse(modelId=ARN, messages=SAY)["stopReason"] == "end_turn"
    assert client("bedrock", strict).list_foundation_models(byProvider="Meta")["modelSummaries"]


def test_a_wrong_secret_key_or_none_is_refused(strict):
    import requests_raw as raw

    with pytest.raises(ClientError, match="InvalidSignatureException"):
        client("bedrock-runtime", strict, secret="other").converse(modelId=HAIKU, messages=SAY)
    with pytest.raises(ClientError, match="UnrecognizedClientException"):
        client("bedrock-runtime", strict, key="other").converse(modelId=HAIKU, messages=SAY)
    status, headers, _ = raw.post(f"{strict}/model/{HAIKU}/converse", {"messages": SAY})
    assert status == 403 and headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"


def test_who_asks_is_told(server):
    client_ = boto3.client("sts", endpoint_url=server, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    assert client_.get_caller_identity()["Account"] == "123456789012"
