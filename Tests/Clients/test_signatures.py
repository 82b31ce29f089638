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


def signed(strict, body, sent=None, service="bedrock", **headers):
    """Status, error type and answer of a Converse call that is signed over one body and sent with another."""
    import requests_raw as raw
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    url = f"{strict}/model/{HAIKU}/converse"
    request = AWSRequest("POST", url, data=body, headers={"Content-Type": "application/json", **headers})
    SigV4Auth(Credentials("finegrain", "finegrain"), service, "us-east-1").add_auth(request)
    status, answered, data = raw.send("POST", url, sent or body, dict(request.headers))
    return status, answered.get("x-amzn-errortype"), data


def test_a_body_changed_after_signing_is_refused(strict):
    import hashlib
    import json

    body = json.dumps({"messages": SAY}).encode()
    other = body.replace(b"hi", b"ho")
    assert signed(strict, body)[0] == 200
    for headers in ({}, {"X-Amz-Content-SHA256": hashlib.sha256(body).hexdigest()}, {"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"}):
        assert signed(strict, body, other, **headers)[:2] == (403, "InvalidSignatureException")


@pytest.mark.parametrize("service", ["lambda", "sns", "s3", "dynamodb"])
def test_a_signature_for_another_service_is_refused(strict, service):
    status, code, body = signed(strict, b'{"messages":[]}', service=service)
    assert (status, code) == (403, "InvalidSignatureException")
    assert body["message"] == "Credential should be scoped to correct service: 'bedrock'."


@pytest.mark.parametrize("version", [None, "s3v4"])
def test_addresses_signed_beforehand_are_verified(strict, version):
    from test_s3 import sent

    settings = {"s3": {"addressing_style": "path"}, **({"signature_version": version} if version else {})}
    for secret, status in (("finegrain", 200), ("other", 403)):
        signer = client("s3", strict, secret=secret, **settings)
        for key in ("plain", "a b/ü+&=%25"):
            wanted = {"Bucket": "finegrain", "Key": key}
            put = signer.generate_presigned_url("put_object", Params=wanted | {"ContentType": "text/plain", "Metadata": {"a": "b"}})
            assert sent("PUT", put, b"1", {"Content-Type": "text/plain", "x-amz-meta-a": "b"})[0] == status
            get = signer.generate_presigned_url("get_object", Params=wanted | {"ResponseContentType": "x/y"})
            assert sent("GET", get)[0] == status
            assert sent("GET", get.replace("x%2Fy", "x%2Fz"))[0] == 403
            assert sent("DELETE", get)[0] == 403


def test_unsigned_requests_to_s3_are_denied(strict):
    from test_s3 import sent

    status, body = sent("GET", f"{strict}/finegrain/k")
    assert status == 403 and b"<Code>AccessDenied</Code><Message>Access Denied</Message>" in body
