public import Quantities
public import RandomStreams

/// Amazon SNS: tells the subscribers of a topic that copy awaits approval.
public struct SNS: MockService, Sendable {
    struct Topic: Sendable {
        var name: String
        var subscribers: [String] = []
    }

    var topics: [Topic] = []
    var published = 0
    private let latency: LatencyModel
    package var faults: FaultInjector

    /// - Parameter latency: of every operation; 30 ms at the median by assumption.
    public init(
        latency: LatencyModel = .logNormal(
            median: .milliseconds(30), sigma: 0.3, floor: .milliseconds(10)),
        faults: FaultPlan = .none
    ) {
        self.latency = latency
        self.faults = FaultInjector(faults, service: .sns)
    }

    public mutating func handle(
        _ request: Request, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Response> {
        switch request {
        case .createTopic(let name):
            answerCreateTopic(name, at: now, using: &stream).map { .createTopic }
        case .subscribe(let topic, let endpoint):
            answerSubscribe(topic, endpoint, at: now, using: &stream).map { .subscribe }
        case .publish(let topic, let message):
            answerPublish(topic, message, at: now, using: &stream).map(Response.publish)
        }
    }

    mutating func answerCreateTopic(
        _ name: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Void> {
        let (time, fault) = begin("createTopic", at: now, using: &stream)
        if let error = SNS.refusal(fault) { return Handled(error, taking: time) }
        if name.isEmpty { return Handled(Errors.invalid("Topic Name"), taking: time) }
        if !topics.contains(where: { $0.name == name }) { topics.append(Topic(name: name)) }
        return Handled((), taking: time, usage: SNS.usage(bytes: 0))
    }

    mutating func answerSubscribe(
        _ topic: String, _ endpoint: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Void> {
        let (time, fault) = begin("subscribe", at: now, using: &stream)
        if let error = SNS.refusal(fault) { return Handled(error, taking: time) }
        guard let index = topics.firstIndex(where: { $0.name == topic }) else {
            return Handled(Errors.notFound, taking: time)
        }
        if !topics[index].subscribers.contains(endpoint) { topics[index].subscribers.append(endpoint) }
        return Handled((), taking: time, usage: SNS.usage(bytes: 0))
    }

    /// - Parameter attributeBytes: of the message's attributes, which are billed and limited with it.
    package mutating func answerPublish(
        _ topic: String, _ message: String, attributeBytes: Int = 0, at now: SimulatedInstant,
        using stream: inout RandomStream
    ) -> Handled<Publication> {
        let (time, fault) = begin("publish", at: now, using: &stream)
        if let error = SNS.refusal(fault) { return Handled(error, taking: time) }
        guard let index = topics.firstIndex(where: { $0.name == topic }) else {
            return Handled(Errors.notFound, taking: time)
        }
        if message.isEmpty { return Handled(Errors.invalid("Empty message"), taking: time) }
        let bytes = message.utf8.count + attributeBytes
        if bytes > SNS.maximumBytes { return Handled(Errors.invalid("Message too long"), taking: time) }
        published += 1
        var notified = topics[index].subscribers
        if fault == .duplicate { notified += topics[index].subscribers }
        return Handled(
            Publication(messageID: published, notified: notified), taking: time,
            usage: SNS.usage(bytes: bytes))
    }

    mutating func begin(
        _ operation: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> (SimulatedDuration, FaultPlan.Kind?) {
        let fault = faults.next(operation, at: now, using: &stream)
        return (latency.sample(using: &stream).slowed(by: fault), fault)
    }

    static func refusal(_ fault: FaultPlan.Kind?) -> ServiceError? {
        switch fault {
        case .throttle: Errors.throttled
        case .serverError: Errors.server
        default: nil
        }
    }
}
