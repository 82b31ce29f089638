package import Quantities
package import RandomStreams

extension SNS {
    /// Who is notified of a topic's messages from now on, in order.
    package mutating func setSubscribers(_ subscribers: [String], of topic: String) {
        for index in topics.indices where topics[index].name == topic {
            topics[index].subscribers = subscribers
        }
    }

    package mutating func removeTopic(_ name: String) { topics.removeAll { $0.name == name } }

    /// One call that only needs its time and its bill.
    package mutating func touch(
        _ operation: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Void> {
        let (time, fault) = begin(operation, at: now, using: &stream)
        if let error = SNS.refusal(fault) { return Handled(error, taking: time) }
        return Handled((), taking: time, usage: SNS.usage(bytes: 0))
    }

    /// Sends several messages at once; each is taken or refused on its own.
    ///
    /// The batch is billed as one message of its whole length. Under a partial failure every second entry is
    /// refused.
    /// - Parameter sizes: bytes of each message with its attributes; nil where the entry is refused anyway.
    package mutating func publishBatch(
        topic: String, sizes: [Int?], at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<[Publication?]> {
        let (time, fault) = begin("publishBatch", at: now, using: &stream)
        if let error = SNS.refusal(fault) { return Handled(error, taking: time) }
        guard let index = topics.firstIndex(where: { $0.name == topic }) else {
            return Handled(Errors.notFound, taking: time)
        }
        var publications: [Publication?] = []
        for (place, size) in sizes.enumerated() {
            guard size != nil, !(fault == .partialFailure && place % 2 == 1) else {
                publications.append(nil)
                continue
            }
            published += 1
            let subscribers = topics[index].subscribers
            publications.append(
                Publication(
                    messageID: published,
                    notified: fault == .duplicate ? subscribers + subscribers : subscribers))
        }
        let bytes = sizes.reduce(0) { $0 + ($1 ?? 0) }
        return Handled(publications, taking: time, usage: SNS.usage(bytes: bytes))
    }
}
