import Encodings
import MockWire
import RandomStreams
import ServiceModels

extension SNSWire {
    mutating func createTopic(
        _ form: inout QueryForm, _ call: WireCall, _ stream: inout RandomStream
    ) throws(ServiceError) -> WireAnswer {
        let name = try SNSWire.required("Name", &form)
        var made = SNSTopic(name: name)
        for var entry in form.takeEntries("Attributes.entry") {
            let key = entry.take("key") ?? ""
            if let value = try SNSWire.checked(key, entry.take("value") ?? "", isNew: true) {
                made.set(key, value)
            }
        }
        made.tags = try SNSWire.tags(&form)
        try SNSWire.finish(form)
        guard TopicName.isName(name) else {
            let reason = name.hasSuffix(".fifo") ? " Reason: FIFO topics are not supported" : ""
            throw SNS.Errors.invalid("Topic Name" + reason)
        }
        if let old = topics.first(where: { $0.name == name }) {
            for attribute in made.attributes where old.attribute(attribute.name) != attribute.value {
                throw SNS.Errors.invalid("Attributes Reason: Topic already exists with different attributes")
            }
            guard made.tags.isEmpty || made.tags.elementsEqual(old.tags, by: ==) else {
                throw SNS.Errors.invalid("Tags Reason: Topic already exists with different tags")
            }
        }
        let handled = sns.createTopic(name, at: call.now, using: &stream)
        try handled.result.get()
        if !topics.contains(where: { $0.name == name }) { topics.append(made) }
        var answer = SNSWire.answer("CreateTopic", [Markup("TopicArn", made.arn)], call)
        answer.usage = handled.usage
        answer.serviceTime = handled.serviceTime
        return answer
    }

    mutating func deleteTopic(_ form: inout QueryForm, _ call: WireCall) throws(ServiceError) -> WireAnswer {
        let arn = try SNSWire.required("TopicArn", &form)
        try SNSWire.finish(form)
        // Deleting a topic that is not there is no error.
        let name = try SNSWire.name(arn, "TopicArn")
        topics.removeAll { $0.name == name }
        subscriptions.removeAll { $0.topic == name }
        sns.removeTopic(name)
        return SNSWire.answer("DeleteTopic", nil, call)
    }

    func listTopics(_ form: inout QueryForm, _ call: WireCall) throws(ServiceError) -> WireAnswer {
        let page = try SNSWire.page(topics, &form)
        try SNSWire.finish(form)
        let members = page.items.map { Markup("member", [Markup("TopicArn", $0.arn)]) }
        return SNSWire.answer("ListTopics", [Markup("Topics", members)] + page.next, call)
    }

    func topicAttributes(_ form: inout QueryForm, _ call: WireCall) throws(ServiceError) -> WireAnswer {
        let topic = try topic(&form)
        try SNSWire.finish(form)
        let own = subscriptions.filter { $0.topic == topic.name }
        let confirmed = own.filter(\.isConfirmed).count
        var pairs = [
            ("TopicArn", topic.arn), ("Owner", AWSAccount.id),
            ("SubscriptionsConfirmed", String(confirmed)),
            ("SubscriptionsPending", String(own.count - confirmed)),
            ("SubscriptionsDeleted", String(topic.deleted)),
        ]
        if topic.attribute("DisplayName") == nil { pairs.append(("DisplayName", "")) }
        if topic.attribute("Policy") == nil { pairs.append(("Policy", SNSWire.policy(topic.arn))) }
        pairs.append(("EffectiveDeliveryPolicy", SNSWire.effectivePolicy(of: topic)))
        return SNSWire.answer(
            "GetTopicAttributes", [SNSWire.attributes(pairs + topic.attributes.map { ($0.name, $0.value) })],
            call)
    }

    mutating func setTopicAttributes(_ form: inout QueryForm, _ call: WireCall) throws(ServiceError)
        -> WireAnswer
    {
        let name = try topic(&form).name
        let attribute = try SNSWire.required("AttributeName", &form)
        let value = form.take("AttributeValue") ?? ""
        try SNSWire.finish(form)
        let checked = try SNSWire.checked(attribute, value, isNew: false)
        for index in topics.indices where topics[index].name == name {
            topics[index].set(attribute, checked)
        }
        return SNSWire.answer("SetTopicAttributes", nil, call)
    }

    /// The topic of `TopicArn`.
    func topic(_ form: inout QueryForm, as parameter: String = "TopicArn") throws(ServiceError) -> SNSTopic {
        let name = try SNSWire.name(try SNSWire.required(parameter, &form), parameter)
        guard let topic = topics.first(where: { $0.name == name }) else { throw SNS.Errors.notFound }
        return topic
    }

    /// The name in a topic's ARN; topics of other accounts may not be used.
    static func name(_ arn: String, _ parameter: String) throws(ServiceError) -> String {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn", parts[1] == "aws", parts[2] == "sns",
            TopicName.isName(parts[5])
        else {
            throw SNS.Errors.invalid(
                "\(parameter) Reason: An ARN must have at least 6 elements, not \(parts.count)")
        }
        guard parts[4] == AWSAccount.id else {
            throw refused(
                "AuthorizationError", 403,
                "User: arn:aws:iam::\(AWSAccount.id):user/finegrain is not authorized to access resource: \(arn)"
            )
        }
        guard parts[3] == AWSAccount.region else { throw SNS.Errors.invalid(parameter) }
        return parts[5]
    }

    private static func policy(_ arn: String) -> String {
        JSONValue.members([
            "Version": "2008-10-17", "Id": "__default_policy_ID",
            "Statement": [
                .members([
                    "Sid": "__default_statement_ID", "Effect": "Allow", "Principal": .members(["AWS": "*"]),
                    "Action": ["SNS:Publish", "SNS:Subscribe"], "Resource": .string(arn),
                    "Condition": .members([
                        "StringEquals": .members(["AWS:SourceOwner": .string(AWSAccount.id)])
                    ]),
                ])
            ],
        ]).text()
    }
}
