import Encodings
public import MockWire
public import Quantities
import RandomStreams
public import ServiceModels

/// Amazon SNS over the wire: the query protocol, forms in and XML out.
///
/// HTTP endpoints get the real envelope and must confirm; functions of this cloud are run; mail goes into an
/// outbox that `GET /_sns/mail` shows. Signatures of messages are not genuine: there is no key that a
/// certificate could vouch for.
public struct SNSWire: WireService {
    var sns: SNS
    var topics: [SNSTopic] = []
    var subscriptions: [SNSSubscription] = []
    /// The last ones that HTTP endpoints gave up; the token of their farewell brings them back.
    var ended: [SNSSubscription] = []
    private(set) var mail: [SNSMail] = []
    private let fresh: SNS

    /// The newest mails are kept, so many.
    private static let mailLimit = 1_000
    static let namespace = "http://sns.amazonaws.com/doc/2010-03-31/"

    package init(_ sns: SNS) {
        self.sns = sns
        fresh = sns
    }

    public var service: Meter.Service { .sns }

    public var routes: [WireRoute] {
        [
            WireRoute("Query", "POST", "/"), WireRoute("Link", "GET", "/"),
            WireRoute("InnerQuery", "POST", TopicName.innerPath),
            WireRoute("ReadMail", "GET", TopicName.innerPath + "/mail"),
        ]
    }

    public func isSigned(_ operation: String) -> Bool { operation == "Query" }

    public mutating func answer(_ call: WireCall) -> WireAnswer {
        if call.operation == "ReadMail" { return readMail() }
        var stream = call.stream
        var form = QueryForm(
            call.operation == "Link"
                ? call.request.query : FormEncoding.pairs(String(decoding: call.body, as: UTF8.self)))
        let named = form.take("Action")
        var answer: WireAnswer
        do throws(ServiceError) {
            guard let action = named else {
                throw SNSWire.refused("MissingAction", 400, "The request must contain the parameter Action.")
            }
            if action == "GetCallerIdentity" {
                answer = SNSWire.callerIdentity(call)
                answer.operation = action
                return answer
            }
            if let version = form.take("Version"), version != "2010-03-31" {
                throw SNSWire.refused("InvalidAction", 400, "No version \(version) of the service is known.")
            }
            answer = try perform(action, &form, call, &stream)
        } catch {
            answer = refused(error.code, status: error.status, error.message, id: call.uuid())
        }
        // The journal tells the actions apart, which share one path.
        answer.operation = named
        return answer
    }

    private mutating func perform(
        _ action: String, _ form: inout QueryForm, _ call: WireCall, _ stream: inout RandomStream
    ) throws(ServiceError) -> WireAnswer {
        switch action {
        case "CreateTopic": return try createTopic(&form, call, &stream)
        case "Publish": return try publish(&form, call, &stream)
        case "PublishBatch": return try publishBatch(&form, call, &stream)
        default: break
        }
        guard SNSWire.actions.contains(action) else {
            throw SNSWire.refused(
                "InvalidAction", 400, "The action \(action) is not valid for this endpoint.")
        }
        let touched = sns.touch(FaultInjector.name(of: action), at: call.now, using: &stream)
        var answer: WireAnswer
        do throws(ServiceError) {
            try touched.result.get()
            answer = try perform(action, &form, call)
            answer.usage = touched.usage
        } catch {
            answer = refused(error.code, status: error.status, error.message, id: call.uuid())
        }
        answer.serviceTime = touched.serviceTime
        return answer
    }

    static let actions: Set<String> = [
        "DeleteTopic", "ListTopics", "GetTopicAttributes", "SetTopicAttributes", "Subscribe",
        "ConfirmSubscription",
        "Unsubscribe", "ListSubscriptions", "ListSubscriptionsByTopic", "GetSubscriptionAttributes",
        "SetSubscriptionAttributes", "TagResource", "UntagResource", "ListTagsForResource",
    ]

    private mutating func perform(
        _ action: String, _ form: inout QueryForm, _ call: WireCall
    ) throws(ServiceError) -> WireAnswer {
        switch action {
        case "DeleteTopic": try deleteTopic(&form, call)
        case "ListTopics": try listTopics(&form, call)
        case "GetTopicAttributes": try topicAttributes(&form, call)
        case "SetTopicAttributes": try setTopicAttributes(&form, call)
        case "Subscribe": try subscribe(&form, call)
        case "ConfirmSubscription": try confirm(&form, call)
        case "Unsubscribe": try unsubscribe(&form, call)
        case "ListSubscriptions": try listSubscriptions(&form, call, action, of: nil)
        case "ListSubscriptionsByTopic": try listSubscriptions(&form, call, action, of: topic(&form).name)
        case "GetSubscriptionAttributes": try subscriptionAttributes(&form, call)
        case "SetSubscriptionAttributes": try setSubscriptionAttributes(&form, call)
        case "TagResource": try tag(&form, call)
        case "UntagResource": try untag(&form, call)
        default: try listTags(&form, call)
        }
    }

    mutating func post(_ letter: SNSMail) { mail = Array((mail + [letter]).suffix(SNSWire.mailLimit)) }

    private func readMail() -> WireAnswer {
        WireAnswer(
            json: .members([
                "mail": .array(
                    mail.map { letter in
                        .members([
                            "to": .string(letter.to), "subject": .string(letter.subject),
                            "text": .string(letter.text),
                            "sent": .string(CivilTime(letter.sent).isoMilliseconds),
                        ])
                    })
            ]))
    }

    public func unknown(_ request: WireRequest, key: UInt64) -> WireAnswer? {
        guard request.headers["Authorization"]?.contains("/sns/aws4_request") ?? false else { return nil }
        return refused(
            "InvalidAction", status: 400,
            "\(request.method) \(request.target.prefix(200)) is no request of this service.",
            id: UUIDText.make(key))
    }

    public mutating func reset(faults: FaultPlan) {
        sns = fresh
        inject(faults)
        topics = []
        subscriptions = []
        ended = []
        mail = []
    }

    public mutating func inject(_ faults: FaultPlan) { sns.faults = FaultInjector(faults, service: .sns) }
}

extension SNSWire {
    public var faultOperations: [String] {
        (SNSWire.actions.sorted() + ["CreateTopic", "Publish", "PublishBatch"]).map(FaultInjector.name(of:))
    }
}
