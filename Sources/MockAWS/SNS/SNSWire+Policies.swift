import Encodings
import ServiceModels

extension SNSWire {
    /// Attributes that a topic takes here, checked; the policy of access and the tracing have no effect.
    /// - Returns: nil where the value takes the attribute away.
    static func checked(_ name: String, _ value: String, isNew: Bool) throws(ServiceError) -> String? {
        switch name {
        case "DisplayName":
            guard value.unicodeScalars.count <= 100, !value.unicodeScalars.contains(where: isControl) else {
                throw SNS.Errors.invalid("DisplayName")
            }
        case "SignatureVersion":
            guard ["1", "2"].contains(value) else { throw SNS.Errors.invalid("SignatureVersion") }
        case "TracingConfig":
            guard ["PassThrough", "Active"].contains(value) else { throw SNS.Errors.invalid("TracingConfig") }
        case "Policy":
            guard case .object(let members)? = try? JSONParser.parse(value), !members.isEmpty else {
                throw SNS.Errors.invalid("Policy Error: the policy is not a JSON object")
            }
        case "DeliveryPolicy":
            if value.isEmpty { return nil }
            _ = try policy(value, isTopics: true)
        case "FifoTopic" where isNew:
            guard value == "false" else {
                throw SNS.Errors.invalid(
                    value == "true"
                        ? "FifoTopic Reason: FIFO topics are not supported"
                        : "FifoTopic Reason: Invalid value [\(value)]. Must be true or false.")
            }
            // A standard topic does not show the attribute.
            return nil
        default: throw SNS.Errors.invalid("AttributeName \(name)")
        }
        return value
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }

    static func policy(_ text: String, isTopics: Bool) throws(ServiceError) -> DeliveryPolicy {
        do throws(DeliveryPolicy.Problem) {
            return try DeliveryPolicy(text, isTopics: isTopics)
        } catch {
            throw SNS.Errors.invalid("DeliveryPolicy: " + error.message)
        }
    }

    /// What holds for deliveries to a subscription: its own policy, else its topic's, else the default.
    func effective(_ item: SNSSubscription) -> (retry: [JSONValue.Member], contentType: String) {
        let topics = topics.first { $0.name == item.topic }?.attribute("DeliveryPolicy").flatMap {
            try? DeliveryPolicy($0, isTopics: true)
        }
        let own =
            topics?.forbidsOverrides ?? false
            ? nil : item.deliveryPolicy.flatMap { try? DeliveryPolicy($0, isTopics: false) }
        return (
            own?.retry ?? topics?.retry ?? DeliveryPolicy.standard,
            own?.contentType ?? topics?.contentType ?? DeliveryPolicy.standardContentType
        )
    }

    /// The effective policy as clients read it.
    func effectivePolicy(_ item: SNSSubscription) -> String {
        let policy = effective(item)
        return JSONValue.members([
            "healthyRetryPolicy": .object(policy.retry), "sicklyRetryPolicy": .null, "throttlePolicy": .null,
            "requestPolicy": .members(["headerContentType": .string(policy.contentType)]),
            "guaranteed": false,
        ]).text()
    }

    /// The effective policy of a topic.
    static func effectivePolicy(of topic: SNSTopic) -> String {
        let own = topic.attribute("DeliveryPolicy").flatMap { try? DeliveryPolicy($0, isTopics: true) }
        return JSONValue.members([
            "http": .members([
                "defaultHealthyRetryPolicy": .object(own?.retry ?? DeliveryPolicy.standard),
                "disableSubscriptionOverrides": .bool(own?.forbidsOverrides ?? false),
                "defaultRequestPolicy": .members([
                    "headerContentType": .string(own?.contentType ?? DeliveryPolicy.standardContentType)
                ]),
            ])
        ]).text()
    }
}
