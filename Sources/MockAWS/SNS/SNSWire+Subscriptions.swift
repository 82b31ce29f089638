import MockWire
import ServiceModels

extension SNSWire {
    static let pending = "pending confirmation"

    mutating func subscribe(_ form: inout QueryForm, _ call: WireCall) throws(ServiceError) -> WireAnswer {
        let topic = try topic(&form)
        let kind = try SNSWire.required("Protocol", &form)
        let endpoint = form.take("Endpoint") ?? ""
        let wantsARN = form.take("ReturnSubscriptionArn") == "true"
        var made = SNSSubscription(
            arn: topic.arn + ":" + call.uuid(1), topic: topic.name, kind: kind, endpoint: endpoint,
            token: SNSWire.token(call))
        for var entry in form.takeEntries("Attributes.entry") {
            try SNSWire.set(entry.take("key") ?? "", entry.take("value") ?? "", of: &made)
        }
        try SNSWire.finish(form)
        try SNSWire.check(endpoint, kind)
        var answer: WireAnswer
        if let old = subscriptions.first(where: {
            $0.topic == topic.name && $0.kind == kind && $0.endpoint == endpoint
        }) {
            guard old.isRaw == made.isRaw, old.filter == made.filter else {
                throw SNS.Errors.invalid(
                    "Attributes Reason: Subscription already exists with different attributes")
            }
            made = old
        } else {
            made.isConfirmed = kind == "lambda"
            subscriptions.append(made)
        }
        synchronize(topic.name)
        let shown = made.isConfirmed || wantsARN ? made.arn : SNSWire.pending
        answer = SNSWire.answer("Subscribe", [Markup("SubscriptionArn", shown)], call)
        if !made.isConfirmed { askToConfirm(made, &answer, call) }
        return answer
    }

    mutating func confirm(_ form: inout QueryForm, _ call: WireCall) throws(ServiceError) -> WireAnswer {
        let topic = try topic(&form)
        let token = try SNSWire.required("Token", &form)
        let needsSignature = form.take("AuthenticateOnUnsubscribe") == "true"
        try SNSWire.finish(form)
        if let place = ended.firstIndex(where: { $0.topic == topic.name && $0.token == token }) {
            subscriptions.append(ended.remove(at: place))
        }
        guard let index = subscriptions.firstIndex(where: { $0.topic == topic.name && $0.token == token })
        else {
            throw SNS.Errors.invalid("Token")
        }
        subscriptions[index].isConfirmed = true
        subscriptions[index].needsSignature = needsSignature
        synchronize(topic.name)
        return SNSWire.answer(
            "ConfirmSubscription", [Markup("SubscriptionArn", subscriptions[index].arn)], call)
    }

    mutating func unsubscribe(_ form: inout QueryForm, _ call: WireCall) throws(ServiceError) -> WireAnswer {
        let arn = try SNSWire.required("SubscriptionArn", &form)
        try SNSWire.finish(form)
        try SNSWire.check(subscription: arn)
        var answer = SNSWire.answer("Unsubscribe", nil, call)
        // Ending what is not there is no error.
        guard let index = subscriptions.firstIndex(where: { $0.arn == arn }) else { return answer }
        let old = subscriptions[index]
        if old.needsSignature, call.request.headers["Authorization"] == nil {
            throw SNSWire.refused("AuthorizationError", 403, "Unsubscribe needs a signed request.")
        }
        subscriptions.remove(at: index)
        for place in topics.indices where topics[place].name == old.topic { topics[place].deleted += 1 }
        synchronize(old.topic)
        if old.isConfirmed, ["http", "https"].contains(old.kind) {
            ended = Array((ended + [old]).suffix(1_000))
            tellEnd(of: old, &answer, call)
        }
        return answer
    }

    func listSubscriptions(
        _ form: inout QueryForm, _ call: WireCall, _ action: String, of topic: String?
    ) throws(ServiceError) -> WireAnswer {
        let own = subscriptions.filter { topic == nil || $0.topic == topic }
        let page = try SNSWire.page(own, &form)
        try SNSWire.finish(form)
        let members = page.items.map { item in
            Markup(
                "member",
                [
                    Markup("SubscriptionArn", item.isConfirmed ? item.arn : "PendingConfirmation"),
                    Markup("Owner", AWSAccount.id), Markup("Protocol", item.kind),
                    Markup("Endpoint", item.endpoint), Markup("TopicArn", TopicName.arn(item.topic)),
                ])
        }
        return SNSWire.answer(action, [Markup("Subscriptions", members)] + page.next, call)
    }

    func subscriptionAttributes(_ form: inout QueryForm, _ call: WireCall) throws(ServiceError) -> WireAnswer
    {
        let item = subscriptions[try place(&form)]
        try SNSWire.finish(form)
        var pairs = [
            ("SubscriptionArn", item.arn), ("TopicArn", TopicName.arn(item.topic)),
            ("Owner", AWSAccount.id),
            ("Protocol", item.kind), ("Endpoint", item.endpoint),
            ("PendingConfirmation", String(!item.isConfirmed)),
            ("ConfirmationWasAuthenticated", String(item.kind == "lambda" || item.needsSignature)),
            ("RawMessageDelivery", String(item.isRaw)),
            ("SubscriptionPrincipal", "arn:aws:iam::\(AWSAccount.id):user/finegrain"),
        ]
        if let text = item.filterText {
            pairs += [("FilterPolicy", text), ("FilterPolicyScope", "MessageAttributes")]
        }
        if let policy = item.deliveryPolicy { pairs.append(("DeliveryPolicy", policy)) }
        if ["http", "https"].contains(item.kind) {
            pairs.append(("EffectiveDeliveryPolicy", effectivePolicy(item)))
        }
        return SNSWire.answer("GetSubscriptionAttributes", [SNSWire.attributes(pairs)], call)
    }

    mutating func setSubscriptionAttributes(
        _ form: inout QueryForm, _ call: WireCall
    ) throws(ServiceError) -> WireAnswer {
        let index = try place(&form)
        let name = try SNSWire.required("AttributeName", &form)
        let value = form.take("AttributeValue") ?? ""
        try SNSWire.finish(form)
        try SNSWire.set(name, value, of: &subscriptions[index])
        return SNSWire.answer("SetSubscriptionAttributes", nil, call)
    }

    private func place(_ form: inout QueryForm) throws(ServiceError) -> Int {
        let arn = try SNSWire.required("SubscriptionArn", &form)
        try SNSWire.check(subscription: arn)
        guard let index = subscriptions.firstIndex(where: { $0.arn == arn }) else {
            throw SNSWire.refused("NotFound", 404, "Subscription does not exist")
        }
        return index
    }

    /// The typed state machine notifies whoever is confirmed, in order of subscription.
    private mutating func synchronize(_ topic: String) {
        sns.setSubscribers(
            subscriptions.filter { $0.topic == topic && $0.isConfirmed }.map(\.arn), of: topic)
    }

    private static func set(
        _ name: String, _ value: String, of item: inout SNSSubscription
    ) throws(ServiceError) {
        switch (name, value) {
        case ("RawMessageDelivery", "true"), ("RawMessageDelivery", "false"):
            guard value == "false" || ["http", "https"].contains(item.kind) else {
                throw SNS.Errors.invalid(
                    "RawMessageDelivery Reason: Delivery protocol [\(item.kind)] does not support raw "
                        + "message delivery.")
            }
            item.isRaw = value == "true"
        case ("FilterPolicy", ""), ("FilterPolicy", "{}"): (item.filter, item.filterText) = (nil, nil)
        case ("FilterPolicy", _):
            do throws(FilterPolicy.Problem) { item.filter = try FilterPolicy(value) } catch {
                throw SNS.Errors.invalid("FilterPolicy: " + error.message)
            }
            item.filterText = value
        case ("FilterPolicyScope", "MessageAttributes"): break
        case ("FilterPolicyScope", _):
            throw SNS.Errors.invalid("FilterPolicyScope: \(value) is not supported")
        case ("DeliveryPolicy", ""): item.deliveryPolicy = nil
        case ("DeliveryPolicy", _):
            _ = try policy(value, isTopics: false)
            item.deliveryPolicy = value
        case ("RawMessageDelivery", _):
            throw SNS.Errors.invalid(
                "RawMessageDelivery Reason: Invalid value [\(value)]. Must be true or false.")
        default: throw SNS.Errors.invalid("AttributeName \(name)")
        }
    }

    private static func check(_ endpoint: String, _ kind: String) throws(ServiceError) {
        switch kind {
        case "http", "https":
            guard endpoint.hasPrefix(kind + "://") else {
                throw SNS.Errors.invalid("Endpoint must match the specified protocol")
            }
        case "email", "email-json":
            let parts = endpoint.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
                throw SNS.Errors.invalid("Email address")
            }
        case "lambda":
            guard endpoint.hasPrefix("arn:aws:lambda:"), FunctionName(endpoint) != nil else {
                throw SNS.Errors.invalid("Lambda endpoint ARN")
            }
        case "sqs", "sms", "application", "firehose":
            throw SNS.Errors.invalid("Protocol \(kind) Reason: no such endpoint exists in this mock cloud")
        default: throw SNS.Errors.invalid("Does not support this protocol string: \(kind)")
        }
    }

    private static func check(subscription arn: String) throws(ServiceError) {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 7, parts[2] == "sns" else {
            throw SNS.Errors.invalid(
                "SubscriptionArn Reason: An ARN must have at least 7 elements, not \(parts.count)")
        }
        _ = try name(parts.dropLast().joined(separator: ":"), "SubscriptionArn")
    }

    /// A long token of hexadecimal digits.
    private static func token(_ call: WireCall) -> String {
        (10..<18).map { call.uuid(UInt64($0)).filter { $0 != "-" } }.joined()
    }
}
