import MockWire
import Quantities
import RandomStreams
import Testing

/// Requests with bytes changed, lost and doubled are answered, whatever they say.
@Suite struct MangledRequestTests {
    static let functions = "/2015-03-31/functions"
    static let topic = "arn:aws:sns:us-east-1:123456789012:review"
    static let action = "Version=2010-03-31&Action="

    static let requests: [(method: String, target: String, headers: [WireHeader], body: String)] = [
        ("POST", functions + "/generate-copy/invocations?Qualifier=$LATEST", [], "{\"a\":[1,2]}"),
        (
            "POST", functions + "/generate-copy/invocations", [WireHeader("X-Amz-Invocation-Type", "Event")],
            "{}"
        ),
        ("POST", functions + "/generate-copy/invocations", [WireHeader("X-Amz-Client-Context", "e30=")], ""),
        (
            "POST", functions + "/generate-copy/attempts",
            [WireHeader("Finegrain-Request-Id", "i"), WireHeader("Finegrain-Attempt", "1")], "{}"
        ),
        ("GET", functions + "?MaxItems=3&Marker=a", [], ""),
        (
            "POST", functions, [],
            "{\"FunctionName\":\"f\",\"Role\":\"r\",\"Code\":{},\"Timeout\":3,\"MemorySize\":128}"
        ),
        (
            "PUT", functions + "/f/configuration", [],
            "{\"Timeout\":900,\"Environment\":{\"Variables\":{\"a\":\"b\"}}}"
        ),
        ("PUT", "/2017-10-31/functions/f/concurrency", [], "{\"ReservedConcurrentExecutions\":10}"),
        ("POST", "/f/2018-06-01/runtime/invocation/x/response", [], "{}"),
        ("POST", "/", [], action + "CreateTopic&Name=review&Tags.member.1.Key=a&Tags.member.1.Value=b"),
        ("POST", "/", [], action + "Subscribe&TopicArn=\(topic)&Protocol=http&Endpoint=http://hook/"),
        (
            "POST", "/", [],
            action + "Publish&TopicArn=\(topic)&Message=m&MessageAttributes.entry.1.Name=n"
                + "&MessageAttributes.entry.1.Value.DataType=Number&MessageAttributes.entry.1.Value.StringValue=3"
        ),
        ("POST", "/", [], action + "PublishBatch&TopicArn=\(topic)&PublishBatchRequestEntries.member.1.Id=a"),
        ("GET", "/?Action=ListTopics&NextToken=MQ==", [], ""),
        ("PUT", "/finegrain/a%20b", [WireHeader("x-amz-checksum-crc32", "NhCmhg==")], "hello"),
        ("GET", "/finegrain/a%20b", [WireHeader("Range", "bytes=1-2")], ""),
        ("GET", "/finegrain?list-type=2&max-keys=3&delimiter=/&prefix=a&continuation-token=YQ==", [], ""),
        ("PUT", "/finegrain/c", [WireHeader("x-amz-copy-source", "/finegrain/a%20b")], ""),
        ("POST", "/finegrain?delete", [], "<Delete><Object><Key>a&amp;b</Key></Object></Delete>"),
        ("POST", "/finegrain/m?uploads", [], ""),
    ]

    @Test(arguments: 0..<8) func areAnswered(seed: Int) {
        let door = WireDoor([WireDoor.lambda(), WireDoor.sns(), WireDoor.s3()])
        var stream = Seed(UInt64(seed)).streams("mangled").stream(entity: 0)
        for turn in 0..<1_500 {
            let request = Self.requests[turn % Self.requests.count]
            var headers = request.headers.map { WireHeader($0.name, mangled($0.value, &stream)) }
            if request.target.hasPrefix("/finegrain") {
                headers.append(WireHeader("Authorization", "Credential=k/20260105/us-east-1/s3/aws4_request"))
            }
            let answer = door.send(
                request.method, mangled(request.target, &stream), headers, mangled(request.body, &stream)
            ).answer
            #expect((200..<600).contains(answer.status))
        }
        #expect(door.cloud.usage.total(.requests) > 0)
    }

    private func mangled(_ text: String, _ stream: inout RandomStream) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<stream.below(4) where !bytes.isEmpty {
            let place = Int(stream.below(UInt32(bytes.count)))
            switch stream.below(5) {
            case 0: bytes[place] = UInt8(stream.below(256))
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
            case 3: bytes.insert(contentsOf: "99999999999999999999".utf8, at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
