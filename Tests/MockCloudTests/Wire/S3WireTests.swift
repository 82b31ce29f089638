import Encodings
import MockWire
import Quantities
import ServiceModels
import Testing

@Suite struct S3WireTests {
    let door = WireDoor([WireDoor.s3()])

    @Test func anObjectComesBackAsItWasPut() {
        let body = Array("hello".utf8)
        let put = door.s3("PUT", "/finegrain/a%20b", [WireHeader("x-amz-meta-K", "v")], body)
        #expect(put.status == 200 && put.headers["ETag"] == "\"5d41402abc4b2a76b9719d911017c592\"")
        let got = door.s3("GET", "/finegrain/a%20b")
        #expect(got.body == .bytes(body) && got.headers["x-amz-meta-k"] == "v")
        #expect(got.headers["Last-Modified"] == "Mon, 05 Jan 2026 00:00:00 GMT")
        let head = door.s3("HEAD", "/finegrain/a%20b")
        #expect(head.body.bytes.isEmpty && head.headers["Content-Length"] == "5")
        let requests = door.cloud.usage.amounts.map { ($0.meter.sku, $0.quantity) }
        #expect(requests.elementsEqual([("put", 1), ("get", 2)], by: ==))
    }

    @Test func compressedObjectsAreKeptCompressed() {
        let packed = Inflation.deflated(Array("hello".utf8))
        #expect(
            door.s3("PUT", "/finegrain/z", [WireHeader("Content-Encoding", "gzip")], packed).status == 200)
        let got = door.s3("GET", "/finegrain/z")
        #expect(got.body == .bytes(packed) && got.headers["Content-Encoding"] == "gzip")
    }

    @Test(arguments: ["a//b", "folder/", "/", "..%2F..%2Fetc", "%C3%A4"])
    func slashesMakeDifferentKeys(key: String) {
        #expect(door.s3("PUT", "/finegrain/" + key, [], [1]).status == 200)
        #expect(door.s3("GET", "/finegrain/" + key).body == .bytes([1]))
        let keys = (try? MarkupReader.read(door.s3("GET", "/finegrain?list-type=2").body.bytes))?.all(
            "Contents")
        #expect(keys?.map { $0["Key"]?.text } == [PercentEncoding.decoded(key)])
    }

    @Test(arguments: [
        ("bytes=0-1", 206, "01"), ("bytes=-1", 206, "9"), ("bytes=8-", 206, "89"),
        ("bytes=2-1", 200, "0123456789"),
        ("lines=1-2", 200, "0123456789"), ("bytes=0-1,4-5", 200, "0123456789"),
    ])
    func rangesArePartsOrIgnored(range: String, status: Int, text: String) {
        _ = door.s3("PUT", "/finegrain/k", [], Array("0123456789".utf8))
        let got = door.s3("GET", "/finegrain/k", [WireHeader("Range", range)])
        #expect(got.status == status && got.text == text)
    }

    @Test(arguments: [
        ("GET", "/finegrain/missing", 404, "NoSuchKey"), ("GET", "/no-bucket/k", 404, "NoSuchBucket"),
        ("PUT", "/missing-bucket/k", 404, "NoSuchBucket"), ("PUT", "/No_Bucket", 400, "InvalidBucketName"),
        ("PUT", "/192.168.0.1", 400, "InvalidBucketName"), ("GET", "/finegrain?acl", 501, "NotImplemented"),
        ("POST", "/finegrain/k", 405, "MethodNotAllowed"), ("POST", "/finegrain?delete", 400, "MalformedXML"),
        ("GET", "/finegrain?list-type=2&max-keys=x", 400, "InvalidArgument"),
        ("GET", "/finegrain?list-type=2&continuation-token=%21", 400, "InvalidArgument"),
    ])
    func refusalsHaveTheServicesNames(method: String, target: String, status: Int, code: String) {
        let answer = door.s3(method, target)
        #expect(answer.status == status && answer.code == code)
        #expect(answer.headers["x-amz-request-id"] != nil)
        #expect(door.cloud.usage.isEmpty)
    }

    @Test(arguments: [
        ("x-amz-checksum-crc32", "AAAAAA==", "BadDigest"),
        ("x-amz-checksum-crc32", "short", "InvalidRequest"),
        ("x-amz-checksum-sha256", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "BadDigest"),
        ("x-amz-checksum-crc32c", "AAAAAA==", "NotImplemented"),
        ("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==", "BadDigest"),
        ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "NotImplemented"),
        ("x-amz-content-sha256", String(repeating: "0", count: 64), "XAmzContentSHA256Mismatch"),
        ("x-amz-object-lock-mode", "GOVERNANCE", "NotImplemented"),
        ("x-amz-storage-class", "GLACIER", "NotImplemented"),
    ])
    func whatDoesNotFitTheBodyOrTheMockIsRefused(header: String, value: String, code: String) {
        let answer = door.s3("PUT", "/finegrain/k", [WireHeader(header, value)], [1, 2, 3])
        #expect(answer.code == code)
        #expect(door.s3("GET", "/finegrain/k").status == 404)
    }

    @Test func crc32OfTheBodyPasses() {
        let good = WireHeader("x-amz-checksum-crc32", "NhCmhg==")
        #expect(door.s3("PUT", "/finegrain/k", [good], Array("hello".utf8)).status == 200)
        let got = door.s3("GET", "/finegrain/k", [WireHeader("x-amz-checksum-mode", "ENABLED")])
        #expect(got.headers["x-amz-checksum-crc32"] == good.value)
    }

    @Test func unsignedRequestsAreItsOwnWhereTheBucketIsThereOrAClientOfAWSAsks() {
        #expect(door.send("GET", "/finegrain/k").answer.code == "NoSuchKey")
        #expect(door.send("GET", "/nothing/k").answer.code == nil)
        let client = [WireHeader("amz-sdk-invocation-id", "1")]
        #expect(door.send("GET", "/nothing/k", client).answer.code == "NoSuchBucket")
        #expect(door.s3("PATCH", "/finegrain/k").code == "MethodNotAllowed")
    }

    @Test func requestsThatAreSignedForOthersAreNotItsOwn() {
        let other = WireHeader(
            "Authorization", "AWS4-HMAC-SHA256 Credential=k/20260105/us-east-1/sns/aws4_request, Signature=0")
        #expect(door.send("GET", "/finegrain/k", [other]).answer.code == nil)
    }

    @Test(arguments: [
        "no form", "--b\r\n\r\n--b--", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", "--b--",
        "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nk\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=file\r\n\r\nk\r\n--b--\r\n",
    ])
    func formsWithoutAKeyOrAFileAreRefused(body: String) {
        let type = WireHeader("Content-Type", "multipart/form-data; boundary=b")
        #expect(door.s3("POST", "/finegrain", [type], Array(body.utf8)).status == 400)
        #expect(door.s3("GET", "/finegrain?list-type=2").text.contains("<KeyCount>0</KeyCount>"))
    }

    @Test func aThrottleSlowsDown() {
        door.cloud.inject(FaultPlan([.init(.s3, operation: "putObject", .nthCall(1), .throttle)]))
        #expect(door.s3("PUT", "/finegrain/k", [], [1]).code == "SlowDown")
        #expect(door.s3("PUT", "/finegrain/k", [], [1]).status == 200)
    }

    @Test func aResetEmptiesTheStore() {
        _ = door.s3("PUT", "/other/k", [], [1])
        door.cloud.reset()
        #expect(door.s3("HEAD", "/other").status == 404)
        #expect(door.s3("HEAD", "/finegrain").status == 200)
    }

    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a"
        ),
    ])
    func md5HasThePublishedValues(text: String, digest: String) {
        #expect(MD5.hex(Array(text.utf8)) == digest)
    }
}
