import Encodings
import MockWire

/// What subscribers get.
extension SNSWire {
    /// Adds the deliveries of a message to an answer: posts, runs of functions, and mail.
    mutating func deliver(
        _ message: SNSMessage, id: String, _ topic: SNSTopic, to notified: [String],
        _ answer: inout WireAnswer,
        _ call: WireCall, salt: UInt64 = 0
    ) {
        for (place, arn) in notified.enumerated() {
            guard let item = subscriptions.first(where: { $0.arn == arn }),
                item.filter?.matches(message.attributes) ?? true
            else { continue }
            let delivery = call.key &+ 1_000 &* (salt + 1) &+ UInt64(place)
            let envelope = envelope(message, id: id, topic, item, call)
            switch item.kind {
            case "lambda":
                answer.effects.append(
                    SNSWire.run(item, envelope, message, id: UUIDText.make(delivery), delivery))
            case "email", "email-json":
                let footer =
                    "\n\n--\nIf you wish to stop receiving notifications from this topic, please visit:\n"
                post(
                    SNSMail(
                        to: item.endpoint, subject: message.subject ?? "AWS Notification Message",
                        text: item.kind == "email-json"
                            ? envelope.text()
                            : message.text(for: item.kind) + footer + link(ending: item, call),
                        sent: call.now))
            default:
                let body = item.isRaw ? message.text(for: item.kind) : envelope.text(indent: 2)
                answer.effects.append(
                    post(item, "Notification", id: id, body: body, isConfirmed: true, delivery))
            }
        }
    }

    private func envelope(
        _ message: SNSMessage, id: String, _ topic: SNSTopic, _ item: SNSSubscription, _ call: WireCall
    ) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("Type", "Notification"), .init("MessageId", .string(id)),
            .init("TopicArn", .string(topic.arn)),
        ]
        if let subject = message.subject { members.append(.init("Subject", .string(subject))) }
        members.append(.init("Message", .string(message.text(for: item.kind))))
        members.append(.init("Timestamp", .string(CivilTime(call.now).isoMilliseconds)))
        members += signature(topic, call)
        members.append(.init("UnsubscribeURL", .string(link(ending: item, call))))
        if !message.attributes.isEmpty {
            members.append(
                .init("MessageAttributes", .object(message.attributes.map { .init($0.name, $0.json) })))
        }
        return .object(members)
    }

    /// Looks like a signature, and is none.
    private func signature(_ topic: SNSTopic, _ call: WireCall) -> [JSONValue.Member] {
        let bytes = (0..<256).map { UInt8(truncatingIfNeeded: Fingerprint.mixed(call.key &+ UInt64($0))) }
        return [
            .init("SignatureVersion", .string(topic.attribute("SignatureVersion") ?? "1")),
            .init("Signature", .string(Base64.encoded(bytes))),
            .init(
                "SigningCertURL",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-00000000000000000000000000000000.pem"
            ),
        ]
    }

    private func post(
        _ item: SNSSubscription, _ type: String, id: String, body: String, isConfirmed: Bool,
        _ delivery: UInt64
    ) -> WireEffect {
        let policy = effective(item)
        var headers = [
            WireHeader("x-amz-sns-message-type", type), WireHeader("x-amz-sns-message-id", id),
            WireHeader("x-amz-sns-topic-arn", TopicName.arn(item.topic)),
            WireHeader("Content-Type", policy.contentType),
            WireHeader("User-Agent", "Amazon Simple Notification Service Agent"),
        ]
        if isConfirmed { headers.append(WireHeader("x-amz-sns-subscription-arn", item.arn)) }
        if isConfirmed, item.isRaw { headers.append(WireHeader("x-amz-sns-rawdelivery", "true")) }
        let retries = policy.retry.first { $0.key == "numRetries" }?.value.integer ?? 0
        return .post(
            url: item.endpoint, headers: headers, body: Array(body.utf8), retries: retries, delivery: delivery
        )
    }

    /// The event of a function: the envelope under names with small letters in their addresses.
    private static func run(
        _ item: SNSSubscription, _ envelope: JSONValue, _ message: SNSMessage, id: String, _ delivery: UInt64
    ) -> WireEffect {
        func value(_ name: String) -> JSONValue { envelope[name] ?? .null }
        let event = JSONValue.members([
            "Records": [
                .members([
                    "EventSource": "aws:sns", "EventVersion": "1.0",
                    "EventSubscriptionArn": .string(item.arn),
                    "Sns": .members([
                        "Type": "Notification", "MessageId": value("MessageId"),
                        "TopicArn": value("TopicArn"),
                        "Subject": value("Subject"), "Message": value("Message"),
                        "Timestamp": value("Timestamp"),
                        "SignatureVersion": value("SignatureVersion"), "Signature": value("Signature"),
                        "SigningCertUrl": value("SigningCertURL"), "UnsubscribeUrl": value("UnsubscribeURL"),
                        "MessageAttributes": .object(message.attributes.map { .init($0.name, $0.json) }),
                    ]),
                ])
            ]
        ])
        return LambdaWire.effect(
            PercentEncoding.encoded(item.endpoint), payload: Array(event.text().utf8), id: id, attempt: 1,
            delivery: delivery)
    }

    /// Sends the token to an endpoint, which proves by giving it back that it wants to be one.
    mutating func askToConfirm(_ item: SNSSubscription, _ answer: inout WireAnswer, _ call: WireCall) {
        let address = link(
            "ConfirmSubscription", [("TopicArn", TopicName.arn(item.topic)), ("Token", item.token)], call)
        let text =
            "You have chosen to subscribe to the topic \(TopicName.arn(item.topic)).\n"
            + "To confirm the subscription, visit the SubscribeURL included in this message."
        switch item.kind {
        case "email":
            let mail =
                "You have chosen to subscribe to the topic:\n\(TopicName.arn(item.topic))\n\n"
                + "To confirm this subscription, visit the link below:\n\(address)\n"
            post(
                SNSMail(
                    to: item.endpoint, subject: "AWS Notification - Subscription Confirmation", text: mail,
                    sent: call.now))
        case "email-json":
            post(
                SNSMail(
                    to: item.endpoint, subject: "AWS Notification - Subscription Confirmation",
                    text: handshake("SubscriptionConfirmation", item, text, address, call).text(),
                    sent: call.now))
        default:
            let body = handshake("SubscriptionConfirmation", item, text, address, call).text(indent: 2)
            answer.effects.append(
                post(
                    item, "SubscriptionConfirmation", id: call.uuid(2), body: body, isConfirmed: false,
                    call.key))
        }
    }

    /// Tells an HTTP endpoint that it gets no more, and how to come back.
    func tellEnd(of item: SNSSubscription, _ answer: inout WireAnswer, _ call: WireCall) {
        let address = link(
            "ConfirmSubscription", [("TopicArn", TopicName.arn(item.topic)), ("Token", item.token)], call)
        let text =
            "You have chosen to deactivate subscription \(item.arn).\n"
            + "To cancel this operation and restore the subscription, visit the SubscribeURL included in this message."
        let body = handshake("UnsubscribeConfirmation", item, text, address, call).text(indent: 2)
        answer.effects.append(
            post(
                item, "UnsubscribeConfirmation", id: call.uuid(2), body: body, isConfirmed: true, call.key))
    }

    private func handshake(
        _ type: String, _ item: SNSSubscription, _ text: String, _ address: String, _ call: WireCall
    ) -> JSONValue {
        let topic = topics.first { $0.name == item.topic } ?? SNSTopic(name: item.topic)
        return .object(
            [
                .init("Type", .string(type)), .init("MessageId", .string(call.uuid(2))),
                .init("Token", .string(item.token)), .init("TopicArn", .string(topic.arn)),
                .init("Message", .string(text)), .init("SubscribeURL", .string(address)),
                .init("Timestamp", .string(CivilTime(call.now).isoMilliseconds)),
            ] + signature(topic, call))
    }

    private func link(ending item: SNSSubscription, _ call: WireCall) -> String {
        link("Unsubscribe", [("SubscriptionArn", item.arn)], call)
    }

    /// An address that performs an action when it is visited.
    private func link(_ action: String, _ parameters: [(String, String)], _ call: WireCall) -> String {
        let base = call.baseURL.isEmpty ? "https://sns.us-east-1.amazonaws.com" : call.baseURL
        return base + "/?Action=" + action
            + parameters.map { "&\($0)=" + PercentEncoding.encoded($1) }.joined()
    }
}
