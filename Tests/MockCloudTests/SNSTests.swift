import Quantities
import ServiceModels
import Testing

@Suite struct SNSTests {
    static func sns(faults: FaultPlan = .none) -> SNS {
        var sns = SNS(latency: .fixed(.milliseconds(30)), faults: faults)
        var stream = TestWorld.stream(0)
        _ = sns.createTopic("review", at: .start, using: &stream)
        _ = sns.subscribe(topic: "review", endpoint: "teams", at: .start, using: &stream)
        _ = sns.subscribe(topic: "review", endpoint: "mail", at: .start, using: &stream)
        _ = sns.subscribe(topic: "review", endpoint: "teams", at: .start, using: &stream)
        return sns
    }

    @Test func subscribersAreNotifiedInOrderOnceEach() throws {
        var sns = Self.sns()
        var stream = TestWorld.stream(1)
        let first = try sns.publish(topic: "review", message: "Copy waits.", at: .start, using: &stream)
            .result.get()
        #expect(first.notified == ["teams", "mail"])
        let second = try sns.publish(topic: "review", message: "More.", at: .start, using: &stream).result
            .get()
        #expect(second.messageID == first.messageID + 1)
    }

    @Test(arguments: [(1, 1), (65_536, 1), (65_537, 2), (262_144, 4)])
    func eachStarted64KilobytesIsARequest(bytes: Int, requests: Int) {
        var sns = Self.sns()
        var stream = TestWorld.stream(1)
        let message = String(repeating: "a", count: bytes)
        let usage = sns.publish(topic: "review", message: message, at: .start, using: &stream).usage
        #expect(usage.total(.requests) == requests)
    }

    @Test func longAndEmptyMessagesAndUnknownTopicsAreRefused() {
        var sns = Self.sns()
        var stream = TestWorld.stream(1)
        func code(_ topic: String, _ message: String) -> String? {
            let handled = sns.publish(topic: topic, message: message, at: .start, using: &stream)
            #expect(handled.usage.isEmpty)
            return handled.error?.code
        }
        #expect(code("review", String(repeating: "a", count: 262_145)) == "InvalidParameter")
        #expect(code("review", "") == "InvalidParameter")
        #expect(code("other", "x") == "NotFound")
    }

    @Test func aDuplicateFaultNotifiesTwice() throws {
        var sns = Self.sns(faults: FaultPlan([.init(.sns, operation: "publish", .rate(1), .duplicate)]))
        var stream = TestWorld.stream(1)
        let publication = try sns.publish(topic: "review", message: "x", at: .start, using: &stream).result
            .get()
        #expect(publication.notified == ["teams", "mail", "teams", "mail"])
    }
}
