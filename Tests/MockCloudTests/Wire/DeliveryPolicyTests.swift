import Encodings
import Testing

@testable import MockAWS

@Suite struct DeliveryPolicyTests {
    func retries(_ policy: DeliveryPolicy?) -> Int? {
        policy?.retry?.first { $0.key == "numRetries" }?.value.integer
    }

    @Test func defaultsFillWhatIsLeftOut() throws {
        let policy = try DeliveryPolicy("{\"healthyRetryPolicy\":{\"maxDelayTarget\":5}}", isTopics: false)
        #expect(retries(policy) == 3)
        #expect(policy.retry?.first { $0.key == "minDelayTarget" }?.value == 5)
        #expect(try DeliveryPolicy("{}", isTopics: false).retry == nil)
    }

    @Test func topicsNameThePartsDifferently() throws {
        let text =
            "{\"http\":{\"defaultHealthyRetryPolicy\":{\"numRetries\":7},\"disableSubscriptionOverrides\":true}}"
        let policy = try DeliveryPolicy(text, isTopics: true)
        #expect(retries(policy) == 7 && policy.forbidsOverrides)
        #expect(throws: DeliveryPolicy.Problem.self) { try DeliveryPolicy(text, isTopics: false) }
    }

    @Test(arguments: [
        "", "[]", "{\"healthyRetryPolicy\":{\"numRetries\":-1}}",
        "{\"healthyRetryPolicy\":{\"numRetries\":101}}",
        "{\"healthyRetryPolicy\":{\"numRetries\":1.5}}", "{\"healthyRetryPolicy\":{\"minDelayTarget\":0}}",
        "{\"healthyRetryPolicy\":{\"maxDelayTarget\":3601}}",
        "{\"throttlePolicy\":{\"maxReceivesPerSecond\":0}}",
        "{\"healthyRetryPolicy\":{\"colour\":1}}", "{\"colour\":{}}",
        "{\"requestPolicy\":{\"headerContentType\":1}}",
    ])
    func whatMakesNoSenseIsRefused(text: String) {
        #expect(throws: DeliveryPolicy.Problem.self) { try DeliveryPolicy(text, isTopics: false) }
    }

    @Test func aTopicMayForbidPoliciesOfSubscriptions() {
        let door = WireDoor([WireDoor.sns()])
        let topic = "arn:aws:sns:us-east-1:123456789012:t"
        _ = door.sns("CreateTopic", ["Name": "t"])
        _ = door.sns(
            "Subscribe",
            [
                "TopicArn": topic, "Protocol": "http", "Endpoint": "http://hook/",
                "Attributes.entry.1.key": "DeliveryPolicy",
                "Attributes.entry.1.value": "{\"healthyRetryPolicy\":{\"numRetries\":9}}",
            ])
        _ = door.sns(
            "SetTopicAttributes",
            [
                "TopicArn": topic, "AttributeName": "DeliveryPolicy",
                "AttributeValue":
                    "{\"http\":{\"defaultHealthyRetryPolicy\":{\"numRetries\":1},\"disableSubscriptionOverrides\":true}}",
            ])
        _ = door.sns(
            "Subscribe", ["TopicArn": topic, "Protocol": "http", "Endpoint": "http://other/"])
        door.carryOut()
        #expect(door.retries == [9, 1])
    }
}
