"""boto3's S3 client, unmodified, against the mock: objects, buckets, listings, checksums, refusals."""

import hashlib
import io
import urllib.error
import urllib.request

import boto3
import pytest
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

from aws_answers import assert_fits


def client(server, **settings):
    return boto3.client(
        "s3",
        endpoint_url=server,
        region_name="us-east-1",
        aws_access_key_id="finegrain",
        aws_secret_access_key="finegrain",
        config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}, **settings),
    )


@pytest.fixture(scope="module")
def s3(server):
    return client(server)


@pytest.fixture
def bucket(s3, request):
    name = "b-" + hashlib.md5(request.node.name.encode()).hexdigest()[:12]
    s3.create_bucket(Bucket=name)
    yield name
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name):
        for item in page.get("Contents", []):
            s3.delete_object(Bucket=name, Key=item["Key"])
    s3.delete_bucket(Bucket=name)


def refusal(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response
    return error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]


def test_an_object_comes_back_as_it_was_put(s3, bucket):
    body = bytes(range(256)) * 300
    put = assert_fits(
        s3,
        "PutObject",
        s3.put_object(
            Bucket=bucket,
            Key="in/batch one.jsonl",
            Body=body,
            ContentType="application/jsonl",
            CacheControl="no-cache",
            Metadata={"campaign": "c1"},
        ),
    )
    assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
    got = s3.get_object(Bucket=bucket, Key="in/batch one.jsonl")
    assert got["Body"].read() == body
    assert got["ContentLength"] == len(body)
    assert (got["ContentType"], got["CacheControl"], got["Metadata"]) == (
        "application/jsonl",
        "no-cache",
        {"campaign": "c1"},
    )
    assert got["ChecksumCRC32"] == put["ChecksumCRC32"]
    head = assert_fits(s3, "HeadObject", s3.head_object(Bucket=bucket, Key="in/batch one.jsonl"))
    assert (head["ContentLength"], head["ETag"]) == (len(body), put["ETag"])


@pytest.mark.parametrize("key", ["a b", "a//b", "folder/", "ä/ö?#%25+&=", "../../etc/passwd", "x" * 1024])
def test_any_key_is_a_name(s3, bucket, key):
    s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == key.encode()
    assert [item["Key"] for item in s3.list_objects_v2(Bucket=bucket)["Contents"]] == [key]


@pytest.mark.parametrize(
    "header,expected",
    [("bytes=0-3", b"0123"), ("bytes=7-", b"789"), ("bytes=-2", b"89"), ("bytes=5-100", b"56789")],
)
def test_a_range_is_a_part(s3, bucket, header, expected):
    s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")
    got = s3.get_object(Bucket=bucket, Key="k", Range=header)
    assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert got["Body"].read() == expected
    assert got["ContentRange"].endswith("/10")


def test_a_range_past_the_end_is_refused(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")
    assert refusal(s3.get_object, Bucket=bucket, Key="k", Range="bytes=10-") == ("InvalidRange", 416)


def test_a_copy_keeps_or_replaces_the_metadata(s3, bucket):
    s3.put_object(Bucket=bucket, Key="from here", Body=b"x", Metadata={"a": "1"})
    copy = s3.copy_object(Bucket=bucket, Key="to", CopySource={"Bucket": bucket, "Key": "from here"})
    assert_fits(s3, "CopyObject", copy)
    assert s3.head_object(Bucket=bucket, Key="to")["Metadata"] == {"a": "1"}
    s3.copy_object(
        Bucket=bucket, Key="to", CopySource=f"{bucket}/to", MetadataDirective="REPLACE", Metadata={"b": "2"}
    )
    assert s3.head_object(Bucket=bucket, Key="to")["Metadata"] == {"b": "2"}
    same = dict(Bucket=bucket, Key="to", CopySource=f"{bucket}/to")
    assert refusal(s3.copy_object, **same) == ("InvalidRequest", 400)


def test_listings_group_and_page(s3, bucket):
    for key in ["a/1", "a/2", "b/1", "c", "d e"]:
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    top = assert_fits(s3, "ListObjectsV2", s3.list_objects_v2(Bucket=bucket, Delimiter="/"))
    assert [p["Prefix"] for p in top["CommonPrefixes"]] == ["a/", "b/"]
    assert [c["Key"] for c in top["Contents"]] == ["c", "d e"]
    assert top["KeyCount"] == 4
    pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 2}))
    assert [len(page["Contents"]) for page in pages] == [2, 2, 1]
    first = s3.list_objects_v2(Bucket=bucket, Delimiter="/", MaxKeys=1)
    second = s3.list_objects_v2(
        Bucket=bucket, Delimiter="/", MaxKeys=1, ContinuationToken=first["NextContinuationToken"]
    )
    assert second["CommonPrefixes"] == [{"Prefix": "b/"}]
    assert s3.list_objects_v2(Bucket=bucket, Prefix="a/", StartAfter="a/1")["Contents"][0]["Key"] == "a/2"
    assert_fits(s3, "ListObjects", s3.list_objects(Bucket=bucket))
    assert s3.list_objects_v2(Bucket=bucket, MaxKeys=0)["KeyCount"] == 0


def test_buckets_are_made_listed_found_and_removed(s3):
    s3.create_bucket(Bucket="made-here")
    s3.create_bucket(Bucket="made-here")
    names = [b["Name"] for b in assert_fits(s3, "ListBuckets", s3.list_buckets())["Buckets"]]
    assert "made-here" in names and "finegrain" in names
    s3.head_bucket(Bucket="made-here")
    assert s3.get_bucket_location(Bucket="made-here")["LocationConstraint"] is None
    s3.put_object(Bucket="made-here", Key="k", Body=b"")
    assert refusal(s3.delete_bucket, Bucket="made-here") == ("BucketNotEmpty", 409)
    s3.delete_object(Bucket="made-here", Key="k")
    s3.delete_bucket(Bucket="made-here")
    assert refusal(s3.head_bucket, Bucket="made-here") == ("404", 404)


def test_many_objects_go_in_one_request(s3, bucket):
    for key in ["1", "2 & 3", "<4>"]:
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    gone = s3.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": "1"}, {"Key": "2 & 3"}, {"Key": "<4>"}, {"Key": "none"}]}
    )
    assert_fits(s3, "DeleteObjects", gone)
    assert [d["Key"] for d in gone["Deleted"]] == ["1", "2 & 3", "<4>", "none"]
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0
    quiet = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "1"}], "Quiet": True})
    assert "Deleted" not in quiet


def test_large_files_go_up_in_parts(s3, bucket):
    body = bytes(i % 251 for i in range(11 << 20))
    config = TransferConfig(multipart_threshold=6 << 20, multipart_chunksize=5 << 20)
    s3.upload_fileobj(io.BytesIO(body), bucket, "big", Config=config)
    head = s3.head_object(Bucket=bucket, Key="big")
    assert head["ContentLength"] == len(body) and head["ETag"].endswith('-3"')
    back = io.BytesIO()
    s3.download_fileobj(bucket, "big", back, Config=config)
    assert back.getvalue() == body


def test_parts_out_of_place_are_refused(s3, bucket):
    upload = assert_fits(
        s3, "CreateMultipartUpload", s3.create_multipart_upload(Bucket=bucket, Key="k")
    )["UploadId"]
    named = dict(Bucket=bucket, Key="k", UploadId=upload)
    tags = [s3.upload_part(**named, PartNumber=n, Body=b"x")["ETag"] for n in (1, 2)]
    parts = [{"PartNumber": n + 1, "ETag": tag} for n, tag in enumerate(tags)]
    complete = s3.complete_multipart_upload
    assert refusal(complete, **named, MultipartUpload={"Parts": parts[::-1]}) == ("InvalidPartOrder", 400)
    assert refusal(complete, **named, MultipartUpload={"Parts": parts}) == ("EntityTooSmall", 400)
    wrong = [{"PartNumber": 1, "ETag": '"0"'}]
    assert refusal(complete, **named, MultipartUpload={"Parts": wrong}) == ("InvalidPart", 400)
    s3.abort_multipart_upload(**named)
    assert refusal(complete, **named, MultipartUpload={"Parts": parts}) == ("NoSuchUpload", 404)


def test_wrong_checksums_are_refused(s3, bucket):
    put = dict(Bucket=bucket, Key="k", Body=b"hello")
    assert refusal(s3.put_object, **put, ChecksumCRC32="AAAAAA==") == ("BadDigest", 400)
    assert refusal(s3.put_object, **put, ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg==") == ("BadDigest", 400)
    assert refusal(s3.put_object, **put, ContentMD5="short") == ("InvalidDigest", 400)
    s3.put_object(**put, ChecksumAlgorithm="SHA256")
    got = s3.get_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert "ChecksumSHA256" in got and got["Body"].read() == b"hello"


def test_conditions_hold(s3, bucket):
    tag = s3.put_object(Bucket=bucket, Key="k", Body=b"1")["ETag"]
    put = dict(Bucket=bucket, Key="k", Body=b"2")
    assert refusal(s3.put_object, **put, IfNoneMatch="*") == ("PreconditionFailed", 412)
    assert refusal(s3.put_object, **put, IfMatch='"0"') == ("PreconditionFailed", 412)
    assert refusal(s3.get_object, Bucket=bucket, Key="k", IfNoneMatch=tag) == ("304", 304)
    s3.put_object(**put, IfMatch=tag)


def test_what_is_not_there_is_named(s3, bucket):
    assert refusal(s3.get_object, Bucket=bucket, Key="missing") == ("NoSuchKey", 404)
    assert refusal(s3.head_object, Bucket=bucket, Key="missing") == ("404", 404)
    assert refusal(s3.get_object, Bucket="no-such-bucket", Key="k") == ("NoSuchBucket", 404)
    assert refusal(s3.list_objects_v2, Bucket="no-such-bucket") == ("NoSuchBucket", 404)
    assert refusal(s3.put_object, Bucket="missing-bucket", Key="k", Body=b"") == ("NoSuchBucket", 404)
    with pytest.raises(s3.exceptions.NoSuchKey):
        s3.get_object(Bucket=bucket, Key="missing")
    assert refusal(s3.create_bucket, Bucket="Upper.Case") == ("InvalidBucketName", 400)
    s3.delete_object(Bucket=bucket, Key="missing")


def test_what_is_not_supported_is_refused_by_name(s3, bucket):
    with pytest.raises(ClientError) as caught:
        s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": []})
    assert caught.value.response["Error"]["Code"] == "NotImplemented"
    assert "tagging" in caught.value.response["Error"]["Message"]
    with pytest.raises(ClientError) as caught:
        s3.put_object(Bucket=bucket, Key="k", Body=b"", WebsiteRedirectLocation="/x")
    assert "x-amz-website-redirect-location" in caught.value.response["Error"]["Message"]
    assert refusal(s3.get_bucket_acl, Bucket=bucket)[0] == "NotImplemented"


def test_presigned_addresses_work(s3, server, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"signed")
    signer = client(server, signature_version="s3v4")
    url = signer.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"})
    assert urllib.request.urlopen(url).read() == b"signed"


def sent(method, url, body=None, headers=None):
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@pytest.mark.parametrize("version", [None, "s3v4"])
def test_addresses_signed_beforehand_put_get_head_and_delete(server, bucket, version):
    signer = client(server, **({"signature_version": version} if version else {}))
    assert ("AWSAccessKeyId" in signer.generate_presigned_url("list_buckets")) == (version is None)

    def url(operation, **extra):
        return signer.generate_presigned_url(operation, Params={"Bucket": bucket, "Key": "a b", **extra})

    assert sent("PUT", url("put_object", ContentType="text/plain"), b"data", {"Content-Type": "text/plain"})[0] == 200
    assert sent("GET", url("get_object", ResponseContentType="x/y")) == (200, b"data")
    assert sent("HEAD", url("head_object"))[0] == 200
    assert sent("DELETE", url("delete_object"))[0] == 204
    assert b"<Code>NoSuchKey</Code>" in sent("GET", url("get_object"))[1]


@pytest.mark.parametrize("name", ["prompts", "foundation-models", "inference-profiles", "model", "guardrail", "lists", "queries"])
def test_a_bucket_may_be_called_like_another_services_path(s3, server, name):
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="x/converse", Body=b"1")
    assert [item["Key"] for item in s3.list_objects_v2(Bucket=name)["Contents"]] == ["x/converse"]
    assert sent("GET", s3.generate_presigned_url("get_object", Params={"Bucket": name, "Key": "x/converse"})) == (200, b"1")
    s3.delete_object(Bucket=name, Key="x/converse")
    s3.delete_bucket(Bucket=name)


def test_unsigned_clients_are_served_and_refused_as_by_s3(s3, server, bucket):
    from botocore import UNSIGNED

    s3.put_object(Bucket=bucket, Key="k", Body=b"open")
    nobody = client(server, signature_version=UNSIGNED)
    assert nobody.get_object(Bucket=bucket, Key="k")["Body"].read() == b"open"
    assert refusal(nobody.get_object, Bucket="no-such-bucket", Key="k") == ("NoSuchBucket", 404)
    assert sent("GET", f"{server}/{bucket}/k") == (200, b"open")
    assert sent("PUT", f"{server}/{bucket}/k2", b"new")[0] == 200
    assert b"<Code>NoSuchKey</Code>" in sent("GET", f"{server}/{bucket}/none")[1]


def test_parts_are_copied_and_listed(s3, bucket):
    body = bytes(i % 251 for i in range(12 << 20))
    s3.put_object(Bucket=bucket, Key="from", Body=body)
    named = dict(Bucket=bucket, Key="to")
    upload = s3.create_multipart_upload(**named)["UploadId"]
    parts = []
    for number, span in ((1, "bytes=0-6291455"), (2, f"bytes=6291456-{len(body) - 1}")):
        copied = s3.upload_part_copy(**named, UploadId=upload, PartNumber=number, CopySource=f"{bucket}/from", CopySourceRange=span)
        assert_fits(s3, "UploadPartCopy", copied)
        parts.append({"PartNumber": number, "ETag": copied["CopyPartResult"]["ETag"]})
    other = s3.create_multipart_upload(Bucket=bucket, Key="also")["UploadId"]
    listed = assert_fits(s3, "ListParts", s3.list_parts(**named, UploadId=upload))
    assert [(part["PartNumber"], part["Size"]) for part in listed["Parts"]] == [(1, 6291456), (2, len(body) - 6291456)]
    pages = s3.get_paginator("list_parts").paginate(**named, UploadId=upload, PaginationConfig={"PageSize": 1})
    assert [part["PartNumber"] for page in pages for part in page["Parts"]] == [1, 2]
    uploads = assert_fits(s3, "ListMultipartUploads", s3.list_multipart_uploads(Bucket=bucket))["Uploads"]
    assert [(row["Key"], row["UploadId"]) for row in uploads] == [("also", other), ("to", upload)]
    pages = s3.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, PaginationConfig={"PageSize": 1})
    assert [row["Key"] for page in pages for row in page["Uploads"]] == ["also", "to"]
    s3.abort_multipart_upload(Bucket=bucket, Key="also", UploadId=other)
    s3.complete_multipart_upload(**named, UploadId=upload, MultipartUpload={"Parts": parts})
    assert s3.get_object(**named)["Body"].read() == body
    part = s3.get_object(**named, PartNumber=2)
    assert part["Body"].read() == body[6291456:] and part["PartsCount"] == 2 and part["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert refusal(s3.get_object, **named, PartNumber=3) == ("InvalidPartNumber", 416)
    assert refusal(s3.upload_part_copy, **named, UploadId=upload, PartNumber=1, CopySource=f"{bucket}/from") == ("NoSuchUpload", 404)


def test_large_objects_are_copied_by_the_transfer_manager(s3, bucket):
    body = bytes(i % 251 for i in range(12 << 20))
    s3.put_object(Bucket=bucket, Key="from", Body=body)
    s3.copy({"Bucket": bucket, "Key": "from"}, bucket, "to", Config=TransferConfig(multipart_threshold=6 << 20, multipart_chunksize=5 << 20))
    assert s3.get_object(Bucket=bucket, Key="to")["Body"].read() == body


def test_conditions_on_times_hold(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"1")
    k = dict(Bucket=bucket, Key="k")
    tag, modified = (s3.head_object(**k)[name] for name in ("ETag", "LastModified"))
    assert refusal(s3.get_object, **k, IfModifiedSince=modified) == ("304", 304)
    assert refusal(s3.get_object, **k, IfUnmodifiedSince="2001-01-01") == ("PreconditionFailed", 412)
    s3.get_object(**k, IfModifiedSince="2001-01-01", IfUnmodifiedSince=modified)
    s3.get_object(**k, IfMatch=tag, IfUnmodifiedSince="2001-01-01")
    s3.get_object(**k, IfNoneMatch='"0"', IfModifiedSince="2080-01-01")
    copy = dict(Bucket=bucket, Key="to", CopySource=f"{bucket}/k")
    assert refusal(s3.copy_object, **copy, CopySourceIfModifiedSince="2080-01-01") == ("PreconditionFailed", 412)


def test_keys_are_no_longer_than_1024_bytes(s3, bucket):
    assert refusal(s3.put_object, Bucket=bucket, Key="ä" * 513, Body=b"") == ("KeyTooLongError", 400)


def test_sha1_checksums_are_checked_and_kept(s3, bucket):
    put = s3.put_object(Bucket=bucket, Key="k", Body=b"abc", ChecksumAlgorithm="SHA1")
    assert put["ChecksumSHA1"] == s3.get_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")["ChecksumSHA1"] == "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="
    assert refusal(s3.put_object, Bucket=bucket, Key="k", Body=b"x", ChecksumSHA1=put["ChecksumSHA1"]) == ("BadDigest", 400)


@pytest.mark.parametrize("status", [None, "201"])
def test_forms_put_objects(s3, bucket, status):
    fields = {"success_action_status": status, "Content-Type": "text/plain"} if status else {}
    post = s3.generate_presigned_post(bucket, "in/${filename}", Fields=fields, Conditions=[{name: value} for name, value in fields.items()])
    mark = "----mark"
    body = "".join(f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in post["fields"].items())
    body += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="f.txt"\r\n\r\nDA\r\n\r\nTA\r\n--{mark}--\r\n'
    got, answer = sent("POST", post["url"], body.encode(), {"Content-Type": f"multipart/form-data; boundary={mark}"})
    assert (got, b"<Key>in/f.txt</Key>" in answer) == (int(status or 204), status == "201")
    assert s3.get_object(Bucket=bucket, Key="in/f.txt")["Body"].read() == b"DA\r\n\r\nTA"
