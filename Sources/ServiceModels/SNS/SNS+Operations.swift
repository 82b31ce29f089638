public import Quantities
public import RandomStreams

extension SNS {
    public enum Request: Codable, Sendable {
        case createTopic(name: String)
        case subscribe(topic: String, endpoint: String)
        case publish(topic: String, message: String)
    }

    public enum Response: Hashable, Codable, Sendable {
        case createTopic
        case subscribe
        case publish(Publication)
    }

    /// A message that was taken.
    public struct Publication: Hashable, Codable, Sendable {
        /// Counted from one over all topics.
        public var messageID: Int
        /// Who gets it, in order of subscription; twice where the service delivers twice.
        public var notified: [String]
    }

    /// Makes a topic; making it again changes nothing.
    public mutating func createTopic(
        _ name: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Void> {
        answerCreateTopic(name, at: now, using: &stream)
    }

    /// Adds a subscriber; adding it again changes nothing.
    public mutating func subscribe(
        topic: String, endpoint: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Void> {
        answerSubscribe(topic, endpoint, at: now, using: &stream)
    }

    /// Sends a message to all subscribers of a topic.
    public mutating func publish(
        topic: String, message: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Publication> {
        answerPublish(topic, message, at: now, using: &stream)
    }
}
