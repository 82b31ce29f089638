import Encodings
import MockWire
import Quantities
import ServiceModels
import Testing

@Suite struct SNSWireTests {
    let door = WireDoor([WireDoor.sns(), WireDoor.lambda()])
    static let topic = "arn:aws:sns:us-east-1:123456789012:review"

    /// A topic with an HTTP subscriber that has confirmed.
    func subscribed(_ url: String = "http://hook/") -> String {
        _ = door.sns("CreateTopic", ["Name": "review"])
        _ = door.sns("Subscribe", ["TopicArn": Self.topic, "Protocol": "http", "Endpoint": url])
        door.carryOut()
        let token = (try? JSONParser.parse(door.posts.last?.body ?? ""))?["Token"]?.string ?? ""
        let answer = door.send("GET", "/?Action=ConfirmSubscription&TopicArn=\(Self.topic)&Token=\(token)")
            .answer
        let root = try? MarkupReader.read(answer.body.bytes)
        return root?["ConfirmSubscriptionResult"]?["SubscriptionArn"]?.text ?? ""
    }

    @Test func answersAreTheXMLThatClientsParse() {
        let (status, root) = door.sns("CreateTopic", ["Name": "review"])
        #expect(status == 200 && root.name == "CreateTopicResponse")
        #expect(root["CreateTopicResult"]?["TopicArn"]?.text == Self.topic)
        #expect(root["ResponseMetadata"]?["RequestId"]?.text.utf8.count == 36)
        let (code, error) = door.sns("Publish", ["TopicArn": Self.topic + "x", "Message": "m"])
        #expect(code == 404 && error["Error"]?["Code"]?.text == "NotFound")
        #expect(error["Error"]?["Type"]?.text == "Sender" && error["RequestId"] != nil)
    }

    @Test func nobodyGetsAnythingBeforeConfirming() {
        _ = door.sns("CreateTopic", ["Name": "review"])
        let (_, root) = door.sns(
            "Subscribe", ["TopicArn": Self.topic, "Protocol": "http", "Endpoint": "http://hook/"])
        #expect(root["SubscribeResult"]?["SubscriptionArn"]?.text == "pending confirmation")
        _ = door.sns("Publish", ["TopicArn": Self.topic, "Message": "m"])
        door.carryOut()
        #expect(door.posts.map { $0.headers["x-amz-sns-message-type"] } == ["SubscriptionConfirmation"])
    }

    @Test func aSubscriberGetsTheEnvelope() throws {
        let arn = subscribed()
        #expect(arn.hasPrefix(Self.topic + ":"))
        let (_, root) = door.sns("Publish", ["TopicArn": Self.topic, "Message": "<m>", "Subject": "s"])
        door.carryOut()
        let post = try #require(door.posts.last)
        let message = try JSONParser.parse(post.body)
        #expect(post.url == "http://hook/" && post.headers["x-amz-sns-subscription-arn"] == arn)
        #expect(message["MessageId"]?.string == root["PublishResult"]?["MessageId"]?.text)
        #expect(message["Message"]?.string == "<m>" && message["Subject"]?.string == "s")
        #expect(message["UnsubscribeURL"]?.string?.hasPrefix("http://cloud/?Action=Unsubscribe") == true)
        #expect(door.cloud.usage.total(.requests) == 4, "topic, subscription, confirmation and message")
    }

    @Test func anEndedSubscriptionComesBackByItsFarewell() throws {
        let arn = subscribed()
        _ = door.sns("Unsubscribe", ["SubscriptionArn": arn])
        door.carryOut()
        let farewell = try #require(door.posts.last)
        #expect(farewell.headers["x-amz-sns-message-type"] == "UnsubscribeConfirmation")
        let address = try JSONParser.parse(farewell.body)["SubscribeURL"]?.string ?? ""
        #expect(door.send("GET", String(address.dropFirst("http://cloud".count))).answer.status == 200)
        _ = door.sns("Publish", ["TopicArn": Self.topic, "Message": "m"])
        door.carryOut()
        #expect(door.posts.last?.headers["x-amz-sns-message-type"] == "Notification")
    }

    @Test func aDuplicateFaultDeliversTwice() {
        let faults = FaultPlan([.init(.sns, operation: "publish", .rate(1), .duplicate)])
        door.cloud.inject(faults)
        _ = subscribed()
        _ = door.sns("Publish", ["TopicArn": Self.topic, "Message": "m"])
        door.carryOut()
        #expect(door.posts.filter { $0.headers["x-amz-sns-message-type"] == "Notification" }.count == 2)
    }

    @Test func aPartialFailureRefusesEverySecondEntryOfABatch() {
        door.cloud.inject(FaultPlan([.init(.sns, operation: "publishBatch", .rate(1), .partialFailure)]))
        _ = subscribed()
        let entry = "PublishBatchRequestEntries.member."
        let (_, root) = door.sns(
            "PublishBatch",
            [
                "TopicArn": Self.topic, entry + "1.Id": "a", entry + "1.Message": "1", entry + "2.Id": "b",
                entry + "2.Message": "2", entry + "3.Id": "c", entry + "3.Message": "3",
            ])
        let result = root["PublishBatchResult"]
        #expect(result?["Successful"]?.all("member").map { $0["Id"]?.text } == ["a", "c"])
        let failed = result?["Failed"]?.all("member") ?? []
        #expect(failed.map { $0["Id"]?.text } == ["b"] && failed[0]["SenderFault"]?.text == "false")
        door.carryOut()
        #expect(door.posts.count == 3, "the confirmation and two messages")
    }

    @Test func aThrottleIsRefusedInXML() {
        door.cloud.inject(FaultPlan([.init(.sns, .rate(1), .throttle)]))
        let (status, root) = door.sns("ListTopics")
        #expect(status == 429 && root["Error"]?["Code"]?.text == "Throttled")
        #expect(door.cloud.usage.isEmpty)
    }

    @Test func aFunctionIsRunWithTheEvent() {
        _ = door.sns("CreateTopic", ["Name": "review"])
        _ = door.sns(
            "Subscribe",
            [
                "TopicArn": Self.topic, "Protocol": "lambda",
                "Endpoint": "arn:aws:lambda:us-east-1:123456789012:function:generate-copy",
            ])
        _ = door.sns("Publish", ["TopicArn": Self.topic, "Message": "m"])
        door.carryOut()
        let lambda = door.cloud.usage.amounts.filter {
            $0.meter.service == .lambda && $0.meter.kind == .requests
        }
        #expect(lambda.map(\.quantity) == [1])
        #expect(door.notes.isEmpty)
    }

    @Test func mailIsConfirmedAndKept() throws {
        _ = door.sns("CreateTopic", ["Name": "review"])
        _ = door.sns("Subscribe", ["TopicArn": Self.topic, "Protocol": "email", "Endpoint": "a@example.com"])
        func letters() -> [JSONValue] { door.send("GET", "/_sns/mail").answer.parsed["mail"]?.array ?? [] }
        let link = letters()[0]["text"]?.string?.split(separator: "\n").first {
            $0.hasPrefix("http://cloud/")
        }
        door.send("GET", String(try #require(link).dropFirst("http://cloud".count)))
        _ = door.sns("Publish", ["TopicArn": Self.topic, "Message": "Copy waits.", "Subject": "Review"])
        #expect(letters().count == 2 && letters()[1]["subject"]?.string == "Review")
    }

    @Test(arguments: [
        ("Fly", "InvalidAction"), ("ListTopics&Colour=red", "InvalidParameter"),
        ("Publish", "InvalidParameter"),
    ])
    func whatIsUnknownOrLackingIsRefused(action: String, code: String) {
        let answer = door.send("POST", "/", [], "Version=2010-03-31&Action=" + action).answer
        let root = try? MarkupReader.read(answer.body.bytes)
        #expect(answer.status == 400 && root?["Error"]?["Code"]?.text == code)
    }
}
